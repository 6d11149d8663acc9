import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expectAccessible } from './fixtures/axe.ts';
import { chosen, copyPicture, dropOn, fileOf, layOut, noiseOf, pick, saved, withoutPicker } from './fixtures/files.ts';
import type { KnownFile } from './fixtures/files.ts';
import { expect, test } from './fixtures/journey.ts';
import { switchTo } from './fixtures/languages.ts';
import { needlesOfText, placesWith } from './fixtures/search.ts';
import { breakSeal, heading, openedText, readSealed, receipt, write } from './fixtures/secret.ts';
import type { Server } from './fixtures/server.ts';
import { unzipped } from './fixtures/zip.ts';

const MEGABYTE = 1_000_000;
/** Long enough to be split into several parts and read in several requests. */
const large = noiseOf('backup.bin', 6 * MEGABYTE);
const small = noiseOf('report.pdf', 70_000);

const bodiesOf = (server: Server) => [...server.stored().keys()].filter((name) => name.startsWith('bodies'));
const sealIt = (page: Page) => page.getByRole('button', { name: 'Seal it' }).click();
const saveOf = (page: Page, name: string) =>
  page.getByRole('listitem').filter({ hasText: name }).getByRole('button', { name: 'Save' });

async function choose(page: Page, files: readonly KnownFile[]): Promise<void> {
  const opening = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Files', exact: true }).click();
  await (await opening).setFiles(chosen(files));
  await expect(page.getByRole('region', { name: 'Attached files' })).toBeVisible();
}

async function sealFiles(page: Page, files: readonly KnownFile[]): Promise<string> {
  await page.goto('');
  await choose(page, files);
  await sealIt(page);
  return (await readSealed(page)).link;
}

test('a folder, a file and a text arrive unchanged, and the server keeps nothing', async ({
  page,
  server,
  someoneElse,
}) => {
  const inFolder = [noiseOf('notes/one.txt', 900), noiseOf('notes/deep/two.bin', 600_000), fileOf('notes/empty', '')];
  const root = layOut('dropped', [...inFolder, small]);
  const before = bodiesOf(server);
  await page.goto('');
  await page.getByLabel('Your secret').fill('beside the files');
  await dropOn(page.getByLabel('Your secret'), [join(root, 'notes'), join(root, small.name)]);
  await expect(page.getByText('4 files, ')).toBeVisible();
  await sealIt(page);
  const { link } = await readSealed(page);
  expect(bodiesOf(server).length).toBeGreaterThan(before.length);

  const recipient = await someoneElse();
  await withoutPicker(recipient);
  await recipient.goto(link);
  await breakSeal(recipient);
  expect(await openedText(recipient).textContent()).toBe('beside the files');
  await expect(recipient.getByText('These files come from the sender. We can’t scan them.')).toBeVisible();
  await expect(recipient.getByText(/^Kept on the server until you have saved the files/)).toBeVisible();
  const zip = await saved(recipient, () => recipient.getByRole('button', { name: 'Save all as one zip' }).click());
  const unpacked = new Map(unzipped(zip.bytes).map(({ name, sha256 }) => [name, sha256]));
  expect(unpacked).toEqual(new Map([...inFolder, small].map(({ name, sha256 }) => [name, sha256])));
  await expect(receipt(recipient)).toBeVisible();
  await expect.poll(() => bodiesOf(server)).toEqual(before);
});

test('files are saved one at a time as regular downloads', async ({ page, server, someoneElse }) => {
  const before = bodiesOf(server);
  const link = await sealFiles(page, [small, large]);
  const recipient = await someoneElse();
  await withoutPicker(recipient);
  await recipient.goto(link);
  await breakSeal(recipient);
  const first = await saved(recipient, () => saveOf(recipient, small.name).click());
  expect([first.name, first.sha256]).toEqual([small.name, small.sha256]);
  await expect(recipient.getByText(/^Kept on the server until/)).toBeVisible();
  const second = await saved(recipient, () => saveOf(recipient, large.name).click());
  expect([second.name, second.sha256]).toEqual([large.name, large.sha256]);
  await expect(receipt(recipient)).toBeVisible();
  await expect.poll(() => bodiesOf(server)).toEqual(before);
});

