export type FileKind =
  'image' | 'video' | 'audio' | 'pdf' | 'document' | 'table' | 'slides' | 'archive' | 'program' | 'text' | 'file';

/** In this order: a spreadsheet's type has both “officedocument” and “sheet” in it. */
const byType: readonly (readonly [FileKind, RegExp])[] = [
  ['image', /^image\//],
  ['video', /^video\//],
  ['audio', /^audio\//],
  ['pdf', /^application\/pdf$/],
  ['table', /sheet|excel|csv/],
  ['slides', /presentation|powerpoint/],
  ['document', /word|opendocument\.text|rtf|epub/],
  ['archive', /zip|x-tar|compressed|x-rar/],
  ['program', /x-msdownload|x-msdos|x-executable|x-msi|apple-diskimage|android\.package/],
  ['text', /^text\/|json|xml|javascript|yaml|x-sh/],
];

/** Where the system names no type. */
const byEnding: Readonly<Record<string, FileKind>> = {
  ...endings(
    'text',
    'txt md log ini conf cfg env toml yaml yml json sql sh py rb go rs ts tsx jsx c h cpp java pem crt key',
  ),
  ...endings('archive', 'zip 7z rar tar gz tgz bz2 xz zst'),
  ...endings('program', 'exe msi dmg pkg deb rpm apk appimage'),
  ...endings('document', 'doc docx odt rtf epub pages'),
  ...endings('table', 'xls xlsx ods csv numbers'),
  ...endings('slides', 'ppt pptx odp'),
  ...endings('image', 'heic heif avif webp'),
  ...endings('video', 'mkv mov'),
};

function endings(kind: FileKind, list: string): Record<string, FileKind> {
  return Object.fromEntries(list.split(' ').map((ending) => [ending, kind]));
}

/** What a person would call it, by the system's word for its type, else by its name. Nothing is read. */
export function fileKind(name: string, type: string): FileKind {
  const known = byType.find(([, pattern]) => pattern.test(type));
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  return known?.[0] ?? (Object.hasOwn(byEnding, ending) ? byEnding[ending] : undefined) ?? 'file';
}
