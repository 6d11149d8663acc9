import type { Page } from '@playwright/test';
import { expectAccessible } from './fixtures/axe.ts';
import { chosen, noiseOf } from './fixtures/files.ts';
import { expect, test } from './fixtures/journey.ts';
import { expectUntouched, languageSelect, switchTo } from './fixtures/languages.ts';
import { breakSeal, openedText, readSealed, seal, write } from './fixtures/secret.ts';
import type { Server } from './fixtures/server.ts';
import { textIn } from './fixtures/words.ts';
import { makeRequest, readInboxLink } from './fixtures/request.ts';

const german = (path: string) => textIn('de', path);
const headline = (page: Page) => page.getByRole('heading', { level: 1 });
const requestsTo = (server: Server, path: string) => server.relay.requests().filter((line) => line.includes(path));

test('every page changes its language in place, and its address, cookies and focus stay', async ({ page, silence }) => {
  silence.expectRemark('status of 404');
  const { link, manageLink } = await seal(page, { text: 'translated', opens: 'twice' });
  const request = await makeRequest(page, 'A key');
  const inbox = await readInboxLink(page);
  const paths = ['', 'ask', 'shares', 'report', 'how-it-works', 'security', 'nowhere', 's/damaged'];
  for (const path of [...paths, link, manageLink, request, inbox]) {
    const name = path.split('#')[0] ?? '';
    await page.goto(path);
    await expect(headline(page)).toBeVisible();
    const shown = await headline(page).textContent();
    const main = page.getByRole('main');
    const [address, title, english] = [page.url(), await page.title(), await main.textContent()];
    await switchTo(page, 'ar');
    await expect(main, name).not.toHaveText(english ?? '');
    await expect(page, name).not.toHaveTitle(title);
    expect(await page.locator('html').getAttribute('dir'), name).toBe('rtl');
    await expectUntouched(page, address);
    await switchTo(page, 'en');
    await expect(headline(page), name).toHaveText(shown ?? '');
    await expect(page, name).toHaveTitle(title);
    expect(await page.locator('html').getAttribute('dir'), name).toBe('ltr');
    await expectUntouched(page, address);
  }
});

test('typed text, a title, a password and chosen files survive, and are sealed', async ({ page, someoneElse }) => {
  await page.goto('#kept');
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Files', exact: true }).click();
  await (await choosing).setFiles(chosen([noiseOf('plan.pdf', 90_000)]));
  await write(page, { text: 'typed in English', title: 'Plan', password: 'swordfish', opens: 'twice' });
  const address = page.url();
  await switchTo(page, 'de');
  await expectUntouched(page, address);
  await expect(page.getByLabel(german('compose.sheet'))).toHaveValue('typed in English');
  await expect(page.getByText('plan.pdf')).toBeVisible();
  await expectAccessible(page, 'compose in German');
  await switchTo(page, 'en');
  await page.getByRole('button', { name: 'Seal it' }).click();
  const { link } = await readSealed(page);

  const recipient = await someoneElse({ locale: 'de-CH' });
  await recipient.goto(link);
  await expect(headline(recipient)).toHaveText(german('receive.ready.title'));
  await switchTo(recipient, 'en');
  await recipient.getByRole('textbox', { name: 'Password' }).fill('swordfish');
  await switchTo(recipient, 'ar');
  await switchTo(recipient, 'en');
  await expect(recipient.getByRole('textbox', { name: 'Password' })).toHaveValue('swordfish');
  await breakSeal(recipient);
  expect(await openedText(recipient).textContent()).toBe('typed in English');
  await expect(recipient.getByText('plan.pdf')).toBeVisible();
});

test('the fields of a page stay the same elements, with their caret and their scroll position', async ({ page }) => {
  await page.goto('');
  await write(page, { text: 'typed\n'.repeat(100), title: 'Plan', password: 'swordfish' });
  const sheet = await page.getByLabel('Your secret').elementHandle();
  const fields = await page.locator('main :is(input, textarea, button)').elementHandles();
  await sheet.evaluate((element) => {
    if (element instanceof HTMLTextAreaElement) element.setSelectionRange(7, 9);
    element.scrollTop = 50;
  });
  for (const tag of ['ar', 'ja', 'de', 'en']) await switchTo(page, tag);
  for (const field of fields) expect(await field.evaluate((element) => element.isConnected)).toBe(true);
  const place = await sheet.evaluate((element) => [
    ...(element instanceof HTMLTextAreaElement ? [element.selectionStart, element.selectionEnd] : []),
    element.scrollTop,
  ]);
  expect(place).toEqual([7, 9, 50]);
});