test.describe('in a browser', () => {
  const without = {
    'that has a picker': async (page: Page) => {
      await page.context().addInitScript(() => {
        const picked: string[] = [];
        Object.assign(globalThis, {
          picked,
          showSaveFilePicker: async ({ suggestedName }: { suggestedName: string }) => {
            picked.push(suggestedName);
            const root = await navigator.storage.getDirectory();
            return root.getFileHandle('picked', { create: true });
          },
        });
      });
    },
    'without service workers': async (page: Page) => {
      await withoutPicker(page);
      await page.context().addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'serviceWorker'));
    },
    'without service workers and a private file system': async (page: Page) => {
      await withoutPicker(page);
      await page.context().addInitScript(() => {
        Reflect.deleteProperty(Navigator.prototype, 'serviceWorker');
        Reflect.deleteProperty(StorageManager.prototype, 'getDirectory');
      });
    },
  };
  for (const [name, prepare] of Object.entries(without)) {
    test(`${name}, a file arrives unchanged`, async ({ page, someoneElse }) => {
      const link = await sealFiles(page, [large]);
      const recipient = await someoneElse();
      await prepare(recipient);
      await recipient.goto(link);
      await breakSeal(recipient);
      if (name === 'that has a picker') {
        await saveOf(recipient, large.name).click();
        await expect(receipt(recipient)).toBeVisible();
        const written = await recipient.evaluate(async () => {
          const root = await navigator.storage.getDirectory();
          const file = await (await root.getFileHandle('picked')).getFile();
          const hash = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
          return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
        });
        expect(written).toBe(large.sha256);
        expect(await recipient.evaluate(() => (globalThis as unknown as { picked: string[] }).picked)).toEqual([
          large.name,
        ]);
        return;
      }
      const file = await saved(recipient, () => saveOf(recipient, large.name).click());
      expect([file.name, file.sha256]).toEqual([large.name, large.sha256]);
      await expect(receipt(recipient)).toBeVisible();
    });
  }
});

test('an upload that loses its connection says so, and continues when it is back', async ({
  page,
  server,
  silence,
}) => {
  silence.expectRemark('net::ERR');
  await page.goto('');
  await choose(page, [large]);
  const refused = server.relay.interfere('/parts/', 'refuse');
  await sealIt(page);
  await refused.happened;
  await expect(
    page.getByText(/^The connection is lost\. The upload continues from \d+% when it is back\.$/),
  ).toBeVisible();
  await expectAccessible(page, 'uploading, while retrying');
  await expect(page.getByRole('group', { name: 'The link' })).toHaveCount(0);
  refused.stop();
  await readSealed(page);
});

test('an upload can be paused and cancelled; cancelling keeps everything on the page and nothing on the server', async ({
  page,
  server,
  silence,
}) => {
  silence.expectRemark('net::ERR');
  const before = bodiesOf(server);
  await page.goto('');
  await write(page, { text: 'with a text' });
  await choose(page, [large]);
  const held = server.relay.interfere('/parts/1', 'refuse');
  await sealIt(page);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText(/^Paused at \d+%\./)).toBeVisible();
  await expectAccessible(page, 'uploading, paused');
  await page.getByRole('button', { name: 'Cancel' }).click();
  const stop = page.getByRole('button', { name: 'Stop and delete it' });
  if (await stop.isVisible()) await stop.click();
  await expect(page.getByRole('button', { name: 'Seal it' })).toBeVisible();
  held.stop();
  await expect(page.getByLabel('Your secret')).toHaveValue('with a text');
  await expect(page.getByRole('button', { name: `Remove ${large.name}` })).toBeVisible();
  await expect.poll(() => bodiesOf(server)).toEqual(before);
  await sealIt(page);
  await readSealed(page);
});

