import type { ServerResponse } from 'node:http';
import type { Page } from '@playwright/test';
import { chosen, noiseOf, saved, withoutPicker } from './fixtures/files.ts';
import type { KnownFile } from './fixtures/files.ts';
import { creating, everything, startGate } from './fixtures/gate.ts';
import type { Gate, GateOptions } from './fixtures/gate.ts';
import { expect, test as journey } from './fixtures/journey.ts';
import { breakSeal, heading, openedText, readSealed, receipt, write } from './fixtures/secret.ts';
import type { Settings } from './fixtures/server.ts';
import { readRequestLink } from './fixtures/request.ts';

type Arranged = Omit<GateOptions, 'upstream'> & { readonly settings?: Settings };

const refuseWith = (status: number, type: string, body: string) => (response: ServerResponse) =>
  void response.writeHead(status, { 'content-type': type }).end(body);

/** A service with a sign-in in front of it. */
const test = journey.extend<{ arrange: (arranged: Arranged) => Promise<Gate> }>({
  arrange: async ({ anotherServer, silence }, use) => {
    const gates: Gate[] = [];
    await use(async ({ settings, ...gate }) => {
      const server = await anotherServer({ settings: { SOTTO_BEHIND_SIGN_IN: 'true', ...settings } });
      const started = await startGate({ ...gate, upstream: server.url });
      gates.push(started);
      return started;
    });
    silence.end();
    for (const gate of gates) await gate.stop();
  },
});

const SENTENCE = 'A sign-in in front of this service replied instead. Sign in in another tab, then try again here.';
const large = noiseOf('backup.bin', 6_000_000);
const sealIt = (page: Page) => page.getByRole('button', { name: 'Seal it' }).click();

/** Signs in as a person would: the first page leads to the login page, which leads back. */
async function signIn(page: Page, gate: Gate): Promise<void> {
  await page.goto(gate.url);
  await page.getByRole('link', { name: 'Sign me in' }).click();
  await expect(heading(page, 'Say it once')).toBeVisible();
}

async function signInElsewhere(page: Page, gate: Gate): Promise<void> {
  const tab = await page.context().newPage();
  await signIn(tab, gate);
  await tab.close();
}

async function choose(page: Page, files: readonly KnownFile[]): Promise<void> {
  const opening = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Files', exact: true }).click();
  await (await opening).setFiles(chosen(files));
  await expect(page.getByRole('region', { name: 'Attached files' })).toBeVisible();
}

/** Seals the sheet. The sign-in expires during the upload, and the person signs in again. @returns the link */
async function sealAcrossExpiry(page: Page, gate: Gate): Promise<string> {
  gate.expireAfter('/parts/');
  await sealIt(page);
  await expect(page.getByText(SENTENCE)).toBeVisible();
  await signInElsewhere(page, gate);
  await page.evaluate(() => dispatchEvent(new Event('focus')));
  const { link } = await readSealed(page);
  return link;
}

async function save(page: Page, { name }: KnownFile): Promise<KnownFile> {
  const row = page.getByRole('listitem').filter({ hasText: name });
  return saved(page, () => row.getByRole('button', { name: 'Save' }).click());
}

test('everything behind the sign-in: both sign in, a file arrives, and the login page never sees the key', async ({
  page,
  arrange,
  someoneElse,
}) => {
  const gate = await arrange({ kind: 'login', guards: everything });
  await signIn(page, gate);
  await page.getByLabel('Your secret').fill('only inside');
  await choose(page, [large]);
  await sealIt(page);
  const { link, key, manageKey } = await readSealed(page);
  expect(link.startsWith(gate.url)).toBe(true);

  const reader = await someoneElse();
  await withoutPicker(reader);
  await reader.goto(link);
  await expect(reader.getByText(SENTENCE)).toBeVisible();
  expect(reader.url()).toBe(link);
  // It retries automatically, and immediately when the person returns.
  await signInElsewhere(reader, gate);
  await breakSeal(reader);
  expect(await openedText(reader).textContent()).toBe('only inside');
  expect((await save(reader, large)).sha256).toBe(large.sha256);
  await expect(receipt(reader)).toBeVisible();
  expect(gate.heard()).toContain('/login');
  for (const secret of [key, manageKey, '#']) expect(gate.heard()).not.toContain(secret);
});

test('an expired sign-in loses nothing: the typed text stays, and the next try seals it', async ({ page, arrange }) => {
  const gate = await arrange({ kind: 'login', guards: everything });
  await signIn(page, gate);
  await write(page, { text: 'typed before it ran out', title: 'kept' });
  gate.expire();
  await sealIt(page);
  await expect(page.getByRole('alert')).toContainText(SENTENCE);
  await expect(page.getByLabel('Your secret')).toHaveValue('typed before it ran out');
  await signInElsewhere(page, gate);
  await sealIt(page);
  const { manageLink } = await readSealed(page);

  gate.expire();
  await page.goto(manageLink);
  await expect(page.getByText(SENTENCE)).toBeVisible();
  await page.goto(`${gate.url}shares`);
  await expect(page.getByText(SENTENCE)).toBeVisible();
  await signInElsewhere(page, gate);
  await page.evaluate(() => dispatchEvent(new Event('focus')));
  await expect(page.getByText(SENTENCE)).toHaveCount(0);
  await expect(page.getByText('not opened yet')).toBeVisible();
});

