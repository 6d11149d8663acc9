import { expect, test } from 'vitest';
import { isWellFormed, toWellFormed } from './well-formed.ts';

test.each([
  '',
  'plain',
  'ä€\u{10FFFF}',
  '\uD83D\uDE00',
  '\uD83D',
  '\uDE00',
  '\uDE00\uD83D',
  'a\uD83D\uD83D\uDE00b',
  '\uD83D\uDE00\uDE00\n\uD83D',
  '\uFFFD\uFEFF\u0000',
])('%j is judged and repaired as today’s browsers do it', (text) => {
  expect(isWellFormed(text)).toBe(text.isWellFormed());
  expect(toWellFormed(text)).toBe(text.toWellFormed());
});
