import { expect, test } from 'vitest';
import { readLanguages, readTables } from '#scripts/words/read-words.ts';

/** Every text whose key ends in "title", with its path. */
function titles(messages: object, path: string): readonly (readonly [string, string])[] {
  return Object.entries(messages).flatMap(([key, value]: readonly [string, unknown]) => {
    const at = `${path}.${key}`;
    if (typeof value === 'string') return /(^t|T)itle$/.test(key) ? [[at, value] as const] : [];
    return typeof value === 'object' && value !== null ? titles(value, at) : [];
  });
}

const offered = (await readLanguages()).filter(({ draft }) => draft !== true);

test.for(offered)('headlines in $tag are found, and have no full stop', async ({ tag }) => {
  // In the terminal, a title is the option of that name.
  const pages = Object.entries(await readTables(tag)).filter(([name]) => !name.startsWith('terminal-'));
  const found = pages.flatMap(([name, table]) => titles(table, name));
  expect(found.length).toBeGreaterThan(60);
  expect(found.filter(([, text]) => /[.。．۔।]$/u.test(text))).toEqual([]);
});
