import { readFile } from 'node:fs/promises';
import { expect, test } from './fixtures/journey.ts';
import { breakSeal, receipt, seal } from './fixtures/secret.ts';

const row = (title: string) => ({ name: title, exact: true });

test('the list shows the status of each share and deletes one', async ({ page, someoneElse }) => {
  const opened = await seal(page, { text: 'one', title: 'Opened one' });
  await seal(page, { text: 'two', title: 'Waiting one' });
  await seal(page, { text: 'three' });
  const recipient = await someoneElse();
  await recipient.goto(opened.link);
  await breakSeal(recipient);
  await expect(receipt(recipient)).toBeVisible();

  await page.getByRole('link', { name: 'My shares' }).click();
  await expect(page.getByText('3 shares')).toBeVisible();
  const item = (title: string) => page.getByRole('listitem').filter({ has: page.getByRole('link', row(title)) });
  await expect(item('Opened one')).toContainText('opened');
  await expect(item('Waiting one')).toContainText('not opened yet');
  await expect(item('Untitled')).toBeVisible();

  await page.getByRole('button', { name: 'Delete Waiting one' }).click();
  await page.getByRole('button', { name: 'Delete it' }).click();
  await expect(item('Waiting one')).toContainText('deleted');
  await page.getByRole('button', { name: 'Remove from list: Opened one' }).click();
  await expect(page.getByText('2 shares')).toBeVisible();
  await expect(page.getByRole('link', row('Opened one'))).toHaveCount(0);
});

test('all active shares are deleted together', async ({ page }) => {
  await seal(page, { text: 'one', title: 'First' });
  await seal(page, { text: 'two', title: 'Second' });
  await page.goto('shares');
  await page.getByText('List settings', { exact: true }).click();
  await page.getByRole('button', { name: 'Delete all 2 active' }).click();
  await page.getByRole('button', { name: 'Delete all', exact: true }).click();
  for (const title of ['First', 'Second']) {
    await expect(page.getByRole('listitem').filter({ hasText: title })).toContainText('deleted');
  }
});

test('the list moves to another browser as a file', async ({ page, someoneElse }) => {
  await seal(page, { text: 'one', title: 'Moved' });
  await page.goto('shares');
  await page.getByText('List settings', { exact: true }).click();
  await page.getByRole('button', { name: 'Export to a file' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save the file' }).click(),
  ]);
  const file = await download.path();
  expect(await readFile(file, 'utf8')).not.toContain('#');

  const other = await someoneElse();
  await other.goto('shares');
  const chooser = other.waitForEvent('filechooser');
  await other.getByRole('button', { name: 'Import from a file' }).click();
  await (await chooser).setFiles(file);
  await expect(other.getByText('1 entry was added.')).toBeVisible();
  await expect(other.getByRole('link', row('Moved'))).toBeVisible();
});

test('links are kept only by choice, and erased when the choice is undone', async ({ page }) => {
  await seal(page, { text: 'before', title: 'Before' });
  await page.goto('shares');
  await page.getByText('List settings', { exact: true }).click();
  const keep = page.getByRole('checkbox', { name: 'Keep links on this device' });
  await keep.check();
  await expect(async () => {
    await page.reload();
    await page.getByText('List settings', { exact: true }).click();
    await expect(keep).toBeChecked({ timeout: 1000 });
  }).toPass();
  await seal(page, { text: 'after', title: 'After' });
  await page.goto('shares');
  await expect(page.getByRole('button', { name: /^Copy (the )?link of After$/ })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Copy (the )?link of Before$/ })).toHaveCount(0);
  await page.getByText('List settings', { exact: true }).click();
  await keep.uncheck();
  await expect(page.getByRole('button', { name: /^Copy (the )?link of After$/ })).toHaveCount(0);
});

test('what was removed from the list stays removed after a reload, unless it is undone', async ({ page }) => {
  await seal(page, { text: 'one', title: 'Kept' });
  await seal(page, { text: 'two', title: 'Slip' });
  await page.goto('shares');
  const remove = async () => {
    await page.getByRole('button', { name: 'Remove from list: Slip' }).click();
    await page.getByRole('button', { name: 'Remove it' }).click();
    await expect(page.getByRole('link', row('Slip'))).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Undo' })).toBeFocused();
  };
  await remove();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', row('Slip'))).toBeFocused();
  await page.reload();
  await expect(page.getByRole('link', row('Slip'))).toBeVisible();
  await remove();
  await page.reload();
  await expect(page.getByText('1 share', { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0);
});

test('the list is sorted and filtered, which the address does not show', async ({ page, someoneElse }) => {
  const { link } = await seal(page, { text: 'one', title: 'Beta' });
  await seal(page, { text: 'two', title: 'Alpha' });
  const recipient = await someoneElse();
  await recipient.goto(link);
  await breakSeal(recipient);
  await expect(receipt(recipient)).toBeVisible();

  await page.goto('shares');
  const titles = page.getByRole('listitem').getByRole('link');
  await expect(titles).toHaveText(['Alpha', 'Beta']);
  await page.getByLabel('Filter by state').selectOption('opened ones');
  await expect(titles).toHaveText(['Beta']);
  await expect(page.getByText('1 of 2', { exact: true })).toBeVisible();
  await page.reload();
  await expect(titles).toHaveText(['Beta']);
  await page.getByLabel('Filter by state').selectOption('everything');
  await page.getByLabel('Order').selectOption('by title');
  await expect(titles).toHaveText(['Alpha', 'Beta']);
  expect(new URL(page.url())).toMatchObject({ search: '', hash: '' });
});

test('the sender is notified of an opening after asking for it, without a title', async ({ page, someoneElse }) => {
  // Chromium without a screen has no notifications to allow or to see.
  await page.addInitScript(() => {
    const shown: unknown[] = [];
    const asked: unknown[] = [];
    function recorded(title: string, options?: NotificationOptions): void {
      shown.push([title, options?.body]);
    }
    const requestPermission = async () => {
      asked.push(navigator.userActivation.isActive);
      return 'granted';
    };
    const Recorded = Object.assign(recorded, { permission: 'default', requestPermission });
    // Playwright reports every page as focused.
    document.hasFocus = () => false;
    Object.assign(window, { Notification: Recorded, shown, asked });
  });
  const recorded = (name: 'shown' | 'asked') =>
    page.evaluate((list) => (window as unknown as Record<string, unknown[]>)[list], name);
  const { link } = await seal(page, { text: 'one', title: 'Private title' });
  await page.goto('shares');
  const item = page.getByRole('listitem').filter({ hasText: 'Private title' });
  await expect(item).toContainText('not opened yet');
  expect(await recorded('asked')).toEqual([]);
  await page.getByRole('button', { name: 'Notify me when a secret is opened' }).click();
  await expect(page.getByRole('button', { name: 'Stop notifications' })).toBeFocused();
  expect(await recorded('asked')).toEqual([true]);

  const recipient = await someoneElse();
  await recipient.goto(link);
  await breakSeal(recipient);
  await expect(receipt(recipient)).toBeVisible();
  await expect.poll(() => recorded('shown')).toEqual([['Sotto', 'A secret was opened.']]);
  await expect(item).not.toContainText('not opened yet');
});
