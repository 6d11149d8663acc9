import { expect, test } from 'vitest';
import { printable, printableLine } from './printable.ts';

test.each([
  ['words, tabs and lines are kept', 'a\tb\nc – ü 😀', 'a\tb\nc – ü 😀'],
  ['Windows line ends become line ends', 'a\r\nb', 'a\nb'],
  ['a carriage return that would overwrite the line is visible', 'safe\revil', 'safe\\x0devil'],
  ['colours, titles and bells are visible', '\u001b[31m\u001b]0;x\u0007', '\\x1b[31m\\x1b]0;x\\x07'],
  ['one-byte control sequences are visible', '\u009b31m\u0090', '\\x9b31m\\x90'],
  ['characters that reverse the text are visible', '\u202egpj.exe\u2066', '\\u{202e}gpj.exe\\u{2066}'],
  ['NUL and DEL are visible', '\0\u007f', '\\x00\\x7f'],
])('%s', (_what, text, shown) => {
  expect(printable(text)).toBe(shown);
});

test('a title or a name is printed on one line', () => {
  expect(printableLine('two\nlines\tand\u001bmore')).toBe('two lines and\\x1bmore');
});
