import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { noiseOf } from '#e2e/fixtures/known-files.ts';
import { offerLanguages, speak } from '#e2e/fixtures/offer-languages.ts';
import type { Tables, TestLanguage } from '#e2e/fixtures/offer-languages.ts';
import { breakSeal, heading, readSealed, receipt, write } from '#e2e/fixtures/secret.ts';
import type { Draft, Sealed } from '#e2e/fixtures/secret.ts';
import { startServer } from '#e2e/fixtures/server.ts';
import type { Server } from '#e2e/fixtures/server.ts';
import { chromiumFlags } from '#scripts/testing/chromium-flags.ts';
import { findBrowser } from '#scripts/testing/find-browser.ts';
import { compileLanguage } from './compile-language.ts';
import { readLanguages } from './read-words.ts';

/**
 * Takes pictures of the pages in one language, drafts included, and puts them on one sheet: after `npm run
 * build`, `npm run words:pictures TAG` writes test-results/words/TAG.html.
 */
const [tag = ''] = process.argv.slice(2);
const language = (await readLanguages()).find((one) => one.tag === tag);
if (language === undefined) throw new Error(`words/languages.json has no ${tag}.`);
const own: Tables = await compileLanguage(tag, () => undefined);
const translate = (english: Tables) =>
  Object.fromEntries(Object.entries(english).map(([name, table]) => [name, own[name] ?? table]));

const shown: TestLanguage = { tag, name: language.name, dir: language.dir, translate };

const output = join(import.meta.dirname, '../../test-results/words');
const folder = join(output, tag);
const looks = [
  { width: 390, colorScheme: 'light' },
  { width: 390, colorScheme: 'dark' },
  { width: 1180, colorScheme: 'light' },
  { width: 1180, colorScheme: 'dark' },
] as const;
const taken: string[] = [];

/** Pictures of one state of a page, which is in English before and after. */
async function take(page: Page, name: string): Promise<void> {
  await speak(page, tag);
  for (const { width, colorScheme } of looks) {
    await page.setViewportSize({ width, height: 820 });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`), fullPage: true });
  }
  taken.push(name);
  await page.setViewportSize({ width: 1180, height: 820 });
  await speak(page, 'en');
}

const secret = { text: 'API_KEY=0123456789\nPASSWORD="correct horse"\n', title: '4071' };

/** A password takes seconds to strengthen, and more on a busy machine. */
async function sealSlowly(page: Page, draft: Draft): Promise<Sealed> {
  await page.goto('');
  await write(page, draft);
  await page.getByRole('button', { name: 'Seal it' }).click();
  await heading(page, 'Sealed').waitFor({ timeout: 120_000 });
  return readSealed(page);
}

async function takeShare(page: Page, recipient: Page): Promise<void> {
  await page.goto('');
  await take(page, 'compose');
  await write(page, { ...secret, opens: 'a number I choose', password: 'short' });
  const opening = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Files', exact: true }).click();
  const { name, bytes: buffer } = noiseOf('1.pdf', 70_000);
  await (await opening).setFiles({ name, buffer, mimeType: '' });
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  await page.getByRole('button', { name: 'Insert' }).waitFor();
  await take(page, 'compose-terms');
  const once = await sealSlowly(page, secret);
  await page.getByRole('button', { name: 'QR code' }).click();
  await page.getByRole('button', { name: 'Send the key separately' }).click();
  await take(page, 'sealed');
  await recipient.goto(once.linkWithoutKey);
  await take(recipient, 'receive-key-missing');
  await recipient.goto(once.link);
  await take(recipient, 'receive');
  await breakSeal(recipient);
  await receipt(recipient).waitFor();
  await take(recipient, 'opened');
  await page.goto(once.manageLink);
  await page
    .getByText('Already opened')
    .or(page.getByRole('heading', { level: 1 }))
    .first()
    .waitFor();
  await take(page, 'manage');
  const locked = await sealSlowly(page, { ...secret, password: 'right', attempts: '3 wrong passwords' });
  await recipient.goto(locked.link);
  await take(recipient, 'receive-password');
  for (const left of ['2 tries left', 'One try left']) {
    await tryPassword(recipient);
    await recipient.getByText(left).waitFor();
  }
  await take(recipient, 'receive-wrong-password');
  await tryPassword(recipient);
  await heading(recipient, 'Locked').waitFor();
  await take(recipient, 'receive-locked');
}

async function tryPassword(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'Password' }).fill('wrong');
  await breakSeal(page);
}

async function takeRequest(page: Page, author: Page): Promise<void> {
  await page.goto('ask');
  await page.getByLabel('What do you need?').fill(secret.title);
  await page.getByRole('button', { name: 'User and password' }).click();
  await take(page, 'ask');
  await page.getByRole('button', { name: 'Make the link' }).click();
  const link = (await page.getByRole('group', { name: 'The request link' }).getByRole('code').textContent()) ?? '';
  const manageLink = (await page.getByRole('link', { name: 'Read the answers' }).getAttribute('href')) ?? '';
  await take(page, 'asked');
  await author.goto(link);
  await author.getByLabel('User', { exact: true }).fill('app');
  await take(author, 'answer');
  await author.getByLabel('Password', { exact: true }).fill('correct horse');
  await author.getByRole('button', { name: 'Seal and send' }).click();
  await author.getByText('Not read yet.').first().waitFor();
  await take(author, 'sent');
  await page.goto(manageLink);
  await page.getByRole('button', { name: 'Read: Answer 1' }).click();
  await page.getByText('correct horse').waitFor();
  await take(page, 'inbox');
}

async function takeOthers(page: Page): Promise<void> {
  await page.goto('shares');
  await page.getByText('List settings', { exact: true }).click();
  await take(page, 'shares');
  for (const path of ['how-it-works', 'security', 'report', 'no-such-page']) {
    await page.goto(path);
    await take(page, path);
  }
}

async function newContext(browser: Browser, { url }: Server): Promise<BrowserContext> {
  // The pages arrive in English, in which they are operated. Dates and numbers are written as the readers write them.
  const headers = { extraHTTPHeaders: { 'accept-language': 'en' }, locale: tag };
  const context = await browser.newContext({ baseURL: url, permissions: ['clipboard-write'], ...headers });
  context.setDefaultTimeout(120_000);
  await offerLanguages(context, [shown]);
  return context;
}

await mkdir(folder, { recursive: true });
const server = await startServer();
const browser = await chromium.launch({ executablePath: await findBrowser(), args: [...chromiumFlags] });
try {
  const [sender, recipient] = [await newContext(browser, server), await newContext(browser, server)];
  const page = await sender.newPage();
  const other = await recipient.newPage();
  await takeShare(page, other);
  await takeRequest(page, other);
  await takeOthers(page);
} finally {
  await browser.close();
  await server.stop();
}
const pictures = taken.map((name) => {
  const images = looks.map(
    ({ width, colorScheme }) => `<img src="${tag}/${name}-${width}-${colorScheme}.png" width="${width / 2}" alt="">`,
  );
  return `<h2>${name}</h2><p>${images.join('')}</p>`;
});
const style = '<style>body{font:1rem sans-serif}img{vertical-align:top;margin:.5rem;border:1px solid gray}</style>';
const sheet = join(output, `${tag}.html`);
await writeFile(sheet, `<!doctype html><meta charset="utf-8"><title>${tag}</title>${style}${pictures.join('\n')}`);
console.log(`${taken.length} states: ${sheet}`);
