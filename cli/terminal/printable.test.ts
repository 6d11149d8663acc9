import { expect, test } from 'vitest';
import { printable, printableLine } from './printable.ts';

test.each([
  ['words, tabs and lines stay', 'a\tb\nc – ü 😀', 'a\tb\nc – ü 😀'],
  ['lines of Windows are lines', 'a\r\nb', 'a\nb'],
  ['a return that would write over the line is seen', 'safe\revil', 'safe\\x0devil'],
  ['colours, titles and bells are seen', '\u001b[31m\u001b]0;x\u0007', '\\x1b[31m\\x1b]0;x\\x07'],
  ['so is the other form of them', '\u009b31m\u0090', '\\x9b31m\\x90'],
  ['what turns the reading round is seen', '\u202egpj.exe\u2066', '\\u{202e}gpj.exe\\u{2066}'],
  ['NUL and DEL are seen', '\0\u007f', '\\x00\\x7f'],
])('%s', (_what, text, shown) => {
  expect(printable(text)).toBe(shown);
});

test('a title or a name is one line', () => {
  expect(printableLine('two\nlines\tand\u001bmore')).toBe('two lines and\\x1bmore');
});
