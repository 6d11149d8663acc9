import { afterAll, expect, test } from 'vitest';
import { ConfigError, parseConfig } from '#server/config/parse-config.ts';
import { openTestApp, testClient } from '#server/testing/test-app.ts';
import type { TestApp } from '#server/testing/test-app.ts';
import { filesOfBuild, openTestSite } from '#server/testing/test-site.ts';
import { testEnglish, wordsOfBuild } from '#server/testing/test-words.ts';
import type { TestLanguage } from '#server/testing/test-words.ts';
import { languageFaults } from './offered-languages.ts';

const receive = 'web/pages/receive/main.tsx';
const shell = (title: string) => ({ title, description: `${title}.`, html: `<p>${title}</p>` });
const tooManyPages = [
  'Zu viele. ',
  ['seconds', { one: [['seconds'], ' Sekunde'], other: [['seconds'], ' Sekunden'] }, 1],
];
const languages: readonly TestLanguage[] = [
  { ...testEnglish, tables: { layout: { skip: 'Skip' } }, shells: { [receive]: shell('A secret for you') } },
  {
    ...{ tag: 'de', name: 'Deutsch', dir: 'ltr' },
    tables: { layout: { skip: 'Weiter' }, generator: { more: 'Mehr' } },
    shells: { [receive]: shell('Ein Geheimnis für Sie') },
    replies: { tooManyPages } as TestLanguage['replies'] & object,
  },
  { tag: 'ar', name: 'العربية', dir: 'rtl', tables: { layout: { skip: 'تخطَّ' } } },
  { tag: 'zh-Hant', name: '繁體中文', dir: 'ltr' },
];
const words = wordsOfBuild(languages);

const app: TestApp = await openTestApp();
afterAll(() => app[Symbol.asyncDispose]());

async function served(env: Record<string, string> = {}) {
  const config = parseConfig({ SOTTO_PUBLIC_URL: 'https://example.org/a/', SOTTO_PAGES_PER_MINUTE: '0', ...env });
  const ask = testClient({ ...app.deps, config }, { site: await openTestSite(config, words) });
  const get = (path: string, language?: string, headers: Record<string, string> = {}) =>
    ask('GET', `/a${path}`, {
      headers: { accept: 'text/html', ...(language !== undefined && { 'accept-language': language }), ...headers },
    });
  return { ask, get };
}

interface Block {
  readonly lang: string;
  readonly dir: string;
  readonly folder: string;
  readonly page: string;
  readonly languages: readonly { readonly tag: string }[];
  readonly tables: Readonly<Record<string, object>>;
}

const blockOf = (html: string) =>
  JSON.parse(/<script type="application\/json" id="words">(.*?)<\/script>/.exec(html)?.[1] ?? '') as Block;

test.each([
  ['de-CH, en;q=0.5', 'de', 'ltr'],
  ['ar-EG', 'ar', 'rtl'],
  ['zh-TW', 'zh-Hant', 'ltr'],
  ['zh, sw', 'en', 'ltr'],
  [undefined, 'en', 'ltr'],
])('every page answers Accept-Language %s in %s', async (header, tag, dir) => {
  const { get } = await served();
  for (const path of ['/', '/s/5QvWYFKBqzVxoTuLPy4bKX', '/s/no-id', '/nowhere', '/security']) {
    const reply = await get(path, header);
    const html = await reply.text();
    expect(html, path).toContain(`<html lang="${tag}" dir="${dir}">`);
    expect(blockOf(html), path).toMatchObject({ lang: tag, dir });
    const { headers } = reply;
    expect([headers.get('content-language'), headers.get('vary')]).toEqual([tag, 'Accept-Encoding, Accept-Language']);
  }
});

test('each language has its own tag for caches, and an unchanged page is not sent again', async () => {
  const { get, ask } = await served();
  const [english, german] = [await get('/', 'en'), await get('/', 'de')];
  const etag = german.headers.get('etag') ?? '';
  expect(etag).not.toBe(english.headers.get('etag'));
  const again = await get('/', 'de', { 'if-none-match': etag });
  expect([again.status, again.headers.get('content-language'), again.headers.get('vary')]).toEqual([
    304,
    'de',
    'Accept-Encoding, Accept-Language',
  ]);
  expect((await get('/', 'en', { 'if-none-match': etag })).status).toBe(200);
  const head = await ask('HEAD', '/a/', { headers: { 'accept-language': 'de' } });
  expect([head.status, head.headers.get('content-language'), head.headers.get('etag')]).toEqual([200, 'de', etag]);
  expect(await head.text()).toBe('');
});

