import { inWords } from '#cli/language/words.ts';
import { files } from '#cli/words/files.ts';

/**
 * The text of a file with a password, a token, a setting or a field. Decoding is strict: a lenient decoder could turn
 * two different passwords into the same one.
 */
export type Decoded = { readonly text: string } | { readonly problem: (file: string) => string };

const marks = [
  // Before UTF-16LE, because its mark begins like this one.
  { encoding: 'UTF-32', bytes: [0xff, 0xfe, 0, 0] },
  { encoding: 'UTF-32', bytes: [0, 0, 0xfe, 0xff] },
  { encoding: 'UTF-16LE', bytes: [0xff, 0xfe] },
  { encoding: 'UTF-16BE', bytes: [0xfe, 0xff] },
  { encoding: 'UTF-8', bytes: [0xef, 0xbb, 0xbf] },
] as const;

const words = files.encoding;

/**
 * Decodes UTF-8 with or without a byte order mark, or UTF-16 with one. Removes the mark.
 * @returns a problem: the sentence about a file of that name. It reveals at most one byte
 */
export function decodeFile(bytes: Uint8Array): Decoded {
  const mark = marks.find((one) => one.bytes.every((byte, at) => bytes[at] === byte));
  const encoding = mark?.encoding ?? 'UTF-8';
  if (encoding === 'UTF-32') return { problem: (file) => inWords(words.utf32, { file }) };
  const content = bytes.subarray(mark?.bytes.length ?? 0);
  try {
    const text = new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(content);
    if (text.startsWith('\uFEFF')) return { problem: (file) => inWords(words.twoMarks, { file }) };
    return text.includes('\0') ? { problem: (file) => inWords(words.nul, { file }) } : { text };
  } catch {
    if (encoding !== 'UTF-8') return { problem: (file) => inWords(words.halfCharacter, { file, encoding }) };
    const offset = firstWrongByte(content);
    const at = offset + bytes.length - content.length;
    const values = { byte: `0x${hexOf(bytes[at] ?? 0)}`, offset: String(at) };
    return { problem: (file) => inWords(words.wrongByte, { file, ...values }) };
  }
}

/** A lenient decoder replaces invalid bytes, so encoding its text again differs from there on. */
function firstWrongByte(bytes: Uint8Array): number {
  const lenient = new TextEncoder().encode(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
  return bytes.findIndex((byte, at) => lenient[at] !== byte);
}

const hexOf = (byte: number) => byte.toString(16).toUpperCase().padStart(2, '0');
