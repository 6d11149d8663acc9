const endings = {
  picture: 'png jpg jpeg gif webp avif bmp tif tiff heic heif',
  drawing: 'svg ai eps',
  text: 'txt text md log csv tsv json jsonl yaml yml toml ini conf cfg env sql',
  code: 'js mjs ts tsx jsx css py rb go rs c h cpp java kt swift php',
  page: 'html htm xhtml xht mht mhtml xml svgz',
  document: 'doc docx odt rtf pages epub',
  table: 'xls xlsx ods numbers',
  slides: 'ppt pptx odp',
  pdf: 'pdf',
  sound: 'mp3 m4a aac flac ogg opus wav',
  film: 'mp4 m4v mov mkv webm avi',
  archive: 'zip tar gz tgz bz2 xz zst 7z rar',
  keys: 'pem key crt cer der p7b p12 pfx pub ppk asc gpg pgp kdbx kdb jks keystore ovpn',
  program: 'exe msi bat cmd com scr ps1 vbs lnk jar app dmg pkg deb rpm apk sh run appimage iso hta reg',
} as const;

export type FileKind = keyof typeof endings | 'other';

const kinds = new Map<string, FileKind>(
  Object.entries(endings).flatMap(([kind, names]) => names.split(' ').map((name) => [name, kind as FileKind] as const)),
);

/** Guesses the kind of a file by its extension, as operating systems do. Its contents may be anything. */
export function kindOfName(name: string): FileKind {
  const ending = /\.([a-z0-9]{1,8})$/i.exec(name.trimEnd())?.[1]?.toLowerCase();
  return (ending !== undefined && kinds.get(ending)) || 'other';
}