test('a page shows its outline and preview in its language', async () => {
  const { get } = await served();
  const html = await (await get('/s/5QvWYFKBqzVxoTuLPy4bKX', 'de')).text();
  expect(html).toContain('<div id="app" data-languages="4"><p>Ein Geheimnis für Sie</p></div>');
  expect(html).toContain('<meta property="og:title" content="Ein Geheimnis für Sie">');
});

test.each([
  ['en', true],
  ['de', true],
  ['ar', false],
  ['zh-Hant', false],
])('in %s, the display font is loaded early: %s', async (tag, early) => {
  const { get } = await served();
  const html = await (await get('/', tag)).text();
  expect(html.includes('as="font"')).toBe(early);
  expect(html).toContain('<title>Sotto</title>');
});

test('files and problems do not depend on the language', async () => {
  const { get } = await served();
  for (const [path, accept] of [
    ['/assets/page.js', '*/*'],
    ['/nowhere', '*/*'],
    ['/api/config', '*/*'],
  ] as const) {
    const { headers } = await get(path, 'de', { accept });
    expect([headers.get('content-language'), headers.get('vary') ?? ''], path).toEqual([
      null,
      expect.not.stringContaining('Language'),
    ]);
  }
});

test('the words of a page and of a lazy module are files that never become stale', async () => {
  const { get } = await served();
  const { folder, page, tables } = blockOf(await (await get('/', 'ar')).text());
  expect(folder).toMatch(/^\/a\/words\/[\w-]{12}\/$/);
  expect(tables).toEqual({ layout: { skip: 'تخطَّ' }, own: { links: {} } });
  const read = async (name: string) => get(`${folder.slice('/a'.length)}${name}`);
  expect(await (await read(`ar/${page}.json`)).json()).toEqual(tables);
  const lazy = await read('de/generator.json');
  expect(await lazy.json()).toEqual({ generator: { more: 'Mehr' } });
  expect(Object.fromEntries(lazy.headers)).toMatchObject({
    'cache-control': 'public, max-age=31536000, immutable, no-transform',
    'content-type': 'application/json',
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    vary: 'Accept-Encoding',
  });
  const { 'set-cookie': cookie, 'content-language': language } = Object.fromEntries(lazy.headers);
  expect([cookie, language]).toEqual([undefined, undefined]);
});

test.each([
  'fr/layout.json',
  'en/nothing.json',
  'en/layout',
  'en/layout.txt',
  'en/.json',
  'en/__proto__.json',
  'en/constructor.json',
  'en/page-compose.json',
  '__proto__/layout.json',
  'en/server-replies.json',
  'en/..%2fde%2flayout.json',
])('words that do not exist are a problem document: %s', async (name) => {
  const { get } = await served();
  const { folder } = blockOf(await (await get('/')).text());
  for (const path of [`${folder.slice('/a'.length)}${name}`, `/words/AAAAAAAAAAAA/${name}`]) {
    const reply = await get(path);
    expect([reply.status, reply.headers.get('content-type')], path).toEqual([404, 'application/problem+json']);
  }
});

test('the operator chooses the offered languages and the default', async () => {
  const { get } = await served({ SOTTO_LANGUAGES: 'de,ar', SOTTO_LANGUAGE: 'ar' });
  const asked = async (header?: string) => (await get('/', header)).headers.get('content-language');
  expect([await asked('en'), await asked(), await asked('de-AT')]).toEqual(['ar', 'ar', 'de']);
  const { folder, languages: offered } = blockOf(await (await get('/')).text());
  expect(offered.map(({ tag }) => tag)).toEqual(['de', 'ar']);
  const german = await served({ SOTTO_LANGUAGES: 'de' });
  expect(await (await german.get('/')).text()).toContain('data-languages="1"');
  expect((await get(`${folder.slice('/a'.length)}en/layout.json`)).status).toBe(404);
});

