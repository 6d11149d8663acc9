import type { Page } from '@playwright/test';
import { expectAccessible } from './fixtures/axe.ts';
import { expect, test } from './fixtures/journey.ts';
import { heading, seal } from './fixtures/secret.ts';
import { readRequestLink } from './fixtures/request.ts';

/** @returns whether the page asked before it was left. The test chooses to stay. */
async function asksBeforeReload(page: Page): Promise<boolean> {
  let asked = false;
  const { promise, resolve } = Promise.withResolvers<undefined>();
  page.once('dialog', (dialog) => {
    asked = true;
    void dialog.dismiss().then(() => resolve(undefined));
  });
  const marked = page.evaluate(() => location.reload());
  await Promise.race([promise, page.waitForEvent('load')]);
  await marked.catch(() => undefined);
  page.removeAllListeners('dialog');
  return asked;
}

test('leaving the sheet asks first, even if only a title or a password was typed', async ({ page }) => {
  await page.goto('');
  await page.getByLabel('Your secret').click();
  expect(await asksBeforeReload(page)).toBe(false);

  await page.getByRole('button', { name: 'Title' }).click();
  await page.getByRole('textbox', { name: 'Title' }).fill('a title alone');
  expect(await asksBeforeReload(page)).toBe(true);
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('a title alone');
  await page.getByRole('textbox', { name: 'Title' }).fill('');

  await page.getByLabel('Kind of password').selectOption({ label: 'a password I choose' });
  await page.getByRole('textbox', { name: 'Password' }).fill('typed');
  expect(await asksBeforeReload(page)).toBe(true);
  await page.getByLabel('Kind of password').selectOption({ label: 'no password' });
  expect(await asksBeforeReload(page)).toBe(true);
  await page.getByLabel('Kind of password').selectOption({ label: 'a password I choose' });
  await expect(page.getByRole('textbox', { name: 'Password' })).toHaveValue('typed');
});

test('leaving asks first while the link exists only on this page, and not once it is copied or deleted', async ({
  page,
}) => {
  await seal(page, { text: 'true' });
  await expect(page.getByText('Link copied.')).toBeVisible();
  expect(await asksBeforeReload(page)).toBe(false);

  // From now on, sealing does not copy: the page refuses itself the promise that is made during the press.
  await page.addInitScript(() => {
    const refuse = () => Promise.reject(new DOMException('refused', 'NotAllowedError'));
    const copy = navigator.clipboard.writeText.bind(navigator.clipboard);
    let presses = 0;
    addEventListener('click', () => presses++, true);
    Object.assign(Clipboard.prototype, {
      write: refuse,
      writeText: (text: string) => (presses > 1 ? copy(text) : refuse()),
    });
  });
  await seal(page, { text: 'true' });
  expect(await asksBeforeReload(page)).toBe(true);
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await asksBeforeReload(page)).toBe(false);

  await seal(page, { text: 'true' });
  await page.getByRole('group', { name: 'The link' }).getByRole('code').click({ clickCount: 3 });
  await page.keyboard.press('ControlOrMeta+C');
  expect(await asksBeforeReload(page)).toBe(false);

  await seal(page, { text: 'true' });
  await page.getByRole('button', { name: 'Delete now' }).click();
  await page.getByRole('button', { name: 'Delete it' }).click();
  await expect(heading(page, 'Deleted')).toBeVisible();
  expect(await asksBeforeReload(page)).toBe(false);
});

test('a long word does not make any page wider than the screen', async ({ page, someoneElse }) => {
  const word = 'W'.repeat(200);
  const { manageLink } = await seal(page, { text: word.repeat(20), title: word });
  await page.goto(manageLink);
  await expect(heading(page, word)).toBeVisible();
  await expectAccessible(page, 'managed, with a long title');

  await page.goto('ask');
  await page.getByLabel('What do you need?').fill(word);
  await page.getByLabel('Anything they should know').fill(word.repeat(4));
  await page.getByRole('button', { name: 'Make the link' }).click();
  await expect(heading(page, 'Now send it')).toBeVisible();
  await expectAccessible(page, 'asked, with a long title');
  const link = await readRequestLink(page);
  const author = await someoneElse();
  await author.goto(link);
  await expect(heading(author, word)).toBeVisible();
  await expectAccessible(author, 'answering, with a long title');
});