test('a broken download continues automatically, and a reload before everything is saved costs nothing', async ({
  page,
  server,
  someoneElse,
  silence,
}) => {
  silence.expectRemark('net::ERR');
  const link = await sealFiles(page, [large, small]);
  const recipient = await someoneElse();
  await withoutPicker(recipient);
  await recipient.goto(link);
  await breakSeal(recipient);
  const cut = server.relay.interfere('/body', 'cut in body');
  const file = await saved(recipient, () => saveOf(recipient, large.name).click());
  await cut.happened;
  expect(file.sha256).toBe(large.sha256);

  recipient.once('dialog', (dialog) => void dialog.accept());
  await recipient.reload();
  const zip = await saved(recipient, () => recipient.getByRole('button', { name: 'Save all as one zip' }).click());
  const hashes = unzipped(zip.bytes).map(({ sha256 }) => sha256);
  expect(hashes).toEqual([large.sha256, small.sha256]);
  await expect(receipt(recipient)).toBeVisible();
  const late = await someoneElse();
  await late.goto(link);
  await expect(heading(late, 'Already opened')).toBeVisible();
});

test('the recipient can have the remaining files deleted', async ({ page, server, someoneElse }) => {
  const before = bodiesOf(server);
  const link = await sealFiles(page, [small, large]);
  const recipient = await someoneElse();
  await withoutPicker(recipient);
  await recipient.goto(link);
  await breakSeal(recipient);
  await saved(recipient, () => saveOf(recipient, small.name).click());
  await recipient.getByRole('button', { name: /^Done/ }).click();
  await recipient.getByRole('button', { name: 'I have what I need', exact: true }).click();
  await expect(receipt(recipient)).toBeVisible();
  await expect.poll(() => bodiesOf(server)).toEqual(before);
});

test('hostile names are made safe on the screen, on disk and in the zip; other names stay', async ({
  page,
  someoneElse,
}) => {
  // The other names are safe on the systems that run the tests.
  const others = ['CON', '.bashrc', 'a:b*?.txt', `${'long '.repeat(40)}.txt`, 'con.txt', 'Con.TXT', '👩\u200D💻.png'];
  const files = ['\u202Egpj.exe', ...others].map((name, index) => fileOf(name, `content ${index}`));
  const link = await sealFiles(page, files);
  const recipient = await someoneElse();
  await withoutPicker(recipient);
  await recipient.goto(link);
  await breakSeal(recipient);
  await expect(recipient.getByRole('button', { name: 'Save all as one zip' })).toBeVisible();
  expect(await recipient.locator('body').innerText()).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
  await expectAccessible(recipient, 'hostile names');
  await expect(
    recipient.getByText('Saved as gpj.exe, because the original name is not safe on this device.'),
  ).toBeVisible();
  await expect(recipient.getByText('One name is changed when it is saved.')).toBeVisible();
  const zip = await saved(recipient, () => recipient.getByRole('button', { name: 'Save all as one zip' }).click());
  expect(unzipped(zip.bytes).map(({ name }) => name)).toEqual(['gpj.exe', ...others]);
});

test('pictures and plain text have a preview, judged by their bytes and not by their names', async ({
  page,
  someoneElse,
}) => {
  const html = fileOf('harmless.png', '<!doctype html><script>alert(1)</script>');
  const drawing = noiseOf('drawing.png', 3000);
  const note = fileOf('note.txt', '<b>plain</b>');
  await page.goto('');
  await copyPicture(page);
  await page.getByLabel('Your secret').focus();
  await page.keyboard.press('ControlOrMeta+V');
  await expect(page.getByRole('button', { name: /^Remove Pasted/ })).toBeVisible();
  await choose(page, [html, note, drawing]);
  await sealIt(page);
  const { link } = await readSealed(page);
  const recipient = await someoneElse();
  await withoutPicker(recipient);
  await recipient.goto(link);
  await breakSeal(recipient);
  await recipient.getByRole('button', { name: /^Preview Pasted/ }).click();
  await expect(recipient.getByRole('img', { name: /^Picture of Pasted/ })).toBeVisible();
  await recipient.getByRole('button', { name: 'Preview note.txt' }).click();
  await expect(recipient.getByText('<b>plain</b>')).toBeVisible();
  await expectAccessible(recipient, 'with a picture and a text looked at');
  // German has the longest words beside a file.
  await switchTo(recipient, 'de');
  await expectAccessible(recipient, 'with a picture and a text looked at, in German');
  await switchTo(recipient, 'en');
  await recipient.getByRole('button', { name: 'Preview harmless.png' }).click();
  await expect(recipient.getByText('<!doctype html><script>alert(1)</script>')).toBeVisible();
  await recipient.getByRole('button', { name: 'Preview drawing.png' }).click();
  await expect(recipient.getByText('No preview: this file is neither')).toBeVisible();
});

