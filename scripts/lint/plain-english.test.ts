import { expect, test } from 'vitest';
import { findSigns } from './plain-english.ts';

const signsIn = (file: string, text: string) => findSigns(file, text).map(({ line, sign }) => [line, sign]);

test.each([
  ['/** Of a share that ended. */', 'a sentence that begins with "Of"'],
  ["const help = 'Of no use.';", 'a sentence that begins with "Of"'],
  ['// It ends. Of all leases, the last counts.', 'a sentence that begins with "Of"'],
  ['/** Whoever asks. */', '"whoever"'],
  ['/** An id that never was. */', '"that never was"'],
  ['/** What is malformed is refused. */', 'a sentence that begins with "What"'],
])('%s has %s', (text, sign) => {
  expect(signsIn('server/a.ts', text)).toContainEqual([1, sign]);
});

test.each([
  '/** Removes a share. Of course, twice does nothing. */',
  "const question = 'What do you want to share?';",
  'const of = list.filter((Of) => Of);',
])('%s is fine', (text) => {
  expect(signsIn('server/a.ts', text)).toEqual([]);
});

test('a long line of Markdown is found with its number; tables, code and single words are free', () => {
  const long = 'word '.repeat(40);
  const text = ['# Title', long, `| ${long} |`, '```', long, '```', `<https://example.org/${'a'.repeat(150)}>`].join(
    '\n',
  );
  expect(signsIn('a.md', text)).toEqual([[2, 'a line of more than 140 characters']]);
  expect(signsIn('a.ts', long)).toEqual([]);
});

test('a code block that was wrapped like prose is found', () => {
  expect(signsIn('a.md', ['```text', '{"a":', '1} ```'].join('\n'))).toEqual([[3, 'a code fence behind other text']]);
  expect(signsIn('a.md', ['```text', '{"a": 1}', '```'].join('\n'))).toEqual([]);
});
