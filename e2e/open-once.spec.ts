import { clipboardOf } from './fixtures/clipboard.ts';
import { expect, test } from './fixtures/journey.ts';
import { breakSeal, heading, openedText, receipt, seal } from './fixtures/secret.ts';

const text = 'Grüße, 世界 👩‍👩‍👧\n\n\ttab, trailing space \n<b>not bold</b> & "quotes"\n';

test('a secret is sealed, opened once by someone else, and gone', async ({ page, someoneElse }) => {
  const { link } = await seal(page, { text, title: 'For the <i>vault</i>' });
  expect(link).toMatch(/\/s\/[1-9A-HJ-NP-Za-km-z]{21,22}#[1-9A-HJ-NP-Za-km-z]{50}$/);

  const recipient = await someoneElse();
  await recipient.goto(link);
  await expect(heading(recipient, 'A secret for you')).toBeVisible();
  await expect(recipient.getByText('You can open it once.')).toBeVisible();
  await breakSeal(recipient);
  await expect(heading(recipient, 'For the <i>vault</i>')).toBeVisible();
  await expect(receipt(recipient)).toBeVisible();
  expect(await openedText(recipient).textContent()).toBe(text);
  expect(await recipient.title()).not.toContain('vault');

  await recipient.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(recipient.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await clipboardOf(recipient)).toBe(text);

  const late = await someoneElse();
  await late.goto(link);
  await expect(heading(late, 'Already opened')).toBeVisible();
  await expect(late.getByText(/^It was opened on .* If that wasn’t you, tell the sender\.$/)).toBeVisible();
});

test('a secret for two is opened twice, and the second reader sees when the first one opened it', async ({
  page,
  someoneElse,
}) => {
  const { link } = await seal(page, { text, opens: 'twice' });
  const [first, second, third] = [await someoneElse(), await someoneElse(), await someoneElse()];

  await first.goto(link);
  await breakSeal(first);
  await expect(first.getByText(/^Opened\. It can be opened one more time, until /)).toBeVisible();

  await second.goto(link);
  await expect(second.getByText('It can be opened one more time.')).toBeVisible();
  await expect(second.getByText('Opened once before, on')).toBeVisible();
  await breakSeal(second);
  expect(await openedText(second).textContent()).toBe(text);
  await expect(receipt(second)).toBeVisible();

  await third.goto(link);
  await expect(third.getByText('All 2 openings are used.')).toBeVisible();
});

test('Ctrl + Enter seals and copies the exact link, as the button does', async ({ page }) => {
  await page.goto('');
  await expect(page.getByLabel('Your secret')).toBeFocused();
  await page.keyboard.type('a few words');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Link copied.')).toBeVisible();
  expect(await clipboardOf(page)).toBe(
    await page.getByRole('group', { name: 'The link' }).getByRole('code').textContent(),
  );
});

test('leaving a draft asks first, and coming back starts with default terms', async ({ page }) => {
  await page.goto('');
  await page.getByLabel('Your secret').fill('unsent');
  const asked = page.waitForEvent('dialog');
  const leaving = page.reload();
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.accept();
  await leaving;
  await expect(page.getByLabel('Your secret')).toHaveValue('');
});
