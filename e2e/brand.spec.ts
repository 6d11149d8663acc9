import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expectAccessible } from './fixtures/axe.ts';
import { expect, test } from './fixtures/journey.ts';
import { breakSeal, heading, openedText, readSealed, receipt, write } from './fixtures/secret.ts';
import { readInboxLink, readRequestLink } from './fixtures/request.ts';

const drawing = (words: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><script>document.title="run"</script><text y="30">${words}</text></svg>`;
const folder = mkdtempSync(join(tmpdir(), 'brand-journey-'));
const [logo, favicon] = [join(folder, 'logo.svg'), join(folder, 'icon.svg')];
writeFileSync(logo, drawing('Tresor'));
writeFileSync(favicon, drawing('T'));
// Not afterAll: a worker may run it, then tests of other files, and then tests of this file again.
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

const settings = {
  SOTTO_BRAND_NAME: 'Tresor',
  SOTTO_BRAND_LOGO: logo,
  SOTTO_BRAND_FAVICON: favicon,
  SOTTO_BRAND_SEAL_LIGHT: '#1d4ed8',
  SOTTO_FOOTER_LINKS: 'Imprint=https://example.org/imprint, House rules=https://example.org/rules',
  SOTTO_SUPPORT_CONTACT: 'mailto:help@example.org',
  SOTTO_ABUSE_CONTACT: 'mailto:abuse@example.org',
};
const help = 'Still stuck? Ask for help';

/** Nothing in the document says Sotto: no text, title, label or hidden element. */
async function expectAnothers(page: Page, state: string): Promise<void> {
  await test.step(state, async () => {
    expect(await page.content(), state).not.toMatch(/sotto/i);
    expect(await page.title(), state).toMatch(/(^| · )Tresor$/);
  });
}

/** No script that a page loads says Sotto either. */
function readScripts(page: Page): () => Promise<void> {
  const scripts: Promise<string>[] = [];
  page.on('response', (response) => {
    if (response.url().endsWith('.js')) scripts.push(response.text().catch(() => ''));
  });
  return async () => {
    expect(scripts.length).toBeGreaterThan(0);
    for (const script of await Promise.all(scripts)) expect(script).not.toContain('Sotto');
  };
}

test('with another brand name, no page and no title says Sotto', async ({
  page,
  anotherServer,
  someoneElse,
  silence,
}) => {
  silence.expectRemark('status of 404');
  const { url } = await anotherServer({ settings });
  const expectScripts = readScripts(page);
  await page.goto(url);
  await expect(page.getByRole('link', { name: 'Tresor: write a secret' }).getByRole('img')).toBeVisible();
  await expectAnothers(page, 'compose');
  await write(page, { text: 'by Tresor', title: 'A title', password: 'words' });
  await expectAnothers(page, 'compose, unfolded');
  await page.getByRole('button', { name: 'Seal it' }).click();
  const { link, manageLink } = await readSealed(page);
  await expectAnothers(page, 'sealed');

  const recipient = await someoneElse();
  const expectTheirScripts = readScripts(recipient);
  await recipient.goto(link);
  await expect(heading(recipient, 'A secret for you')).toBeVisible();
  await expectAnothers(recipient, 'receive');
  await recipient.getByRole('textbox', { name: 'Password' }).fill('words');
  await breakSeal(recipient);
  await expect(openedText(recipient)).toBeVisible();
  await expect(receipt(recipient)).toBeVisible();
  await expectAnothers(recipient, 'opened');

  await page.goto(manageLink);
  await expect(heading(page, 'A title')).toBeVisible();
  await expectAnothers(page, 'manage');
  await page.goto(`${url}shares`);
  await expect(page.getByRole('link', { name: 'A title' })).toBeVisible();
  await page.getByText('List settings', { exact: true }).click();
  await expectAnothers(page, 'my shares');

  await page.goto(`${url}ask`);
  await page.getByLabel('What do you need?').fill('A key');
  await expectAnothers(page, 'ask');
  await page.getByRole('button', { name: 'Make the link' }).click();
  await expect(heading(page, 'Now send it')).toBeVisible();
  await expectAnothers(page, 'asked');
  const request = await readRequestLink(page);
  const inbox = await readInboxLink(page);
  await recipient.goto(request);
  await recipient.getByRole('textbox', { name: 'Your answer' }).fill('here it is');
  await expectAnothers(recipient, 'answer');
  await recipient.getByRole('button', { name: 'Seal and send' }).click();
  await expect(heading(recipient, 'Sent')).toBeVisible();
  await expectAnothers(recipient, 'answered');
  await page.goto(inbox);
  await expect(heading(page, 'A key')).toBeVisible();
  await expectAnothers(page, 'inbox');

  for (const path of ['how-it-works', 'security', 'nowhere', 's/2NEpo7TZRRrLZSi2U4xGyz']) {
    await page.goto(url + path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectAnothers(page, path);
  }
  await expectScripts();
  await expectTheirScripts();
});

test('with another brand name, no page that cannot work says Sotto', async ({
  page,
  anotherServer,
  someoneElse,
  silence,
}) => {
  silence.expectRemark('net::ERR');
  const insecure = await anotherServer({ hostname: 'sotto.example', settings });
  await page.goto(insecure.url);
  await expect(heading(page, 'This connection is not secure')).toBeVisible();
  await expectAnothers(page, 'plain http');

  const { url } = await anotherServer({ settings });
  const scriptless = await someoneElse({ javaScriptEnabled: false });
  await scriptless.goto(url);
  await expect(heading(scriptless, 'This page needs JavaScript')).toBeVisible();
  await expect(scriptless.getByRole('link', { name: help })).toHaveAttribute('href', 'mailto:help@example.org');
  await expectAnothers(scriptless, 'without scripts');

  await page.route('**/*.js', (route) => (route.request().url().includes('boot') ? route.continue() : route.abort()));
  await page.goto(url);
  await expect(heading(page, 'The page did not start')).toBeVisible();
  await expect(page.getByRole('link', { name: help })).toBeVisible();
  await expectAnothers(page, 'not started');
});

test('the support contact is in the footer of every page, and where something failed', async ({
  page,
  anotherServer,
  silence,
}) => {
  for (const remark of ['status of 404', 'net::ERR']) silence.expectRemark(remark);
  const { url } = await anotherServer({ settings });
  await page.goto(url);
  for (const [name, address] of [
    ['Imprint', 'https://example.org/imprint'],
    ['House rules', 'https://example.org/rules'],
    ['Support', 'mailto:help@example.org'],
  ] as const) {
    const link = page.getByRole('contentinfo').getByRole('link', { name });
    await expect(link).toHaveAttribute('href', address);
    await expect(link).toHaveAttribute('rel', 'noreferrer noopener');
  }
  await page.goto(`${url}nowhere`);
  await expect(page.getByRole('main').getByRole('link', { name: help })).toBeVisible();

  await page.goto(url);
  await write(page, { text: 'unreached' });
  await page.getByRole('button', { name: 'Seal it' }).click();
  const { link } = await readSealed(page);
  await page.route('**/api/**', (route) => route.abort());
  await page.goto(link);
  await expect(heading(page, 'Not loaded yet')).toBeVisible();
  await expect(page.getByRole('main').getByRole('link', { name: help })).toBeVisible();
  await expectAccessible(page, 'not reached, with help');
});

test('the seal has the brand’s colour in both schemes, whether chosen or the system’s', async ({
  page,
  anotherServer,
}) => {
  const { url } = await anotherServer({ settings });
  await page.goto(url);
  const button = page.getByRole('button', { name: 'Seal it' });
  const [light, dark] = ['rgb(29, 78, 216)', 'rgb(87, 125, 232)'];
  await expect(button).toHaveCSS('background-color', light);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(button).toHaveCSS('background-color', dark);
  await page.getByLabel('Colours').selectOption({ label: 'Light' });
  await expect(button).toHaveCSS('background-color', light);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.getByLabel('Colours').selectOption({ label: 'Dark' });
  await expect(button).toHaveCSS('background-color', dark);
  await page.getByLabel('Colours').selectOption({ label: 'System' });
  await expectAccessible(page, 'compose in another colour');
});

test('a logo that is opened directly runs no script', async ({ page, anotherServer, browser }) => {
  const { url } = await anotherServer({ settings });
  await page.goto(url);
  const path = (await page.getByRole('banner').getByRole('img').getAttribute('src')) ?? '';
  // The browser's console message is the proof, so this page is not watched for silence.
  const alone = await browser.newPage();
  const refused = alone.waitForEvent('console', (message) => message.text().startsWith('Blocked script execution'));
  await alone.goto(new URL(path, url).href);
  await refused;
  expect(await alone.title()).toBe('');
  await alone.close();
});

test('the preview shows both schemes side by side, with measured contrasts', async ({ page, anotherServer }) => {
  const { url } = await anotherServer({ settings: { ...settings, SOTTO_BRAND_PAGE: 'true' } });
  await page.goto(`${url}brand`);
  await expect(heading(page, 'How it looks')).toBeVisible();
  await expectAccessible(page, 'preview');
  await expect(page.getByRole('alert')).toHaveCount(0);
  for (const [name, paper, seal, measured] of [
    ['On light pages', 'rgb(246, 243, 237)', 'rgb(29, 78, 216)', '6.0:1'],
    ['On dark pages', 'rgb(21, 20, 18)', 'rgb(87, 125, 232)', '4.8:1'],
  ] as const) {
    const part = page.locator('section').filter({ has: page.getByRole('heading', { name }) });
    await expect(part).toHaveCSS('background-color', paper);
    await expect(part.getByRole('button', { name: 'Seal it' })).toHaveCSS('background-color', seal);
    await expect(part.getByText('Text needs a contrast of at least 4.5:1.')).toBeVisible();
    await expect(part.getByRole('definition').filter({ hasText: measured }).first()).toBeVisible();
    await expect(part.getByRole('img', { name: 'Tresor' })).toHaveCount(2);
  }
  await expect(page.getByText('A secret for you · Tresor')).toBeVisible();
  for (const setting of Object.keys(settings)) await expect(page.getByText(setting)).toBeVisible();
  // Only the names of the settings tell an operator whose program this is.
  expect((await page.content()).replace(/SOTTO_[A-Z_]+/g, '')).not.toMatch(/sotto/i);
  await page.evaluate(() => (document.documentElement.dir = 'rtl'));
  await expectAccessible(page, 'preview, right to left');
});

test('a page has the brand’s manifest and icons, and no preview names a secret', async ({ page, anotherServer }) => {
  const { url } = await anotherServer({ settings, path: '/a/' });
  await page.goto(`${url}ask`);
  const manifest = await page.evaluate(async () => {
    const link = document.querySelector<HTMLLinkElement>('link[rel="manifest"]')?.href ?? '';
    return (await (await fetch(link)).json()) as { name: string; start_url: string; icons: { src: string }[] };
  });
  expect([manifest.name, manifest.start_url]).toEqual(['Tresor', '/a/']);
  expect((await page.request.get(new URL(manifest.icons[0]?.src ?? '', url).href)).status()).toBe(200);
  await page.goto(`${url}s/2NEpo7TZRRrLZSi2U4xGyz`, { waitUntil: 'commit' });
  const preview = (property: string) => page.locator(`meta[property="og:${property}"]`).getAttribute('content');
  expect([await preview('site_name'), await preview('title'), await preview('description')]).toEqual([
    'Tresor',
    'A secret for you',
    'Someone sent you a secret. Open it in your browser.',
  ]);
});

test('without a brand name, the pages say Sotto', async ({ page }) => {
  await page.goto('');
  await expect(page).toHaveTitle('Say it once · Sotto');
  await expect(page.getByRole('link', { name: 'Sotto: write a secret' })).toHaveText('sotto');
  await expect(page.getByRole('contentinfo').getByRole('link')).toHaveText(['How it works', 'Security']);
});
