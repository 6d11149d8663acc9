import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sniffPicture } from './sniff-picture.ts';

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

test.each([
  ['image/png', '\x89PNG\r\n\x1a\n....'],
  ['image/jpeg', '\xff\xd8\xff\xe0....'],
  ['image/gif', 'GIF87a..'],
  ['image/gif', 'GIF89a..'],
  ['image/webp', 'RIFF....WEBPVP8 '],
  ['image/avif', '\0\0\0\x20ftypavif'],
  ['image/avif', '\0\0\0\x20ftypavis'],
])('%s', (type, start) => {
  expect(sniffPicture(bytes(start))).toBe(type);
});

test.each([
  ['a drawing', '<svg xmlns="http://www.w3.org/2000/svg">'],
  ['a page', '<!doctype html><script>'],
  ['a PDF', '%PDF-1.7'],
  ['a sound in the same box as WebP', 'RIFF....WAVEfmt '],
  ['a film in the same box as AVIF', '\0\0\0\x20ftypisom'],
  ['a picture behind something else', '<!--\x89PNG\r\n\x1a\n'],
  ['nothing', ''],
])('%s is not a picture', (_what, start) => {
  expect(sniffPicture(bytes(start))).toBeUndefined();
});

test('other bytes are not a picture, however short', () => {
  const safe = fc.uint8Array({ maxLength: 32 }).filter(([first]) => ![0x89, 0xff, 0x47, 0x52, 0].includes(first ?? 1));
  fc.assert(fc.property(safe, (start) => sniffPicture(start) === undefined || start[4] === 0x66));
});
