import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assetsOnDisk } from '#server/platform/assets.ts';
import { parseConfig } from '#server/config/parse-config.ts';
import { META_CSP } from '#server/http/security-headers.ts';
import { openTestApp } from '#server/testing/test-app.ts';
import type { TestApp } from '#server/testing/test-app.ts';
import { testEnglish, wordsOfBuild } from '#server/testing/test-words.ts';
import { openSite } from './open-site.ts';
import type { Site } from './open-site.ts';
import { notFoundPage, pages } from './page.ts';

const template = `<!doctype html>
<html lang="en" dir="ltr">
  <head>
    <meta charset="utf-8">
    <!--head-->
    <!--brand-->
    <!--scripts-->
  </head>
  <body>
    <template id="own-wordmark"><!--wordmark--></template>
    <template id="own-links"><!--links--></template>
    <div id="app"><!--shell--></div>
  </body>
</html>
`;
/** As the build writes them: texts are escaped in the HTML only. */
const shells: Record<string, { title: string; description: string; html: string }> = {
  'web/pages/receive/main.tsx': {
    title: 'A secret for you',
    description: 'Someone sent you a "secret". Open it <here>.',
    html: '<a href="%BASE_PATH%" aria-label="%BRAND_NAME%: write"><!--wordmark--></a><main>Looking…</main><!--links-->',
  },
};
const script = 'console.log("a page");\n'.repeat(50);
const publicUrl = 'https://example.org/a/b/';
const folder = mkdtempSync(join(tmpdir(), 'sotto-site-'));
const built = (webFolder: string) => assetsOnDisk(webFolder).webFiles();
let app: TestApp;

function write(name: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), content);
}

beforeAll(async () => {
  const entries = [...pages, notFoundPage].map(({ entry }) => {
    const file = `assets/${entry.replaceAll('/', '-')}.js`;
    write(file, script + entry);
    return [entry, { file, imports: ['_shared.js'], css: ['assets/page.css'] }] as const;
  });
  const manifest = {
    ...Object.fromEntries(entries),
    'web/app/boot.ts': { file: 'assets/boot.js' },
    '_shared.js': { file: 'assets/shared.js', imports: ['_deep.js'], css: ['assets/shared.css'] },
    '_deep.js': { file: 'assets/deep.js', imports: ['_shared.js'] },
  };
  for (const name of ['boot.js', 'shared.js', 'deep.js', 'page.css', 'shared.css'])
    write(`assets/${name}`, `/* ${name} */`);
  write('assets/font.woff2', new Uint8Array(100));
  write('assets/shared.js.br', 'from the build');
  write('robots.txt', 'User-agent: *');
  write('save-worker.js', '/* a service worker */');
  write('.vite/manifest.json', JSON.stringify(manifest));
  write('index.html', template);
  for (const [name, bytes] of wordsOfBuild([{ ...testEnglish, shells }])) write(name, bytes);
  const site = await openSite(await built(folder), parseConfig({ SOTTO_PUBLIC_URL: publicUrl }));
  app = await openTestApp({ env: { SOTTO_PUBLIC_URL: publicUrl }, site });
});

