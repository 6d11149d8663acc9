import { expect, test } from 'vitest';
import { compileTable, compileText } from './compile.ts';
import { flatten, variants } from './flatten.ts';
import { pseudoLanguages, pseudoText, pseudoWords } from './pseudo.ts';
import { readTables, SOURCE_TAG } from './read-words.ts';

test('a pseudo-language has no Latin letter without an accent', () => {
  expect(pseudoText('Seal it, QR', 'en-XA')).toBe('Šééááļ ííţ, ǪŔ');
  expect(pseudoText('Seal it', 'en-XB')).toBe('קההאאל טטר');
});

test('values, choices and groups stay', () => {
  const table = { text: 'Go', group: { left: compileText('{n, plural, one {a {x}} other {# as}}', 'en') } };
  expect(pseudoWords(table, 'en-XA')).toEqual({
    text: 'Ĝóó',
    group: { left: [['n', { one: ['áá ', ['x']], other: [['n'], ' ááš'] }, 1]] },
  });
});

test('a pseudo-language is about a third longer than English', async () => {
  const tables = Object.values(await readTables(SOURCE_TAG));
  const compiled = tables.map((source) => compileTable(source, { tag: SOURCE_TAG, report: () => undefined }));
  const length = (table: (typeof compiled)[number]) =>
    [...flatten(table).values()].flatMap(variants).reduce((sum, text) => sum + [...text].length, 0);
  const english = compiled.reduce((sum, table) => sum + length(table), 0);
  for (const { tag } of pseudoLanguages) {
    const longer = compiled.reduce((sum, table) => sum + length(pseudoWords(table, tag)), 0) / english;
    expect(longer).toBeGreaterThan(1.28);
    expect(longer).toBeLessThan(1.42);
  }
});