test('the sealed page keeps its link, and an opened secret stays on the screen: nothing is spent again', async ({
  page,
  server,
  someoneElse,
}) => {
  const { link, linkWithoutKey } = await seal(page, { text: 'on the screen' });
  await switchTo(page, 'de');
  await expect(page.getByRole('code').first()).toHaveText(link);
  await expect(headline(page)).toHaveText(german('sealed.title'));

  const recipient = await someoneElse();
  await recipient.goto(link);
  const id = linkWithoutKey.split('/').at(-1) ?? '';
  await expect(recipient.getByRole('button', { name: 'Break the seal' })).toBeVisible();
  const described = requestsTo(server, `${id}/describe`).length;
  await switchTo(recipient, 'ar');
  await switchTo(recipient, 'en');
  expect(requestsTo(server, `${id}/describe`)).toHaveLength(described);
  expect(requestsTo(server, `${id}/open`)).toEqual([]);

  await breakSeal(recipient);
  await expect(recipient.getByText(/^Destroyed on the server at/)).toBeVisible();
  const address = recipient.url();
  await switchTo(recipient, 'de');
  await expectUntouched(recipient, address);
  await expect(recipient.getByText('on the screen')).toBeVisible();
  await expectAccessible(recipient, 'opened in German');
  await switchTo(recipient, 'ar');
  await expect(recipient.getByText('on the screen')).toBeVisible();
  await expectAccessible(recipient, 'opened in Arabic');
  expect(requestsTo(server, `${id}/open`)).toHaveLength(1);
});

test('the fields of a request and of an answer keep what was typed', async ({ page, someoneElse }) => {
  const link = await makeRequest(page, 'A key');
  const author = await someoneElse();
  await author.goto(link);
  await author.getByRole('textbox', { name: 'Your answer' }).fill('half an answer');
  const address = author.url();
  await switchTo(author, 'de');
  await expectUntouched(author, address);
  await expect(author.getByRole('textbox').first()).toHaveValue('half an answer');

  await page.goto('ask');
  await page.getByLabel('What do you need?').fill('Two keys');
  await page.getByLabel('Anything they should know').fill('By Friday.');
  await switchTo(page, 'de');
  await switchTo(page, 'en');
  await expect(page.getByLabel('What do you need?')).toHaveValue('Two keys');
  await expect(page.getByLabel('Anything they should know')).toHaveValue('By Friday.');
});

test('a choice overrules the browser on every later page, with one request and before the first paint', async ({
  page,
  server,
}) => {
  await page.goto('');
  await switchTo(page, 'ar');
  // Nothing is painted before the body is there.
  await page.addInitScript(() => {
    const watch = new MutationObserver(() => {
      if (document.querySelector('body') === null) return;
      watch.disconnect();
      Object.assign(globalThis, { langAtBody: document.documentElement.lang });
    });
    watch.observe(document, { childList: true, subtree: true });
  });
  const before = requestsTo(server, '/words/').length;
  await page.goto('security');
  await expect(headline(page)).toHaveText(textIn('ar', 'security.title'));
  expect(await page.evaluate(() => (globalThis as { langAtBody?: string }).langAtBody)).toBe('ar');
  expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
  expect(requestsTo(server, '/words/').length - before).toBe(1);
});

test('if the chosen words do not arrive, a page starts in the language it came in', async ({ page, silence }) => {
  silence.expectRemark('net::ERR_FAILED');
  await page.addInitScript(() => localStorage.setItem('language', 'de'));
  await page.route('**/words/**', (route) => route.abort());
  await page.goto('');
  await expect(headline(page)).toHaveText('Say it once');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

test('if a proxy replies with JSON of its own, a page starts in the language it came in', async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem('language', 'de'));
  for (const body of ['{"error":"sign in"}', 'null', '[]', '{"layout":{}', '<html>']) {
    await page.route('**/words/**', (route) => route.fulfill({ contentType: 'application/json', body }));
    await page.goto('');
    await expect(headline(page)).toHaveText('Say it once');
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await page.unroute('**/words/**');
  }
});

test('whatever is stored as the language, the page starts', async ({ page, server }) => {
  for (const stored of ['../../de', 'xx', '"><script>', '__proto__', '', 'd'.repeat(100_000)]) {
    await page.addInitScript((value) => localStorage.setItem('language', value), stored);
    await page.goto('');
    await expect(headline(page)).toHaveText('Say it once');
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  }
  expect(requestsTo(server, '..')).toEqual([]);
});