afterAll(async () => {
  await app[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

/** The page at this pattern, in English. */
function shellOf(site: Site | undefined, pattern: string | undefined): string {
  const page = site?.pages.find(({ path }) => path === pattern);
  if (site === undefined || page === undefined) throw new Error('There is no such page.');
  return Buffer.from(site.shell(page, site.languageFor('en')).plain).toString('utf8');
}

const get = (path: string, headers: Record<string, string> = {}) => app.ask('GET', `/a/b${path}`, { headers });
const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

test('without a build there is no site', async () => {
  expect(await openSite(await built(join(folder, 'nowhere')), parseConfig({}))).toBeUndefined();
});

test('a template without its placeholders, or a build without words, a page or a file, fails at start', async () => {
  write('broken/index.html', '<html></html>');
  write('broken/.vite/manifest.json', '{}');
  const open = async () => openSite(await built(join(folder, 'broken')), parseConfig({}));
  await expect(open()).rejects.toThrow('The page template needs one <!--head-->.');
  const unbranded = Buffer.from(template.replace('<!--brand-->', ''));
  const files = new Map([...(await built(folder)), ['index.html', unbranded]]);
  await expect(openSite(files, parseConfig({}))).rejects.toThrow('The page template needs one <!--brand-->.');
  const incomplete = new Map([...(await built(folder))].filter(([name]) => name !== 'assets/deep.js'));
  await expect(openSite(incomplete, parseConfig({}))).rejects.toThrow('The build has no file assets/deep.js.');
  write('broken/index.html', template);
  await expect(open()).rejects.toThrow('The build has no words.');
  for (const [name, bytes] of wordsOfBuild()) write(`broken/${name}`, bytes);
  await expect(open()).rejects.toThrow(/^The build has no web\/.+\.tsx?\.$/);
  rmSync(join(folder, 'broken'), { recursive: true });
});

test('a shell puts the policy first and names everything it loads with its hash, below the base path', async () => {
  const html = await (await get('/')).text();
  const integrity = (bytes: string) => `sha384-${createHash('sha384').update(bytes).digest('base64')}`;
  const head = [
    `<meta http-equiv="Content-Security-Policy" content="${META_CSP}">`,
    '<meta name="base-path" content="/a/b/">',
    `<link rel="stylesheet" href="/a/b/assets/shared.css" integrity="${integrity('/* shared.css */')}" crossorigin>`,
    `<link rel="stylesheet" href="/a/b/assets/page.css" integrity="${integrity('/* page.css */')}" crossorigin>`,
    '<link rel="modulepreload" href="/a/b/assets/web-pages-compose-main.tsx.js"',
    `<link rel="modulepreload" href="/a/b/assets/shared.js" integrity="${integrity('/* shared.js */')}" crossorigin>`,
    `<link rel="modulepreload" href="/a/b/assets/deep.js" integrity="${integrity('/* deep.js */')}" crossorigin>`,
    '<link rel="icon" type="image/svg+xml" href="/a/b/favicon.svg">',
    `<script src="/a/b/assets/boot.js" integrity="${integrity('/* boot.js */')}" crossorigin></script>`,
    '<script type="module" src="/a/b/assets/web-pages-compose-main.tsx.js"',
  ];
  const places = head.map((line) => html.indexOf(line));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|<script>/);
  expect(html).not.toContain('frame-ancestors');
});

test('a shell has what its page shows before the script runs, with the operator’s name, links and path', async () => {
  const env = {
    SOTTO_PUBLIC_URL: publicUrl,
    SOTTO_BRAND_NAME: 'A & %BRAND_NAME%',
    SOTTO_FOOTER_LINKS: 'Us=https://a.example/',
  };
  const site = await openSite(await built(folder), parseConfig(env));
  const html = shellOf(site, '/s/:id');
  const wordmark = '<span dir="auto" translate="no">A &amp; %BRAND_NAME%</span>';
  const link = '<a href="https://a.example/" rel="noreferrer noopener">Us</a>';
  expect(html).toContain(
    `<div id="app"><a href="/a/b/" aria-label="A &amp; %BRAND_NAME%: write">${wordmark}</a><main>Looking…</main>${link}</div>`,
  );
  expect(html).toContain(`<template id="own-wordmark">${wordmark}</template>`);
  expect(html).not.toContain('<!--');
});

test('the preview of a link names no secret, and is the same for every id', async () => {
  const html = await (await get('/s/5QvWYFKBqzVxoTuLPy4bKX')).text();
  for (const line of [
    '<meta name="description" content="Someone sent you a &quot;secret&quot;. Open it &lt;here>.">',
    '<meta property="og:title" content="A secret for you">',
    '<meta property="og:description" content="Someone sent you a &quot;secret&quot;. Open it &lt;here>.">',
    '<meta property="og:type" content="website">',
    '<meta property="og:site_name" content="Sotto">',
    '<meta name="twitter:card" content="summary">',
  ])
    expect(html).toContain(line);
  expect(html).not.toMatch(/5QvWYFKBqzVxoTuLPy4bKX|og:image|og:url/);
});

test('a shell says if requests are off, so that no page offers them', async () => {
  const shellFor = async (env: Record<string, string>) => {
    const site = await openSite(await built(folder), parseConfig(env));
    return shellOf(site, '/');
  };
  expect(await shellFor({})).not.toContain('name="requests"');
  expect(await shellFor({ SOTTO_SECRET_REQUESTS: 'false' })).toContain('<meta name="requests" content="off">');
});

test('a shell says if a sign-in guards the API, because the API then cannot', async () => {
  const shellsOf = async (env: Record<string, string>) => {
    const site = await openSite(await built(folder), parseConfig(env));
    return site?.pages.map(({ path }) => shellOf(site, path)) ?? [];
  };
  const meta = '<meta name="sign-in" content="on">';
  expect((await shellsOf({})).filter((shell) => shell.includes('name="sign-in"'))).toEqual([]);
  expect((await shellsOf({ SOTTO_BEHIND_SIGN_IN: 'true' })).every((shell) => shell.includes(meta))).toBe(true);
});

test('the pages for signing in exist only where members can sign in', async () => {
  const pathsOf = async (env: Record<string, string>) =>
    (await openSite(await built(folder), parseConfig(env)))?.pages.map(({ path }) => path);
  const signIn = { SOTTO_OIDC_ISSUER: 'https://id.example.org', SOTTO_OIDC_CLIENT_ID: 'sotto' };
  expect(await pathsOf(signIn)).toEqual(expect.arrayContaining(['/sign-in', '/signed-in']));
  expect((await pathsOf({}))?.filter((path) => path?.startsWith('/sign'))).toEqual([]);
  for (const path of ['/sign-in', '/signed-in?code=c&state=s'])
    expect((await get(path, { accept: 'text/html' })).status).toBe(404);
});

test('a shell is the same for every id and looks nothing up', async () => {
  const one = await get('/s/5QvWYFKBqzVxoTuLPy4bKX');
  const other = await get('/s/2YAcykpLaUrHMNEJKD1iNa?x=1');
  expect(await other.text()).toBe(await one.text());
  expect([...other.headers]).toEqual([...one.headers]);
});

test.each(['/s/5QvWYFKBqzVxoTuLPy4bKX%23key', '/s/5QvWYFKBqzVxoTuLPy4bKX/', '/S/5QvWYFKBqzVxoTuLPy4bKX', '/m/no%20id'])(
  'a path without a valid id gets the page that explains it: %s',
  async (path) => {
    const page = await get(path, { accept: 'text/html' });
    expect(page.status).toBe(404);
    expect(await page.text()).toBe(await (await get('/nothing', { accept: 'text/html' })).text());
  },
);

test('pages carry the strict headers', async () => {
  const { headers } = await get('/m/5QvWYFKBqzVxoTuLPy4bKX');
  expect(Object.fromEntries(headers)).toMatchObject({
    'cache-control': 'private, no-cache, no-transform',
    'content-security-policy': `${META_CSP}; frame-ancestors 'none'`,
    'content-type': 'text/html; charset=utf-8',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'origin-agent-cluster': '?1',
    'referrer-policy': 'no-referrer',
    'strict-transport-security': 'max-age=63072000',
    'x-content-type-options': 'nosniff',
    'x-robots-tag': 'noindex',
  });
  expect(headers.get('permissions-policy')).toContain('camera=()');
  expect(META_CSP).toContain("default-src 'self'; script-src 'self'; style-src 'self';");
  expect(META_CSP).toContain("object-src 'none'; media-src 'none';");
  // WebKit complains about it on every page.
  expect(META_CSP).not.toContain('manifest-src');
  expect(META_CSP).toContain("frame-src 'self';");
  expect(META_CSP).toMatch(/require-trusted-types-for 'script'; trusted-types solid-tmpl app-worker$/);
});

test('search engines may list only the pages that are for everyone', async () => {
  const robots = async (path: string) => (await get(path)).headers.get('x-robots-tag');
  expect([await robots('/'), await robots('/security'), await robots('/how-it-works')]).toEqual([null, null, null]);
  expect([await robots('/s/a'), await robots('/m/a'), await robots('/shares')]).toEqual([
    'noindex',
    'noindex',
    'noindex',
  ]);
});

test('a shell that the browser has cached is not sent again', async () => {
  const first = await get('/');
  const etag = first.headers.get('etag') ?? '';
  for (const condition of [etag, `"x", ${etag}`, etag.slice(2), '*']) {
    const again = await get('/', { 'if-none-match': condition });
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
    expect(again.headers.get('content-security-policy')).toBe(first.headers.get('content-security-policy'));
  }
  expect((await get('/', { 'if-none-match': '"x"' })).status).toBe(200);
});

test('everything is sent in an encoding that the client accepts', async () => {
  for (const path of ['/', '/assets/web-pages-compose-main.tsx.js']) {
    const plain = await get(path);
    expect(plain.headers.get('content-encoding')).toBeNull();
    const bytes = await bytesOf(plain);
    const brotli = await get(path, { 'accept-encoding': 'gzip, deflate, br' });
    expect(brotli.headers.get('content-encoding')).toBe('br');
    expect(brotliDecompressSync(await bytesOf(brotli))).toEqual(bytes);
    const gzip = await get(path, { 'accept-encoding': 'gzip' });
    expect(gzip.headers.get('content-encoding')).toBe('gzip');
    expect(gunzipSync(await bytesOf(gzip))).toEqual(bytes);
    const vary = path === '/' ? 'Accept-Encoding, Accept-Language' : 'Accept-Encoding';
    for (const response of [plain, brotli, gzip]) expect(response.headers.get('vary')).toBe(vary);
  }
});

test('files that the build compressed are sent as they are, and a font is not compressed', async () => {
  const shared = await get('/assets/shared.js', { 'accept-encoding': 'br' });
  expect([shared.headers.get('content-encoding'), await shared.text()]).toEqual(['br', 'from the build']);
  const font = await get('/assets/font.woff2', { 'accept-encoding': 'br' });
  expect([font.headers.get('content-encoding'), font.headers.get('content-type'), font.headers.get('vary')]).toEqual([
    null,
    'font/woff2',
    null,
  ]);
});

test('files with content-based names are cached forever, others for an hour', async () => {
  const caching = async (path: string) => (await get(path)).headers.get('cache-control');
  expect(await caching('/assets/boot.js')).toBe('public, max-age=31536000, immutable, no-transform');
  expect(await caching('/robots.txt')).toBe('public, max-age=3600, no-transform');
});

test('a service worker has a fixed address, so it is revalidated each time, under the same policy as a page', async () => {
  const { headers } = await get('/save-worker.js');
  expect(Object.fromEntries(headers)).toMatchObject({
    'cache-control': 'public, no-cache, no-transform',
    'content-security-policy': `${META_CSP}; frame-ancestors 'none'`,
    'content-type': 'text/javascript; charset=utf-8',
    'cross-origin-embedder-policy': 'require-corp',
    'x-content-type-options': 'nosniff',
  });
});

test('an unknown path is a real 404: a page for people, a problem document for programs and the API', async () => {
  const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
  for (const path of [
    '/nowhere',
    '/s/a/b',
    '/s/',
    '/index.html',
    '/.vite/manifest.json',
    '/assets/',
    '/assets/boot.js.map',
    '/r/abc/d',
    '/ask/',
  ]) {
    const page = await get(path, html);
    expect([page.status, page.headers.get('content-type')], path).toEqual([404, 'text/html; charset=utf-8']);
    expect(await page.text()).toContain('web-pages-not-found-main.tsx.js');
    const problem = await get(path);
    expect([problem.status, problem.headers.get('content-type')], path).toEqual([404, 'application/problem+json']);
  }
  for (const path of ['/api/', '/api/nothing', '/api/shares']) {
    expect((await get(path, html)).headers.get('content-type'), path).toBe('application/problem+json');
  }
});

test('a page supports only GET and HEAD', async () => {
  const head = await app.ask('HEAD', '/a/b/');
  expect([head.status, await head.text()]).toEqual([200, '']);
  const post = await app.ask('POST', '/a/b/');
  expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
});