test('files that are too large are reported when chosen; with files off, none can be chosen', async ({
  page,
  anotherServer,
}) => {
  const strict = await anotherServer({ settings: { SOTTO_MAX_FILES_MB: '1' } });
  await page.goto(strict.url);
  const opening = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Files', exact: true }).click();
  await (await opening).setFiles(chosen([large]));
  await expect(page.getByText(/left out|too much/)).toBeVisible();
  await expectAccessible(page, 'too large');
  const without = await anotherServer({ settings: { SOTTO_MAX_FILES_MB: '0' } });
  await page.goto(without.url);
  await expect(page.getByLabel('Your secret')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Files', exact: true })).toHaveCount(0);
});

test('a text that is too long can be sent as a file', async ({ page, someoneElse }) => {
  const long = 'ä'.repeat(600_000);
  await page.goto('');
  await page.getByLabel('Your secret').fill(long);
  await page.getByRole('button', { name: 'Send it as a file' }).click();
  await expect(page.getByRole('button', { name: 'Remove secret.txt' })).toBeVisible();
  await expect(page.getByLabel('Your secret')).toHaveValue('');
  await sealIt(page);
  const { link } = await readSealed(page);
  const recipient = await someoneElse();
  await withoutPicker(recipient);
  await recipient.goto(link);
  await breakSeal(recipient);
  const file = await saved(recipient, () => saveOf(recipient, 'secret.txt').click());
  expect(file.bytes.toString()).toBe(long);
});

test('neither names nor contents of files are on the wire, in the log or in the data folder', async ({
  page,
  server,
  someoneElse,
}) => {
  const secretFile = fileOf('Dateiname-Nadel-ö.txt', 'Inhalt-Nadel-ü-5d21 '.repeat(2000));
  const link = await sealFiles(page, [secretFile]);
  const recipient = await someoneElse();
  await withoutPicker(recipient);
  await recipient.goto(link);
  await breakSeal(recipient);
  const file = await saved(recipient, () => saveOf(recipient, 'Dateiname').click());
  expect(file.sha256).toBe(secretFile.sha256);
  for (const words of ['Dateiname-Nadel-ö', 'Inhalt-Nadel-ü-5d21'])
    expect(placesWith(needlesOfText(words), server), words).toEqual([]);
});

test('files are sent and saved by keyboard, with axe checking each step', async ({ page, someoneElse }) => {
  const root = layOut('chosen', [small]);
  await page.goto('');
  await expect(page.getByLabel('Your secret')).toBeFocused();
  const files = page.getByRole('button', { name: 'Files', exact: true });
  // Wait before setting the focus: the browser must listen for the file chooser before the key is pressed.
  const opening = page.waitForEvent('filechooser');
  await files.focus();
  await page.keyboard.press('Enter');
  await (await opening).setFiles(join(root, small.name));
  const remove = page.getByRole('button', { name: `Remove ${small.name}` });
  await expect(remove).toBeVisible();
  await expectAccessible(page, 'compose, with a file');
  await remove.focus();
  await page.keyboard.press('Enter');
  await expect(remove).toHaveCount(0);
  expect(await page.evaluate(() => document.activeElement === document.body)).toBe(false);
  await pick(files, join(root, small.name));
  await expect(remove).toBeVisible();
  await page.keyboard.press('Control+Enter');
  const { link } = await readSealed(page);
  await expectAccessible(page, 'sealed, with a file');

  const recipient = await someoneElse();
  await withoutPicker(recipient);
  await recipient.goto(link);
  await recipient.getByRole('button', { name: 'Break the seal' }).focus();
  await recipient.keyboard.press('Enter');
  await expect(saveOf(recipient, small.name)).toBeVisible();
  await expectAccessible(recipient, 'opened, with a file');
  await saveOf(recipient, small.name).focus();
  const file = await saved(recipient, () => recipient.keyboard.press('Enter'));
  expect(file.sha256).toBe(small.sha256);
  await expect(receipt(recipient)).toBeVisible();
  await expectAccessible(recipient, 'saved and destroyed');
  expect(readFileSync(join(root, small.name)).equals(file.bytes)).toBe(true);
});