test('a service does not start with a language that the build lacks', async () => {
  const open = async (env: Record<string, string>) =>
    openTestSite(parseConfig(env), words).catch((error: unknown) => error);
  const faultsOf = async (env: Record<string, string>) => {
    const thrown = await open(env);
    expect(thrown).toBeInstanceOf(ConfigError);
    return (thrown as ConfigError).faults;
  };
  const has = 'but this version has en, de, ar, zh-Hant.';
  expect(await faultsOf({ SOTTO_LANGUAGE: 'fr' })).toEqual([`SOTTO_LANGUAGE names fr, ${has}`]);
  expect(await faultsOf({ SOTTO_LANGUAGE: 'de-CH' })).toEqual([`SOTTO_LANGUAGE names de-CH, ${has} Did you mean de?`]);
  expect(await faultsOf({ SOTTO_LANGUAGES: 'zh-tw,en,dee' })).toEqual([
    `SOTTO_LANGUAGES names zh-TW, ${has} Did you mean zh-Hant?`,
    `SOTTO_LANGUAGES names dee, ${has} Did you mean de?`,
  ]);
  expect(languageFaults(filesOfBuild(new Map()), parseConfig({ SOTTO_LANGUAGE: 'fr' }).languages)).toEqual([]);
});

test('footer links have the labels of the page’s language, also after it changes', async () => {
  const { get } = await served({
    SOTTO_FOOTER_LINKS: 'Imprint|de:Impressum|zh-TW:版權=https://example.org/i, Rules|fr:Règles=https://example.org/r',
  });
  for (const [tag, labels] of Object.entries({ en: 'Imprint Rules', de: 'Impressum Rules', 'zh-Hant': '版權 Rules' })) {
    const html = await (await get('/', tag)).text();
    const links = [...html.matchAll(/<a href="https:\/\/example\.org\/." [^>]*>([^<]*)<\/a>/g)].map(
      ([, label]) => label,
    );
    expect(links.join(' '), tag).toBe(labels);
    expect(html).toContain(`{&quot;label&quot;:&quot;${labels.split(' ')[0]}&quot;`);
    const { folder, page } = blockOf(html);
    const file = (await (await get(`${folder.slice('/a'.length)}${tag}/${page}.json`)).json()) as Block['tables'];
    expect(file['own']).toEqual({ links: { 0: labels.split(' ')[0], 1: 'Rules' } });
  }
});

test('other links of the operator change the address of pages’ words, but not of lazy modules’', async () => {
  const block = async (env: Record<string, string>) => blockOf(await (await (await served(env)).get('/')).text());
  const one = await block({});
  const others = [
    { SOTTO_FOOTER_LINKS: 'Imprint=https://example.org' },
    { SOTTO_SUPPORT_CONTACT: 'mailto:a@b.example' },
  ];
  for (const other of await Promise.all(others.map(block))) {
    expect(other.folder).toBe(one.folder);
    expect(other.page).not.toBe(one.page);
  }
});

test('a build whose pages have other tables gives their words another address, even if no word has changed', async () => {
  const site = async (tables: readonly string[]) => {
    const manifest = filesOfBuild()
      .get('.vite/manifest.json')
      ?.toString('utf8')
      .replaceAll('["layout"]', JSON.stringify(tables));
    const files = new Map([...words, ['.vite/manifest.json', Buffer.from(manifest ?? '')]]);
    const page = await openTestSite(parseConfig({ SOTTO_PUBLIC_URL: 'https://example.org/' }), files);
    const [first] = page.pages;
    if (first === undefined) throw new Error('There is no page.');
    return blockOf(Buffer.from(page.shell(first, page.languageFor('de')).plain).toString('utf8'));
  };
  const [one, other] = [await site(['layout']), await site(['layout', 'generator'])];
  expect(Object.keys(other.tables)).toContain('generator');
  expect(other.page).not.toBe(one.page);
});

test('a person who loads too many pages is told in their language', async () => {
  const { get } = await served({ SOTTO_PAGES_PER_MINUTE: '1' });
  await get('/');
  const told = await get('/', 'de-CH');
  expect(told.status).toBe(429);
  expect(await told.text()).toBe(`Zu viele. ${told.headers.get('retry-after')} Sekunden\n`);
  expect([told.headers.get('content-language'), told.headers.get('vary')]).toEqual(['de', 'Accept-Language']);
});
