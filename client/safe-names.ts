/** Names that a hostile sender chose, made harmless. What is shown and saved is changed; what was sealed is not. */

const MAX_PART_BYTES = 200;
/** More is no extension but a name with a dot in it. */
const MAX_EXTENSION_BYTES = 40;
const MAX_DEPTH = 20;
const MAX_SHOWN = 80;
const SHOWN_AT_END = 30;
const NAMELESS = 'file';
/** As long as any that is used. */
const MAX_NUMBER = 99_999;

/** Controls (bidi and zero-width among them), separators of lines, what has no shape; and Braille's blank. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu;
/** What emoji are put together with; elsewhere it is unseen. */
const IN_EMOJI =
  /(?<=\p{Extended_Pictographic})\uFE0F|(?<=[\d#*])\uFE0F(?=\u20E3)|(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}]\uFE0F?)\u200D(?=\p{Extended_Pictographic})/u;
const UNSEEN_ALONE = new RegExp(`(?!${IN_EMOJI.source})${UNSEEN.source}`, 'gu');
const PILE_OF_MARKS = /(\p{M}{4})\p{M}+/gu;
const REFUSED_BY_WINDOWS = /[<>:"|?*\\]/g;
/** Windows takes these for devices with any extension, and superscript digits for digits. */
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9¹²³])\s*(?:\.|$)/i;

/**
 * Harmless names for a disk and an archive, one for each file, in order; unique also without regard to case, and none the
 * name of another's folder; folders kept as `/`.
 */
export function safeNames(names: readonly string[]): readonly string[] {
  const paths = names.map(safePath);
  const taken = new Set(paths.flatMap(foldersOf));
  const numbers = new Map<string, number>();
  return paths.map((path) => {
    let name = path;
    if (taken.has(keyOf(name))) {
      // Names that differ only where the number goes count together: else each would try all numbers of the others.
      const family = keyOf(numbered(path, MAX_NUMBER));
      let number = numbers.get(family) ?? 1;
      while (taken.has(keyOf(name))) name = numbered(path, ++number);
      numbers.set(family, number);
    }
    taken.add(keyOf(name));
    return name;
  });
}

/** For the screen: bidi controls and invisible characters shown as visible marks, cut in the middle when long. */
export function displayName(name: string): string {
  const visible = name.toWellFormed().replace(UNSEEN_ALONE, '\uFFFD').replace(PILE_OF_MARKS, '$1\uFFFD');
  const characters = [...visible];
  if (characters.length <= MAX_SHOWN) return visible;
  const start = characters.slice(0, MAX_SHOWN - SHOWN_AT_END - 1);
  return `${start.join('')}…${characters.slice(-SHOWN_AT_END).join('')}`;
}

function safePath(name: string): string {
  const parts = name.split('/').map(safePart);
  const file = parts.pop() ?? '';
  const folders = parts.filter((part) => part !== '');
  const path = folders.length < MAX_DEPTH ? folders : [];
  return [...path, file === '' ? NAMELESS : file].join('/');
}

/** Empty where nothing harmless is left. */
function safePart(part: string): string {
  if (part === '.' || part === '..') return '';
  const plain = part
    .toWellFormed()
    .replace(UNSEEN, '')
    .normalize('NFC')
    .replace(REFUSED_BY_WINDOWS, '_')
    .replace(/^\s+/, '');
  const marked = /^[.-]/.test(plain) || DEVICE.test(plain) ? `_${plain}` : plain;
  return cut(trimmedEnd(marked));
}

/** With the number, and with its extension, in as many bytes as a part may have. */
function cut(part: string, mark = ''): string {
  const dot = part.lastIndexOf('.');
  const extended = dot > 0 && byteLength(part.slice(dot)) <= MAX_EXTENSION_BYTES;
  const extension = extended ? part.slice(dot) : '';
  const room = MAX_PART_BYTES - byteLength(mark) - byteLength(extension);
  const stem = extended ? part.slice(0, dot) : part;
  if (byteLength(stem) <= room) return `${stem}${mark}${extension}`;
  return `${trimmedEnd(firstBytes(stem, room))}${mark}${extension}`;
}

/** Without dots and spaces at the end. A regular expression would try again from each of those in the middle. */
function trimmedEnd(text: string): string {
  let end = text.length;
  while (end > 0 && /[.\s]/.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** The longest beginning of whole characters. */
function firstBytes(text: string, maxBytes: number): string {
  const bytes = new Uint8Array(maxBytes);
  const { read } = new TextEncoder().encodeInto(text, bytes);
  return text.slice(0, read);
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

function numbered(path: string, number: number): string {
  const slash = path.lastIndexOf('/') + 1;
  return path.slice(0, slash) + cut(path.slice(slash), ` (${number})`);
}

function foldersOf(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, i) => keyOf(parts.slice(0, i + 1).join('/')));
}

/** Alike for names that some disk takes for one. */
function keyOf(path: string): string {
  return path.toLowerCase().toUpperCase().toLowerCase().normalize('NFC');
}
