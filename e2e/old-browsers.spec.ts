import type { Page } from '@playwright/test';
import { expect, test } from './fixtures/journey.ts';
import { chosen, noiseOf, saved, withoutPicker } from './fixtures/files.ts';
import { breakSeal, heading, openedText, readSealed, receipt, seal, write } from './fixtures/secret.ts';
import { makeRequest } from './fixtures/request.ts';

/** Removes properties, given as `String.prototype.at`, before any script of a page runs. */
async function without(page: Page, properties: readonly string[]): Promise<void> {
  await page.addInitScript((paths) => {
    for (const path of paths) {
      const names = path.split('.');
      const last = names.pop() ?? '';
      const owner = names.reduce<object | undefined>(
        (object, name) => object && (Reflect.get(object, name) as object | undefined),
        globalThis,
      );
      if (owner === undefined || !Reflect.deleteProperty(owner, last)) throw new Error(`No ${path}.`);
    }
  }, properties);
}

const removed = (property: string) => [property, (page: Page) => without(page, [property])] as const;

/** As in Firefox before 114, which never reads the option `type`. */
async function withoutModuleWorkers(page: Page): Promise<void> {
  await without(page, ['trustedTypes']);
  await page.addInitScript(() => {
    const refuse = function () {
      throw new DOMException('Not an address.', 'SyntaxError');
    };
    Object.assign(globalThis, { Worker: refuse });
  });
}

for (const [feature, remove] of [
  removed('Worker'),
  ['workers of modules', withoutModuleWorkers] as const,
  removed('Array.prototype.findLast'),
  removed('AbortSignal.prototype.throwIfAborted'),
  removed('Crypto.prototype.subtle'),
]) {
  test(`without ${feature} no page starts, and nothing is used up`, async ({ page, server, silence, someoneElse }) => {
    silence.expectRemark('status of 404');
    const { link } = await seal(page, { text: 'still there' });
    const old = await someoneElse({ viewport: { width: 320, height: 640 } });
    await remove(old);
    const before = server.relay.requests().length;
    for (const path of ['', link, 'ask', 'shares', 'security', 'nowhere']) {
      await old.goto(path);
      await expect(heading(old, 'This browser can’t run this page'), path).toBeVisible();
      await expect(old.getByRole('main')).toHaveCount(1);
      await expect(old.getByRole('main')).toContainText('Nothing has been opened or used up.');
      await expect(old.getByRole('main')).toContainText('Chrome and Edge work from version 109, Firefox from 115');
      const overflow = await old.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow, path).toBeLessThanOrEqual(0);
    }
    expect(
      server.relay
        .requests()
        .slice(before)
        .filter((line) => line.includes('/api/')),
    ).toEqual([]);

    const recipient = await someoneElse();
    await recipient.goto(link);
    await breakSeal(recipient);
    await expect(openedText(recipient)).toHaveText('still there');
  });
}

/** Features that are newer than the oldest supported versions and that the pages could easily use by mistake. */
const newer = [
  ...['isWellFormed', 'toWellFormed'].map((name) => `String.prototype.${name}`),
  ...['toReversed', 'toSorted', 'toSpliced', 'with'].map((name) => `Array.prototype.${name}`),
  ...['Promise.withResolvers', 'URL.canParse', 'URL.parse', 'AbortSignal.any', 'Array.fromAsync', 'Object.groupBy'],
  ...['union', 'difference', 'intersection', 'isSubsetOf'].map((name) => `Set.prototype.${name}`),
  ...['toArray', 'map', 'filter', 'take', 'drop', 'flatMap'].map((name) => `Iterator.prototype.${name}`),
  ...['Iterator', 'Intl.Segmenter', 'ClipboardItem', 'Navigator.prototype.locks', 'Crypto.prototype.randomUUID'],
  ...['BroadcastChannel', 'Element.prototype.checkVisibility', 'HTMLElement.prototype.showPopover'],
  ...['FileSystemFileHandle.prototype.createWritable', 'Notification', 'requestIdleCallback'],
];

test('without anything newer than the oldest supported browsers, text, password and files arrive', async ({
  page,
  someoneElse,
}) => {
  const file = noiseOf('backup.bin', 2_000_000);
  await without(page, newer);
  await page.goto('');
  await write(page, { text: 'old but fine', title: 'From an old browser', password: 'five words' });
  const opening = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Files', exact: true }).click();
  await (await opening).setFiles(chosen([file]));
  await page.getByRole('button', { name: 'Seal it' }).click();
  const { link } = await readSealed(page);

  const recipient = await someoneElse();
  await without(recipient, newer);
  await withoutPicker(recipient);
  await recipient.goto(link);
  await recipient.getByRole('textbox', { name: 'Password' }).fill('five words');
  await breakSeal(recipient);
  await expect(openedText(recipient)).toHaveText('old but fine');
  const received = await saved(recipient, () =>
    recipient.getByRole('listitem').filter({ hasText: file.name }).getByRole('button', { name: 'Save' }).click(),
  );
  expect(received.sha256).toBe(file.sha256);
  await expect(receipt(recipient)).toBeVisible();
});

test('without anything newer, a request is asked, answered and read', async ({ page, someoneElse }) => {
  await without(page, newer);
  const link = await makeRequest(page, 'The key');

  const answering = await someoneElse();
  await without(answering, newer);
  await answering.goto(link);
  await answering.getByRole('textbox', { name: 'Your answer' }).fill('the answer');
  await answering.getByRole('button', { name: 'Seal and send' }).click();
  await expect(heading(answering, 'Sent')).toBeVisible();

  await page.getByRole('link', { name: 'Read the answers' }).click();
  await page.getByRole('button', { name: /^Read: / }).click();
  await expect(openedText(page)).toHaveText('the answer');
  await page.goto('shares');
  await expect(page.getByRole('link', { name: 'The key' })).toBeVisible();
});
