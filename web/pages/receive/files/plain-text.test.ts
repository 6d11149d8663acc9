import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainText } from './plain-text.ts';

test('text comes back as it is; cut anywhere, as much of it as is whole', () => {
  const text = fc.string({ unit: 'grapheme' }).filter((s) => !s.includes('\0') && !s.startsWith('\uFEFF'));
  fc.assert(
    fc.property(text, fc.nat(), (written, at) => {
      const bytes = new TextEncoder().encode(written);
      expect(plainText(bytes, false)).toBe(written);
      const cut = plainText(bytes.subarray(0, at % (bytes.length + 1)), true);
      expect(written.startsWith(cut ?? '?') || cut === '').toBe(true);
    }),
  );
});

test.each([
  ['a NUL', [65, 0]],
  ['Latin-1', [0xfc]],
  ['a lone surrogate', [0xed, 0xa0, 0x80]],
  ['an overlong slash', [0xc0, 0xaf]],
])('with %s it is no text', (_what, bytes) => {
  expect(plainText(Uint8Array.from([65, ...bytes, 66]), false)).toBeUndefined();
});