for (const [name, refuse] of [
  ['404 and a page', refuseWith(404, 'text/html', '<h1>404</h1>')],
  ['200 and its own JSON', refuseWith(200, 'application/json', '{"login":"/login"}')],
] as const) {
  test(`a sign-in that replies to calls with ${name} is reported as a sign-in, and nothing is lost`, async ({
    page,
    arrange,
    silence,
  }) => {
    silence.expectRemark('status of 404');
    const gate = await arrange({ kind: 'login', guards: everything, refuse });
    await signIn(page, gate);
    await page.getByLabel('Your secret').fill('typed before it ran out');
    await choose(page, [large]);
    const link = await sealAcrossExpiry(page, gate);

    await page.goto(link);
    const seal = page.getByRole('button', { name: 'Break the seal' });
    await expect(seal).toBeVisible();
    gate.expire();
    await seal.click();
    await expect(page.getByText(SENTENCE)).toBeVisible();
    await signInElsewhere(page, gate);
    expect(await openedText(page).textContent()).toBe('typed before it ran out');
  });
}

test('an upload and a download continue after the sign-in expires and is renewed', async ({ page, arrange }) => {
  const gate = await arrange({ kind: 'login', guards: everything });
  await signIn(page, gate);
  await choose(page, [large]);
  const link = await sealAcrossExpiry(page, gate);

  await withoutPicker(page);
  await page.goto(link);
  await breakSeal(page);
  await expect(page.getByText('backup.bin')).toBeVisible();
  gate.expire();
  const file = save(page, large);
  await expect(page.getByText(SENTENCE)).toBeVisible();
  await signInElsewhere(page, gate);
  expect((await file).sha256).toBe(large.sha256);
  await expect(receipt(page)).toBeVisible();
});

test('only creating behind the sign-in: anyone with a link opens and answers without it', async ({
  page,
  browser,
  arrange,
  someoneElse,
  silence,
}) => {
  silence.expectRemark('status of 401');
  const gate = await arrange({ kind: 'basic', guards: creating });
  const inside = await browser.newContext({ httpCredentials: { ...gate.credentials, origin: gate.url.slice(0, -1) } });
  silence.listenTo(inside);
  const creator = await inside.newPage();
  await creator.goto(gate.url);
  await creator.getByLabel('Your secret').fill('for somebody outside');
  await choose(creator, [large]);
  await sealIt(creator);
  const { link } = await readSealed(creator);
  await withoutPicker(page);
  await page.goto(link);
  await breakSeal(page);
  expect(await openedText(page).textContent()).toBe('for somebody outside');
  expect((await save(page, large)).sha256).toBe(large.sha256);

  await creator.goto(`${gate.url}ask`);
  await creator.getByLabel('What do you need?').fill('The report');
  await creator.getByRole('button', { name: 'Make the link' }).click();
  const request = await readRequestLink(creator);
  const outside = await someoneElse();
  await outside.goto(request);
  await outside.getByRole('textbox', { name: 'Your answer' }).fill('from outside');
  await choose(outside, [large]);
  await outside.getByRole('button', { name: 'Seal and send' }).click();
  await expect(heading(outside, 'Sent')).toBeVisible();

  expect((await outside.request.get(gate.url)).status()).toBe(401);
  await inside.close();
});

test('a sign-in that also guards the pages of links receives their keys, which is why it must not', async ({
  page,
  arrange,
}) => {
  const gate = await arrange({ kind: 'login', guards: () => true });
  const key = '1'.repeat(50);
  await page.goto(`${gate.url}s/VzVoyQfHjuFDWfWvCSAmmC#${key}`);
  await expect(heading(page, 'Sign in')).toBeVisible();
  await expect.poll(() => gate.heard()).toContain(key);
});

test('a page that does not know of the sign-in still reports it', async ({ page, arrange, silence }) => {
  silence.expectRemark('status of 401');
  const settings = { SOTTO_BEHIND_SIGN_IN: 'false', SOTTO_ABUSE_CONTACT: 'mailto:abuse@example.org' };
  const gate = await arrange({
    kind: 'basic',
    guards: (request) => request.url?.startsWith('/api/') === true,
    settings,
  });
  await page.goto(`${gate.url}ask`);
  await page.getByLabel('What do you need?').fill('A password');
  await page.getByRole('button', { name: 'Make the link' }).click();
  await expect(page.getByRole('alert')).toContainText(SENTENCE);
  await expect(page.getByLabel('What do you need?')).toHaveValue('A password');
  await page.goto(`${gate.url}report#3mJr7AoUXx2Wqd`);
  await page.getByLabel('Its link or id').fill('VzVoyQfHjuFDWfWvCSAmmC');
  await page.getByRole('radio', { name: 'It contains malware' }).check();
  await page.getByRole('button', { name: /report/i }).click();
  await expect(page.getByRole('alert')).toContainText(SENTENCE);
});
