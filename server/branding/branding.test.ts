import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ConfigError, parseConfig } from '#server/config/parse-config.ts';
import { openSite } from '#server/http/site/open-site.ts';
import { notFoundPage, pages } from '#server/http/site/page.ts';
import { testClient, openTestApp } from '#server/testing/test-app.ts';
import type { TestApp } from '#server/testing/test-app.ts';
import { wordsOfBuild } from '#server/testing/test-words.ts';

const template = `<head>
  <!--head-->
  <!--brand-->
  <!--scripts-->
</head>
<template id="own-wordmark"><!--wordmark--></template>
<template id="own-links"><!--links--><!--support--><a href="%SUPPORT_CONTACT%">Support</a><!--/support--></template>
<noscript><!--support--><p><a href="%SUPPORT_CONTACT%">Ask</a></p><!--/support--></noscript>`;
const entries = [...pages.map(({ entry }) => entry), notFoundPage.entry, 'web/app/boot.ts'];
const manifest = Object.fromEntries(entries.map((entry) => [entry, { file: 'page.js' }]));
const webFiles = new Map<string, Buffer<ArrayBuffer>>([
  ['index.html', Buffer.from(template)],
  ['.vite/manifest.json', Buffer.from(JSON.stringify(manifest))],
  ['page.js', Buffer.from('a page')],
  ['apple-touch-icon.png', Buffer.from('a png')],
  [
    'favicon.svg',
    Buffer.from('<svg><style>path{fill:#b3331d}circle{stroke:#fffefb}@media x{path{fill:#e8654b}}</style></svg>'),
  ],
  ...wordsOfBuild(),
]);

const folder = mkdtempSync(join(tmpdir(), 'sotto-brand-'));
const logo = join(folder, 'logo');
writeFileSync(logo, '<svg xmlns="http://www.w3.org/2000/svg"/>');
const icon = join(folder, 'icon');
writeFileSync(icon, pngHeader(180));

/** As much of a PNG as states its size. */
function pngHeader(pixels: number): Buffer {
  const header = Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0\0\0\0\0', 'latin1');
  header.writeUInt32BE(pixels, 16);
  header.writeUInt32BE(pixels, 20);
  return header;
}

