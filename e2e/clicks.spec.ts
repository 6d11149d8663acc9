import type { Page } from '@playwright/test';
import { clipboardOf, refuseClipboard } from './fixtures/clipboard.ts';
import { expect, test } from './fixtures/journey.ts';
import { heading, openedText } from './fixtures/secret.ts';

/** Counts the presses of a pointer on a page, and the keys, from now on and across reloads. */
async function countPresses(page: Page): Promise<{ clicks: number; keys: string[] }> {
  const counted = { clicks: 0, keys: [] as string[] };
  await page.exposeFunction('countClick', () => {
    counted.clicks++;
  });
  await page.exposeFunction('countKey', (key: string) => {
    counted.keys.push(key);
  });
  await page.addInitScript(() => {
    const counters = globalThis as unknown as { countClick: () => void; countKey: (key: string) => void };
    addEventListener('pointerdown', () => counters.countClick(), true);
    addEventListener('keydown', ({ key }) => counters.countKey(key), true);
  });
  return counted;
}

/** Puts a text on the clipboard, as another program would. */
async function putOnClipboard(page: Page, text: string): Promise<void> {
  const elsewhere = await page.context().newPage();
  await elsewhere.setContent('<textarea aria-label="Copy here"></textarea>');
  const box = elsewhere.getByLabel('Copy here');
  await box.fill(text);
  await box.press('ControlOrMeta+A');
  await box.press('ControlOrMeta+C');
  await elsewhere.close();
}

const shownLink = (page: Page, name: string) => page.getByRole('group', { name }).getByRole('code').textContent();

test('from landing to a copied link: paste and one click; from the link to the text: one click', async ({
  page,
  someoneElse,
}) => {
  const pressed = await countPresses(page);
  await putOnClipboard(page, 'pasted from elsewhere');
  await page.goto('');
  await page.keyboard.press('ControlOrMeta+V');
  await page.getByRole('button', { name: 'Seal it' }).click();
  await expect(page.getByText('Link copied.')).toBeVisible();
  await expect(heading(page, 'Sealed')).toBeFocused();
  expect(pressed.clicks).toBe(1);
  const pasted = pressed.keys.filter((key) => key !== 'Control' && key !== 'Meta');
  expect(pasted.map((key) => key.toLowerCase())).toEqual(['v']);
  const link = await clipboardOf(page);
  expect(link).toBe(await shownLink(page, 'The link'));

  const recipient = await someoneElse();
  const opening = await countPresses(recipient);
  await recipient.goto(link);
  await recipient.getByRole('button', { name: 'Break the seal' }).click();
  await expect(openedText(recipient)).toHaveText('pasted from elsewhere');
  expect(opening).toEqual({ clicks: 1, keys: [] });
});

test('with a password: type it and press Enter', async ({ page, someoneElse }) => {
  await page.goto('');
  await page.getByLabel('Your secret').fill('locked');
  await page.getByLabel('Kind of password').selectOption({ label: 'a password I choose' });
  await page.getByRole('textbox', { name: 'Password' }).fill('pw');
  await page.getByRole('button', { name: 'Seal it' }).click();
  await expect(page.getByText('Link copied.')).toBeVisible();
  const link = await clipboardOf(page);

  const recipient = await someoneElse();
  const opening = await countPresses(recipient);
  await recipient.goto(link);
  await expect(recipient.getByRole('textbox', { name: 'Password' })).toBeFocused();
  await recipient.keyboard.type('pw');
  await recipient.keyboard.press('Enter');
  await expect(openedText(recipient)).toHaveText('locked');
  expect(opening).toEqual({ clicks: 0, keys: ['p', 'w', 'Enter'] });
});

test('the link of a request is copied with the click that makes it', async ({ page }) => {
  await page.goto('ask');
  await page.keyboard.type('The key of the cellar');
  await page.getByRole('button', { name: 'Make the link' }).click();
  await expect(page.getByText('Link copied.')).toBeVisible();
  expect(await clipboardOf(page)).toBe(await shownLink(page, 'The request link'));
});

test('a click that seals nothing leaves the clipboard alone', async ({ page }) => {
  await putOnClipboard(page, 'precious');
  await page.goto('');
  await page.getByRole('button', { name: 'Seal it' }).click();
  await expect(page.getByText('There is nothing to seal yet.')).toBeVisible();
  expect(await clipboardOf(page)).toBe('precious');
});

for (const { why, before } of [
  {
    why: 'the browser refuses the clipboard',
    before: refuseClipboard,
  },
  {
    why: 'the person has turned to another window',
    before: () => Object.assign(Document.prototype, { hasFocus: () => false }),
  },
]) {
  test(`if ${why}, the copy button has the focus and nothing claims a copy`, async ({ page }) => {
    await page.addInitScript(before);
    await putOnClipboard(page, 'precious');
    for (const [path, label, button] of [
      ['', 'Your secret', 'Seal it'],
      ['ask', 'What do you need?', 'Make the link'],
    ] as const) {
      await page.goto(path);
      await page.getByLabel(label).fill('text');
      await page.getByRole('button', { name: button }).click();
      await expect(page.getByText('The link is not copied yet. Press “Copy link”.')).toBeVisible();
      await expect(page.getByRole('button', { name: 'Copy link' }), path).toBeFocused();
      await expect(page.getByText('Link copied.')).toHaveCount(0);
      expect(await clipboardOf(page)).toBe('precious');
    }
  });
}

test('after an upload, the copy button has the focus and the clipboard is as it was', async ({ page }) => {
  await putOnClipboard(page, 'precious');
  await page.goto('');
  const opening = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Files' }).click();
  await (await opening).setFiles({ name: 'a.bin', mimeType: '', buffer: Buffer.alloc(300_000, 7) });
  await page.getByRole('button', { name: 'Seal it' }).click();
  await expect(heading(page, 'Sealed')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Copy link' })).toBeFocused();
  await expect(page.getByText('Link copied.')).toHaveCount(0);
  expect(await clipboardOf(page)).toBe('precious');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Link copied.')).toBeVisible();
  expect(await clipboardOf(page)).toBe(await shownLink(page, 'The link'));
});
