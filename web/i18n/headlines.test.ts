import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readTables, SOURCE_TAG } from '#scripts/words/read-words.ts';

const folder = `${import.meta.dirname}/en`;
const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));

/** Every text whose key ends in "title", with its path. */
function titles(messages: object, path: string): readonly (readonly [string, string])[] {
  return Object.entries(messages).flatMap(([key, value]: readonly [string, unknown]) => {
    const at = `${path}.${key}`;
    if (typeof value === 'string') return /(^t|T)itle$/.test(key) ? [[at, value] as const] : [];
    return typeof value === 'object' && value !== null ? titles(value, at) : [];
  });
}

const found = [
  ...titles(await readTables(SOURCE_TAG), 'words'),
  ...(await Promise.all(files.map(async (file) => titles((await import(`${folder}/${file}`)) as object, file)))).flat(),
];

test('headlines are found in the messages', () => {
  expect(found.length).toBeGreaterThan(60);
});

test('a headline has no full stop', () => {
  expect(found.filter(([, text]) => text.endsWith('.'))).toEqual([]);
});
