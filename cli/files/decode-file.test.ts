import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeFile } from './decode-file.ts';

const utf16 = (text: string, order: 'LE' | 'BE', mark = true) => {
  const bytes = Buffer.from(mark ? `\uFEFF${text}` : text, 'utf16le');
  return order === 'LE' ? bytes : bytes.swap16();
};

test.each([
  ['UTF-8', Buffer.from('pässwörd')],
  ['UTF-8 with a mark', Buffer.from('\uFEFFpässwörd')],
  ['UTF-16, little-endian', utf16('pässwörd', 'LE')],
  ['UTF-16, big-endian', utf16('pässwörd', 'BE')],
])('%s is decoded without its byte order mark', (_name, bytes) => {
  expect(decodeFile(bytes)).toEqual({ text: 'pässwörd' });
});

test.each([
  ['Latin-1', Buffer.from('p\xe4ss', 'latin1'), 'pw.txt is not UTF-8: byte 0xE4 at offset 1. Save it as UTF-8.'],
  ['a cut UTF-8 character', Buffer.from([0x61, 0xc3]), 'pw.txt is not UTF-8: byte 0xC3 at offset 1. Save it as UTF-8.'],
  [
    'a wrong byte behind a mark',
    Buffer.from([0xef, 0xbb, 0xbf, 0x61, 0xff]),
    'pw.txt is not UTF-8: byte 0xFF at offset 4. Save it as UTF-8.',
  ],
  [
    'an encoded surrogate',
    Buffer.from([0xed, 0xa0, 0x80]),
    'pw.txt is not UTF-8: byte 0xED at offset 0. Save it as UTF-8.',
  ],
  ['two marks', Buffer.from('\uFEFF\uFEFFpass'), /^pw\.txt begins with two byte order marks\./],
  ['UTF-16 without a mark', utf16('pass', 'LE', false), /^pw\.txt contains NUL characters/],
  ['UTF-16 of an odd length', utf16('pass', 'LE').subarray(0, 7), /^pw\.txt is UTF-16LE with half a character/],
  ['UTF-16 with a lone surrogate', utf16('a\uD800b', 'BE'), /^pw\.txt is UTF-16BE with half a character/],
  ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]), 'pw.txt is UTF-32. Save it as UTF-8.'],
])('%s is refused with the reason', (_name, bytes, problem) => {
  const expected: unknown = typeof problem === 'string' ? problem : expect.stringMatching(problem);
  const decoded = decodeFile(bytes);
  expect('problem' in decoded && decoded.problem('pw.txt')).toEqual(expected);
});

test('two files decode to the same text only if they differ in encoding or mark', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
      const decoded = decodeFile(bytes);
      if ('problem' in decoded) return;
      const { text } = decoded;
      const forms = [Buffer.from(text), Buffer.from(`\uFEFF${text}`), utf16(text, 'LE'), utf16(text, 'BE')];
      expect(forms.some((form) => form.equals(bytes))).toBe(true);
    }),
  );
});