test('where the browser refuses storage, the language changes on this page, which says so', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, 'localStorage', {
      get: () => {
        throw new DOMException('refused', 'SecurityError');
      },
    });
  });
  await page.goto('');
  await page.getByLabel('Your secret').fill('typed');
  await switchTo(page, 'de');
  await expect(page.getByText(german('layout.languageChoice.changed-here')).first()).toBeVisible();
  await expect(page.getByLabel(german('compose.sheet'))).toHaveValue('typed');
});

test('offline, the page keeps its language and its text, says so, and the next page has the choice', async ({
  page,
  context,
  silence,
}) => {
  silence.expectRemark('net::ERR_INTERNET_DISCONNECTED');
  await page.goto('');
  await page.getByLabel('Your secret').fill('typed offline');
  await context.setOffline(true);
  await languageSelect(page).selectOption('de');
  await expect(page.getByRole('contentinfo')).toContainText(textIn('en', 'layout.languageChoice.later'));
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.getByLabel('Your secret')).toHaveValue('typed offline');
  await context.setOffline(false);
  // The browser brings the page back: what it said is no longer true.
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await expect(page.getByText(german('layout.languageChoice.later'))).toHaveCount(0);
  await page.goto('security');
  await expect(headline(page)).toHaveText(german('security.title'));
});

test('of two quick choices the last one wins', async ({ page }) => {
  await page.goto('');
  const { promise: released, resolve: release } = Promise.withResolvers<undefined>();
  await page.route('**/words/*/de/**', async (route) => {
    await released;
    await route.continue();
  });
  const german = page.waitForRequest('**/words/*/de/**');
  await languageSelect(page).selectOption('de');
  const late = (await german).response();
  await switchTo(page, 'ar');
  release(undefined);
  await late;
  await expect(page.locator('html')).toHaveAttribute('lang', 'ar');
  await expect(headline(page)).toHaveText(textIn('ar', 'compose.title'));
});

test('another tab stays as it is, until the browser brings it back', async ({ page, context }) => {
  await page.goto('');
  await page.getByLabel('Your secret').fill('in the first tab');
  const second = await context.newPage();
  await second.goto('security');
  await switchTo(second, 'de');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await expect(page.getByLabel(german('compose.sheet'))).toHaveValue('in the first tab');
});

test('a lazy part of a page has the language that the page was changed to', async ({ page }) => {
  await page.goto('');
  await switchTo(page, 'de');
  await page.getByRole('button', { name: german('compose.generator.open'), exact: true }).click();
  await expect(page.getByRole('group', { name: german('generator.title') })).toBeVisible();
  await switchTo(page, 'en');
  await expect(page.getByRole('group', { name: textIn('en', 'generator.title') })).toBeVisible();
});

test('the change is announced, and foreign words on the page are marked', async ({ page }) => {
  await page.goto('');
  await switchTo(page, 'de');
  await expect(page.getByRole('status').filter({ hasText: german('layout.languageChoice.changed') })).toHaveCount(1);
  const options = languageSelect(page).getByRole('option');
  for (const tag of ['en', 'de', 'ar', 'ja'])
    await expect(options.and(page.locator(`[lang="${tag}"]`))).toHaveAttribute('value', tag);
});

test('the operator’s links have their labels in the language that was chosen', async ({ page, anotherServer }) => {
  const settings = {
    SOTTO_FOOTER_LINKS: 'Imprint|de:Impressum=https://example.org/imprint',
    SOTTO_SUPPORT_CONTACT: 'mailto:help@example.org',
  };
  const { url } = await anotherServer({ settings });
  await page.goto(url);
  const footer = page.getByRole('contentinfo');
  await expect(footer.getByRole('link', { name: 'Imprint', exact: true })).toBeVisible();
  await switchTo(page, 'de');
  const imprint = footer.getByRole('link', { name: 'Impressum', exact: true });
  await expect(imprint).toHaveAttribute('href', 'https://example.org/imprint');
  const support = footer.getByRole('link', { name: german('server-shell.support'), exact: true });
  await expect(support).toHaveAttribute('href', 'mailto:help@example.org');
});

test('a page that refuses plain http changes its language, too', async ({ page, anotherServer }) => {
  const { url } = await anotherServer({ hostname: 'sotto.example' });
  await page.goto(url);
  await expect(headline(page)).toHaveText('This connection is not secure');
  await switchTo(page, 'de');
  await expect(headline(page)).toHaveText(german('insecure.title'));
  await page.goto(`${url}security`);
  await expect(headline(page)).toHaveText(german('insecure.title'));
});
