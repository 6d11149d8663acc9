import { brotliCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { loadLanguage, offeredTags } from './load-language.ts';

/** A build that offers German and Arabic; the words of Japanese are there, but it is not offered. */
const files = new Map([
  ['.words/languages.json', Buffer.from(JSON.stringify([{ tag: 'en' }, { tag: 'de' }, { tag: 'ar' }]))],
  ...['de', 'ar', 'ja'].map((tag) => {
    const tables = { 'terminal-prompts': { open: `${tag}?` } };
    return [`.words/terminal/${tag}.json.br`, brotliCompressSync(Buffer.from(JSON.stringify(tables)))] as const;
  }),
]);
const built = { webFile: async (path: string) => files.get(path) };
const notBuilt = { webFile: async () => undefined };

test.each([
  ['de', 'de'],
  ['de-AT', 'de'],
  ['ar-EG', 'ar'],
])('%s loads the tables of %s', async (wanted, tag) => {
  const loaded = await loadLanguage(built, wanted);
  expect(loaded?.tag).toBe(tag);
  expect(loaded?.tables['terminal-prompts']).toEqual({ open: `${tag}?` });
});

test('English has no tables to load', async () => {
  expect(await loadLanguage(built, 'en-GB')).toMatchObject({ tag: 'en', tables: {} });
});

test('a language that is not offered is not loaded, even if its words are there', async () => {
  for (const wanted of ['ja', 'fr', '../../de', '', '-', 'x'.repeat(1000)])
    expect(await loadLanguage(built, wanted)).toBeUndefined();
});

test('a checkout without a build has English alone', async () => {
  expect(await offeredTags(notBuilt)).toEqual(['en']);
  expect(await loadLanguage(notBuilt, 'de')).toBeUndefined();
  expect(await offeredTags(built)).toEqual(['en', 'de', 'ar']);
});

test('wide letters take two columns, and marks above or below a letter none', async () => {
  const loaded = await loadLanguage(built, 'de');
  expect(loaded?.widthOf('日本語')).toBe(6);
  expect(loaded?.widthOf('مَرحَبا')).toBe(5);
  expect(loaded?.widthOf('Grüße')).toBe(5);
});
