import { beforeEach, expect, test, vi } from 'vitest';
import { checkLanguages, isFatal } from './check-all.ts';
import { faultLine, faultLines, INCOMPLETE_WORDS } from './fault.ts';
import type { Fault } from './fault.ts';
import { describe } from './new-language.ts';
import { parseJson } from './read-words.ts';

const fault = (kind: Fault['kind']): Fault => ({ file: 'words/de/compose.json', key: 'title', sentence: 'No.', kind });
const kinds = ['missing', 'broken', 'poor'] as const;
const fatal = (language: { draft?: boolean }) => kinds.filter((kind) => isFatal(fault(kind), language));

beforeEach(() => vi.stubEnv(INCOMPLETE_WORDS, ''));

test('any fault fails a language that is offered', () => {
  expect(fatal({})).toEqual(['missing', 'broken', 'poor']);
});

test('while someone works, a missing text does not fail', () => {
  vi.stubEnv(INCOMPLETE_WORDS, 'allowed');
  expect(fatal({})).toEqual(['broken', 'poor']);
});

test('a draft fails only if it cannot be compiled', () => {
  expect(fatal({ draft: true })).toEqual(['broken']);
});

test('a fault names its file and its key', () => {
  expect(faultLine(fault('poor'))).toBe('words/de/compose.json, title: No.');
});

test('many texts that a file lacks are one line', () => {
  const lacks = (count: number) =>
    Array.from({ length: count }, (_, index): Fault => ({ ...fault('missing'), key: `k${index}` }));
  expect(faultLines([fault('poor'), ...lacks(6)])).toEqual([
    'words/de/compose.json, title: No.',
    'words/de/compose.json: 6 texts are missing: k0, k1, k2, k3, k4 …',
  ]);
  expect(faultLines(lacks(5))).toHaveLength(5);
});

test('a file may begin with a byte order mark, as some editors write it', () => {
  expect(parseJson('\ufeff{"title":"Titel"}', 'words/de/compose.json')).toEqual({ title: 'Titel' });
});

test('every language in the repository is what it should be', async () => {
  const languages = await checkLanguages();
  const found = languages.flatMap((one) => one.faults.filter((each) => isFatal(each, one)).map(faultLine));
  expect(found).toEqual([]);
});

test('a language that is not listed cannot be checked', async () => {
  await expect(checkLanguages(['xx'])).rejects.toThrow('words/languages.json has no xx.');
});

test.each([
  ['fr', 'Français', 'ltr'],
  ['fa', 'فارسی', 'rtl'],
  ['pt-br', 'Português (Brasil)', 'ltr'],
  ['zh-hant', '繁體中文', 'ltr'],
])('a new language %s is called %s', (tag, name, dir) => {
  expect(describe(tag)).toMatchObject({ name, dir, reviewedBy: null, draft: true });
});

test.each(['', 'x', 'german', 'de_DE', '../../etc'])('%s is not the tag of a language', (tag) => {
  expect(() => describe(tag)).toThrow('is not the tag of a language');
});
