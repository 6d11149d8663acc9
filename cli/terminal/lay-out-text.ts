import { currentLanguage } from '#cli/language/words.ts';

/** Lays out text in columns. Letters of some languages take two columns, and some languages have no blanks. */

/** How many columns a text takes. */
export const columnsOf = (text: string): number => currentLanguage().widthOf(text);

/** `padEnd` by columns. */
export const padColumns = (text: string, columns: number): string =>
  text + ' '.repeat(Math.max(0, columns - columnsOf(text)));

interface Wrapping {
  readonly columns: number;
  /** Applies to every line after the first. */
  readonly indent: number;
}

export function wrapText(text: string, { columns, indent }: Wrapping): string {
  const lines: string[] = [];
  let line = '';
  for (const { text: piece, gap } of piecesOf(text)) {
    const longer = line + gap + piece;
    if (line !== '' && indent + columnsOf(longer) > columns) {
      lines.push(line);
      line = piece;
    } else line = line === '' ? piece : longer;
  }
  return [...lines, line].join(`\n${' '.repeat(indent)}`);
}

interface Piece {
  readonly text: string;
  /** A blank before it, unless it begins a line. */
  readonly gap: '' | ' ';
}

function piecesOf(text: string): Piece[] {
  return text
    .split(' ')
    .flatMap((word) => partsOf(word).map((part, i): Piece => ({ text: part, gap: i > 0 ? '' : ' ' })));
}

const WITHOUT_BLANKS = /^(?:ja|zh|th|lo|km|my)\b/;
/** Their scripts. */
const UNSPACED = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]/u;
/** No line begins with these: closing brackets and quotes, commas, small letters and marks that prolong a sound. */
const NEVER_FIRST = /^[\p{Pe}\p{Pf}\p{Po}\p{M}ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々]/u;
/** No line ends with these. */
const NEVER_LAST = /[\p{Ps}\p{Pi}]$/u;

/** Where a line may end inside a word. */
function partsOf(word: string): string[] {
  // The classes of letters take milliseconds to compile, which no other language needs.
  if (!WITHOUT_BLANKS.test(currentLanguage().tag) || !UNSPACED.test(word)) return [word];
  const parts: string[] = [];
  for (const { segment } of new Intl.Segmenter(currentLanguage().tag, { granularity: 'word' }).segment(word)) {
    const last = parts.at(-1);
    if (last === undefined || mayBreak(last, segment)) parts.push(segment);
    else parts[parts.length - 1] = last + segment;
  }
  return parts;
}

function mayBreak(before: string, after: string): boolean {
  if (NEVER_FIRST.test(after) || NEVER_LAST.test(before)) return false;
  return UNSPACED.test(before.slice(-1)) || UNSPACED.test(after.slice(0, 1)) || /[\p{Pe}\p{Pf}、。]$/u.test(before);
}
