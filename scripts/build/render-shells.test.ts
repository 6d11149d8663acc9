import { expect, test } from 'vitest';
import { compileLanguage } from '#scripts/words/compile-language.ts';
import type { CompiledTables } from '#scripts/words/compile-language.ts';
import { isGroup } from '#client/words/message.ts';
import type { Table } from '#client/words/message.ts';
import { renderPageShells } from './render-shells.ts';

const HOSTILE = `</script><img src=x onerror=alert(1)>"'><!--wordmark--><!--support-->="<`;

/** The same messages with a text that would be markup at the end of each piece. */
const spoiled = (value: Table[string]): Table[string] => {
  if (typeof value === 'string') return value + HOSTILE;
  if (!isGroup(value)) return value.map((part) => (typeof part === 'string' ? part + HOSTILE : part));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, spoiled(inner)]));
};

/** The places for the server and the elements, without their attributes. */
const elementsOf = (html: string) => [...html.matchAll(/<[!/]?[\w-]+/g)].map(([element]) => element);

test('words full of markup add no element to what a page shows before its script runs', async () => {
  const english = await compileLanguage('en', ({ sentence }) => {
    throw new Error(sentence);
  });
  const render = await renderPageShells();
  const language = { lang: 'en', dir: 'ltr', languages: [] } as const;
  const hostile = spoiled(english) as CompiledTables;
  const [harmless, found] = [render(english, language), render(hostile, language)];
  expect(Object.keys(found).length).toBeGreaterThan(5);
  for (const [page, { html, title, description }] of Object.entries(found)) {
    expect([title, description], page).toEqual([expect.stringContaining(HOSTILE), expect.stringContaining(HOSTILE)]);
    expect(html, page).toContain('&lt;/script');
    expect(html, page).toMatch(/aria-label="[^"<]*&lt;\/script[^"<]*"/);
    expect(elementsOf(html), page).toEqual(elementsOf(harmless[page]?.html ?? ''));
  }
});
