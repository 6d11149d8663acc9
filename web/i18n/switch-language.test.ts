import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createEffect, createRoot } from 'solid-js';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { followStoredLanguage, switchLanguage } from './switch-language.ts';
import { missingWords, setWords, table, words } from './words.ts';
import type { Tables } from '#client/words/message.ts';

/** Files that the server has, by their paths. */
const files = new Map<string, Tables>();
/** Paths whose replies wait, until the test sends them. */
const held = new Map<string, (() => void) | undefined>();

const send = (response: ServerResponse, path: string) => {
  const file = files.get(path);
  response.writeHead(file === undefined ? 404 : 200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(file ?? {}));
};

let server: Server;
beforeAll(async () => {
  server = createServer((request, response) => {
    const path = request.url ?? '';
    if (held.has(path)) held.set(path, () => send(response, path));
    else send(response, path);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => server.close());

const asked = (path: string) => vi.waitFor(() => expect(held.get(path)).toBeDefined());
const release = (path: string) => held.get(path)?.();

const english = words();
const stored = new Map<string, string>();
const storage = {
  getItem: (key: string) => stored.get(key) ?? null,
  setItem: (key: string, value: string) => stored.set(key, value),
};

beforeEach(() => {
  files.clear();
  held.clear();
  stored.clear();
  vi.stubGlobal('localStorage', storage);
  for (const [tag, word] of [
    ['en', 'Seal'],
    ['de', 'Versiegeln'],
    ['ar', 'ختم'],
  ] as const) {
    files.set(`/w/${tag}/page-x.json`, { layout: { seal: word } });
    files.set(`/w/${tag}/lazy.json`, { lazy: { seal: `${word}!` } });
  }
  const { port } = server.address() as AddressInfo;
  setWords({
    lang: 'en',
    dir: 'ltr',
    folder: `http://127.0.0.1:${port}/w/`,
    page: 'page-x',
    languages: [
      { tag: 'en', name: 'English', dir: 'ltr' },
      { tag: 'de', name: 'Deutsch', dir: 'ltr' },
      { tag: 'ar', name: 'العربية', dir: 'rtl' },
    ],
    tables: { layout: { seal: 'Seal' } },
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  setWords(english);
});

const switchTo = (tag: string) => {
  const language = words().languages.find((one) => one.tag === tag);
  if (language === undefined) throw new Error(`${tag} is not offered.`);
  return switchLanguage(language);
};
const seals = (name: string) => table(name) as { readonly seal: string };
const sealIn = (name: string) => seals(name).seal;

test('all tables in use change at once, with the direction, and the choice is stored', async () => {
  setWords((now) => ({ ...now, tables: { ...now.tables, lazy: { seal: 'Seal!' } } }));
  expect(await switchTo('ar')).toBe('changed');
  expect([words().lang, words().dir, sealIn('layout'), sealIn('lazy')]).toEqual(['ar', 'rtl', 'ختم', 'ختم!']);
  expect(stored.get('language')).toBe('ar');
});

test('if one table does not arrive, nothing changes, and the choice waits for the next page', async () => {
  setWords((now) => ({ ...now, tables: { ...now.tables, lazy: { seal: 'Seal!' } } }));
  files.delete('/w/de/lazy.json');
  expect(await switchTo('de')).toBe('later');
  expect([words().lang, sealIn('layout'), sealIn('lazy')]).toEqual(['en', 'Seal', 'Seal!']);
  expect(stored.get('language')).toBe('de');
});

test('a file that lacks a table of the page changes nothing', async () => {
  files.set('/w/de/page-x.json', {});
  expect(await switchTo('de')).toBe('later');
  expect(sealIn('layout')).toBe('Seal');
});

test('offline, the way back to the language that the page still has is open', async () => {
  setWords((now) => ({ ...now, tables: { ...now.tables, lazy: { seal: 'Seal!' } } }));
  files.clear();
  expect(await switchTo('de')).toBe('later');
  expect(await switchTo('en')).toBe('changed');
  expect([words().lang, sealIn('layout'), sealIn('lazy'), stored.get('language')]).toEqual([
    'en',
    'Seal',
    'Seal!',
    'en',
  ]);
});

test('a lazy module fails to load if JSON of a proxy replaces its words, and loads with the next try', async () => {
  files.set('/w/en/behind-proxy.json', { error: { title: 'Sign in' } });
  const behindProxy = seals('behind-proxy');
  await expect(missingWords()).rejects.toThrow();
  files.set('/w/en/behind-proxy.json', { 'behind-proxy': { seal: 'behind a proxy' } });
  await missingWords();
  expect(behindProxy.seal).toBe('behind a proxy');
});

test('where the browser refuses storage, the language changes on this page', async () => {
  const refuse = () => {
    throw new DOMException('refused', 'SecurityError');
  };
  vi.stubGlobal('localStorage', { getItem: refuse, setItem: refuse });
  expect(await switchTo('de')).toBe('changed-here');
  expect(sealIn('layout')).toBe('Versiegeln');
  files.clear();
  expect(await switchTo('ar')).toBe('failed');
  expect(sealIn('layout')).toBe('Versiegeln');
  await followStoredLanguage();
  expect(words().lang).toBe('de');
});

test('of two choices, the last one wins, even if the words of the first arrive later', async () => {
  held.set('/w/de/page-x.json', undefined);
  const first = switchTo('de');
  await asked('/w/de/page-x.json');
  expect(await switchTo('ar')).toBe('changed');
  release('/w/de/page-x.json');
  expect(await first).toBe('overtaken');
  expect([words().lang, sealIn('layout'), stored.get('language')]).toEqual(['ar', 'ختم', 'ar']);
});

test('a failure that was overtaken is not told', async () => {
  held.set('/w/de/page-x.json', undefined);
  files.delete('/w/de/page-x.json');
  const first = switchTo('de');
  await asked('/w/de/page-x.json');
  expect(await switchTo('en')).toBe('changed');
  release('/w/de/page-x.json');
  expect(await first).toBe('overtaken');
});

test('a lazy module that loads during a switch has the new language', async () => {
  held.set('/w/de/page-x.json', undefined);
  const switched = switchTo('de');
  await asked('/w/de/page-x.json');
  // Importing a generated module does this.
  const lazy = seals('lazy');
  await missingWords();
  expect(lazy.seal).toBe('Seal!');
  release('/w/de/page-x.json');
  expect(await switched).toBe('changed');
  expect([sealIn('layout'), lazy.seal]).toEqual(['Versiegeln', 'Versiegeln!']);
});

test('a lazy module whose words arrive after the switch has the new language', async () => {
  held.set('/w/en/late.json', undefined);
  files.set('/w/en/late.json', { late: { seal: 'late' } });
  files.set('/w/de/late.json', { late: { seal: 'spät' } });
  const late = seals('late');
  const loaded = missingWords();
  await asked('/w/en/late.json');
  expect(await switchTo('de')).toBe('changed');
  release('/w/en/late.json');
  await loaded;
  expect(late.seal).toBe('spät');
});

test('the words of a lazy module do not touch the texts that are shown, or the focus would move', async () => {
  let shown = 0;
  const dispose = createRoot((end) => {
    createEffect(() => {
      shown += sealIn('layout').length > 0 ? 1 : 0;
    });
    return end;
  });
  const lazy = seals('lazy');
  await missingWords();
  expect([lazy.seal, shown]).toEqual(['Seal!', 1]);
  await switchTo('de');
  expect([lazy.seal, shown]).toEqual(['Versiegeln!', 2]);
  dispose();
});

test('a lazy module can name a group before its words arrive, and cannot show a text of it', async () => {
  files.set('/w/en/deep.json', { deep: { file: { kept: { name: 'kept' } } } });
  const { file } = table('deep') as { readonly file: { readonly kept: { readonly name: string } } };
  expect(() => encodeURIComponent(file.kept.name)).toThrow('The words of deep are not loaded.');
  await missingWords();
  expect(file.kept.name).toBe('kept');
});

test('a page that the browser brings back follows the choice of a later page, and ignores an unknown one', async () => {
  stored.set('language', 'de');
  await followStoredLanguage();
  expect(words().lang).toBe('de');
  stored.set('language', '../../de');
  await followStoredLanguage();
  expect([words().lang, stored.get('language')]).toEqual(['de', '../../de']);
});
