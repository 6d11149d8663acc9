/**
 * The text of a file with a password, a token, a setting or a field. Decoding is strict: a lenient decoder could turn
 * two different passwords into the same one.
 */
export type Decoded = { readonly text: string } | { readonly problem: string };

const marks = [
  // Before UTF-16LE, because its mark begins like this one.
  { encoding: 'UTF-32', bytes: [0xff, 0xfe, 0, 0] },
  { encoding: 'UTF-32', bytes: [0, 0, 0xfe, 0xff] },
  { encoding: 'UTF-16LE', bytes: [0xff, 0xfe] },
  { encoding: 'UTF-16BE', bytes: [0xfe, 0xff] },
  { encoding: 'UTF-8', bytes: [0xef, 0xbb, 0xbf] },
] as const;

const SAVE_AS = 'Save it as UTF-8.';

/**
 * Decodes UTF-8 with or without a byte order mark, or UTF-16 with one. Removes the mark.
 * @returns a problem that completes "The file …" and reveals at most one byte
 */
export function decodeFile(bytes: Uint8Array): Decoded {
  const mark = marks.find((one) => one.bytes.every((byte, at) => bytes[at] === byte));
  const encoding = mark?.encoding ?? 'UTF-8';
  if (encoding === 'UTF-32') return { problem: `is UTF-32. ${SAVE_AS}` };
  const content = bytes.subarray(mark?.bytes.length ?? 0);
  try {
    const text = new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(content);
    if (text.startsWith('\uFEFF')) return { problem: `begins with two byte order marks. ${SAVE_AS}` };
    return text.includes('\0')
      ? { problem: `contains NUL characters, so it may be UTF-16 without a byte order mark. ${SAVE_AS}` }
      : { text };
  } catch {
    if (encoding !== 'UTF-8') return { problem: `is ${encoding} with half a character in it. ${SAVE_AS}` };
    const offset = firstWrongByte(content);
    const at = offset + bytes.length - content.length;
    return { problem: `is not UTF-8: byte 0x${hexOf(bytes[at] ?? 0)} at offset ${at}. ${SAVE_AS}` };
  }
}

/** A lenient decoder replaces invalid bytes, so encoding its text again differs from there on. */
function firstWrongByte(bytes: Uint8Array): number {
  const lenient = new TextEncoder().encode(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
  return bytes.findIndex((byte, at) => lenient[at] !== byte);
}

const hexOf = (byte: number) => byte.toString(16).toUpperCase().padStart(2, '0');
