import { brotliCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { pageWordsBytes, tablesOf } from './page-words.ts';

const tables = tablesOf(
  brotliCompressSync(JSON.stringify({ tables: { one: { text: 'One' }, two: { text: 'Two' } }, shells: {} })),
);

test('only the page’s own tables count', async () => {
  const both = await pageWordsBytes(tables, ['one', 'two']);
  expect(await pageWordsBytes(tables, ['one'])).toBeLessThan(both);
  expect(both).toBe(brotliCompressSync(JSON.stringify({ one: { text: 'One' }, two: { text: 'Two' } })).length);
});

test('a table that the language lacks is an error', async () => {
  await expect(pageWordsBytes(tables, ['gone'])).rejects.toThrow('gone');
});