const app: TestApp = await openTestApp();
afterAll(async () => {
  await app[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

async function branded(env: Record<string, string>) {
  const config = parseConfig({ SOTTO_PUBLIC_URL: 'https://example.org/a/', ...env });
  const ask = testClient({ ...app.deps, config }, { site: await openSite(webFiles, config) });
  const get = (path: string, headers: Record<string, string> = {}) => ask('GET', path, { headers });
  return { get, html: async (path: string) => (await get(path, { accept: 'text/html' })).text() };
}

const linked = (html: string, rel: string) =>
  new RegExp(`<link rel="${rel}"[^>]* href="([^"]*)"`).exec(html)?.[1] ?? '';

test('without branding the pages contain none', async () => {
  const { get, html } = await branded({});
  const shell = await html('/a/');
  expect(shell).toContain('<title>Sotto</title>');
  expect(shell).toContain('<span data-dotted dir="ltr" translate="no">sotto</span>');
  expect(shell).toContain('<link rel="icon" type="image/svg+xml" href="/a/favicon.svg">');
  expect(shell).not.toMatch(/stylesheet|Support|Ask|<!--support|SUPPORT_CONTACT/);
  for (const path of ['/a/brand/logo.svg', '/a/brand/favicon.svg', '/a/brand/colours.css'])
    expect((await get(path)).status, path).toBe(404);
});

test('the name is in every shell’s title, wordmark and brand message, and no shell says Sotto', async () => {
  const { html } = await branded({ SOTTO_BRAND_NAME: '<b>&"$&Tresor', SOTTO_BRAND_PAGE: 'true' });
  for (const path of ['', 's/abc', 'ask', 'r/abc', 'm/abc', 'shares', 'how-it-works', 'security', 'brand', 'nowhere']) {
    const shell = await html(`/a/${path}`);
    expect(shell, path).toContain('<title>&lt;b>&amp;&quot;$&amp;Tresor</title>');
    expect(shell, path).toContain('<span dir="auto" translate="no">&lt;b>&amp;&quot;$&amp;Tresor</span>');
    expect(shell, path).toContain(
      '&quot;name&quot;:&quot;&lt;b>&amp;\\&quot;$&amp;Tresor&quot;,&quot;initial&quot;:&quot;&lt;&quot;',
    );
    expect(shell, path).not.toMatch(/sotto/i);
  }
});

test.each([
  ['Tresor', 't'],
  ['X', 'x'],
  ['e\u0301cole', 'e\u0301'],
  ['Éclair', 'é'],
  ['👩‍🚀 Post', '👩‍🚀'],
  ['1\ufe0f\u20e3 Vault', '1\ufe0f\u20e3'],
])('the seal of %s shows %s', async (name, initial) => {
  const { html } = await branded({ SOTTO_BRAND_NAME: name });
  expect(await html('/a/')).toContain(`&quot;initial&quot;:&quot;${initial}&quot;`);
});

test('links and contacts appear as text and addresses in the shell', async () => {
  const { html } = await branded({
    SOTTO_FOOTER_LINKS: '<i>Imprint=https://example.org/"?a&b,Rules=https://example.org',
    SOTTO_SUPPORT_CONTACT: 'mailto:help@example.org?a=1&b="2"',
    SOTTO_ABUSE_CONTACT: 'mailto:abuse@example.org',
  });
  const shell = await html('/a/');
  expect(shell).toContain('<a href="https://example.org/%22?a&amp;b" rel="noreferrer noopener">&lt;i>Imprint</a>');
  expect(shell.split('<a href="mailto:help@example.org?a=1&amp;b=%222%22">')).toHaveLength(3);
  expect(shell).toContain('&quot;abuseContact&quot;:&quot;mailto:abuse@example.org&quot;');
});

test('colours are a stylesheet in the layer above the tokens, linked with its hash, and the seal icon uses them', async () => {
  const { get, html } = await branded({ SOTTO_BRAND_SEAL_LIGHT: '#1d4ed8', SOTTO_BRAND_SEAL_DARK: '#8ab4f8' });
  const shell = await html('/a/');
  const path = linked(shell, 'stylesheet');
  const response = await get(path);
  const css = await response.text();
  const [light, dark] = [
    '{--seal:#1d4ed8;--seal-strong:#1841b4;--on-seal:#fffefb}',
    '{--seal:#8ab4f8;--seal-strong:#b0cdfa;--on-seal:#151412}',
  ];
  const rules = [
    `:root,[data-scheme]${light}`,
    `@media screen and (prefers-color-scheme:dark){:root,[data-scheme]${dark}}`,
    `:root[data-theme=light],[data-scheme=light]${light}`,
    `@media screen{:root[data-theme=dark],[data-scheme=dark]${dark}}`,
  ];
  expect(css).toBe(`@layer tokens,brand;@layer brand{${rules.join('')}}\n`);
  expect(shell).toContain(`href="${path}" integrity="sha384-${createHash('sha384').update(css).digest('base64')}"`);
  expect([response.headers.get('content-type'), response.headers.get('cache-control')]).toEqual([
    'text/css; charset=utf-8',
    'public, max-age=31536000, immutable, no-transform',
  ]);
  expect(await (await get(linked(shell, 'icon'))).text()).toBe(
    '<svg><style>path{fill:#1d4ed8}circle{stroke:#fffefb}@media x{path{fill:#8ab4f8}}</style></svg>',
  );
});

test('the preview exists only if the operator asks for it', async () => {
  const { get } = await branded({});
  const asked = await branded({ SOTTO_BRAND_PAGE: 'true' });
  const accept = 'text/html';
  const [missing, unknown] = [await get('/a/brand', { accept }), await get('/a/unknown', { accept })];
  expect([missing.status, await missing.text()]).toEqual([404, await unknown.text()]);
  expect((await asked.get('/a/brand', { accept })).status).toBe(200);
});

test('the manifest has the brand’s name and icon, and takes no shared texts', async () => {
  const { get, html } = await branded({ SOTTO_BRAND_NAME: 'Tre"sor', SOTTO_BRAND_FAVICON: icon });
  const shell = await html('/a/s/2NEpo7TZRRrLZSi2U4xGyz');
  const response = await get(linked(shell, 'manifest'));
  const favicon = linked(shell, 'icon');
  expect(linked(shell, 'apple-touch-icon')).toBe(favicon);
  expect(await response.json()).toEqual({
    ...{ name: 'Tre"sor', short_name: 'Tre"sor', start_url: '/a/', scope: '/a/', display: 'minimal-ui' },
    ...{
      background_color: '#f6f3ed',
      theme_color: '#f6f3ed',
      icons: [{ src: favicon, type: 'image/png', sizes: '180x180' }],
    },
  });
  expect([response.headers.get('content-type'), response.headers.get('cache-control')]).toEqual([
    'application/manifest+json',
    'public, max-age=31536000, immutable, no-transform',
  ]);
});

test('a brand without a large PNG has no icon for home screens, and serves none of Sotto’s icons', async () => {
  const own = await branded({});
  expect(linked(await own.html('/a/'), 'apple-touch-icon')).toBe('/a/apple-touch-icon.png');
  const icons = ['/a/apple-touch-icon.png', '/a/favicon.svg'];
  for (const path of icons) expect((await own.get(path)).status, path).toBe(200);
  const small = join(folder, 'small');
  writeFileSync(small, pngHeader(179));
  const cut = join(folder, 'cut');
  writeFileSync(cut, pngHeader(180).subarray(0, 20));
  // Browsers request the icon for home screens at its usual path, also if no page links it.
  for (const env of [
    { SOTTO_BRAND_SEAL_LIGHT: '#1d4ed8' },
    { SOTTO_BRAND_FAVICON: small },
    { SOTTO_BRAND_FAVICON: cut },
    { SOTTO_BRAND_FAVICON: logo },
  ]) {
    const { get, html } = await branded(env);
    const shell = await html('/a/');
    expect(shell).not.toContain('apple-touch-icon');
    expect((await get(linked(shell, 'icon'))).status).toBe(200);
    for (const path of icons) expect((await get(path)).status, path).toBe(404);
  }
});

test('only the preview gets the measured contrasts', async () => {
  const { html } = await branded({ SOTTO_BRAND_SEAL_LIGHT: '#1d4ed8', SOTTO_BRAND_PAGE: 'true' });
  expect(await html('/a/brand')).toContain('&quot;paper&quot;:&quot;6.0:1&quot;');
  expect(await html('/a/')).not.toContain('name="measured"');
});

test('pictures have their real media type and can run nothing when opened on their own', async () => {
  const { get, html } = await branded({ SOTTO_BRAND_LOGO: logo, SOTTO_BRAND_FAVICON: icon });
  const shell = await html('/a/');
  const image = /<img src="(\/a\/brand\/logo\.svg\?[\w-]{8})" alt="Sotto">/.exec(shell)?.[1] ?? '';
  const favicon = linked(shell, 'icon');
  expect(favicon).toMatch(/^\/a\/brand\/favicon\.png\?[\w-]{8}$/);
  for (const [path, mediaType] of [
    [image, 'image/svg+xml'],
    [favicon, 'image/png'],
  ] as const) {
    const { status, headers } = await get(path);
    expect(status).toBe(200);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': mediaType,
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'public, max-age=3600, no-transform',
    });
    const policy = headers.get('content-security-policy')?.split('; ');
    expect(policy).toEqual(expect.arrayContaining(["script-src 'none'", "frame-src 'none'", 'sandbox']));
    expect(policy?.join()).not.toContain('unsafe');
    expect((await get(path, { 'if-none-match': headers.get('etag') ?? '' })).status).toBe(304);
  }
  expect((await get('/a/brand/logo.png')).status).toBe(404);
});

test('unusable files prevent the start and are all reported at once', async () => {
  const opening = branded({ SOTTO_BRAND_LOGO: join(folder, 'nowhere'), SOTTO_BRAND_FAVICON: folder });
  await expect(opening).rejects.toThrow(ConfigError);
  await expect(opening).rejects.toThrow(
    /SOTTO_BRAND_LOGO must be .* does not exist\.\nSOTTO_BRAND_FAVICON must be .* is a folder\./,
  );
});
