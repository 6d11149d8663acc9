import { clipboardOf } from './fixtures/clipboard.ts';
import { expect, test } from './fixtures/journey.ts';
import { heading, openedText, receipt, seal } from './fixtures/secret.ts';
import { tabTo } from './fixtures/tab-to.ts';

test('a secret is sealed, opened and deleted without a mouse', async ({ page, someoneElse }) => {
  await page.goto('');
  await expect(page.getByLabel('Your secret')).toBeFocused();
  await page.keyboard.type('typed\nby hand');
  await tabTo(page, page.getByLabel('Number of openings'));
  await page.keyboard.press('ArrowDown');
  await expect(page.getByLabel('Number of openings')).toHaveValue('2');
  await tabTo(page, page.getByRole('button', { name: 'Seal it' }));
  await page.keyboard.press('Enter');
  await expect(heading(page, 'Sealed')).toBeFocused();
  await tabTo(page, page.getByRole('button', { name: 'Copy link' }));
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Copied' })).toBeFocused();
  const link = await clipboardOf(page);

  const recipient = await someoneElse();
  await recipient.goto(link);
  await expect(heading(recipient, 'A secret for you')).toBeVisible();
  await tabTo(recipient, recipient.getByRole('button', { name: 'Break the seal' }));
  await recipient.keyboard.press('Enter');
  await expect(openedText(recipient)).toHaveText('typed\nby hand');
  const focus = await recipient.evaluate(() => document.activeElement?.tagName);
  expect(focus, 'the focus moves to the opened secret').not.toBe('BODY');
  await tabTo(recipient, recipient.getByRole('button', { name: 'Copy', exact: true }));
  await recipient.keyboard.press('Enter');
  expect(await clipboardOf(recipient)).toBe('typed\nby hand');

  await page.bringToFront();
  await tabTo(page, page.getByRole('button', { name: 'Delete now' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Keep it' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Delete now' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(heading(page, 'Deleted')).toBeFocused();
});

test('after giving a key or retrying, the focus is on the new heading', async ({
  page,
  server,
  someoneElse,
  silence,
}) => {
  silence.expectRemark('net::ERR');
  const { link, linkWithoutKey, key } = await seal(page, { text: 'apart' });
  const recipient = await someoneElse();
  await recipient.goto(linkWithoutKey);
  await tabTo(recipient, recipient.getByLabel('Key or whole link'));
  await recipient.keyboard.type(key);
  await recipient.keyboard.press('Enter');
  await expect(heading(recipient, 'A secret for you')).toBeFocused();

  const away = server.relay.interfere('/describe', 'refuse');
  await recipient.goto('about:blank');
  await recipient.goto(link);
  await expect(heading(recipient, 'Not loaded yet')).toBeVisible();
  await tabTo(recipient, recipient.getByRole('button', { name: 'Retry now' }));
  away.stop();
  await recipient.keyboard.press('Enter');
  await expect(heading(recipient, 'A secret for you')).toBeFocused();
});

test('after the key is given, the password field has the focus', async ({ page, someoneElse }) => {
  const { linkWithoutKey, key } = await seal(page, { text: 'apart', password: 'pw' });
  const recipient = await someoneElse();
  await recipient.goto(linkWithoutKey);
  await recipient.getByLabel('Key or whole link').fill(key);
  await recipient.keyboard.press('Enter');
  await expect(recipient.getByRole('textbox', { name: 'Password' })).toBeFocused();
  await recipient.keyboard.type('pw');
  await recipient.keyboard.press('Enter');
  await expect(openedText(recipient)).toHaveText('apart');
});

test('the password field does not take the focus from what the person has chosen while the page loads', async ({
  page,
  server,
  someoneElse,
  silence,
}) => {
  silence.expectRemark('net::ERR');
  const { link } = await seal(page, { text: 'locked', password: 'pw' });
  const recipient = await someoneElse();
  const away = server.relay.interfere('/describe', 'refuse');
  await recipient.goto(link);
  await expect(heading(recipient, 'Not loaded yet')).toBeVisible();
  const chosen = recipient.getByRole('link', { name: 'How it works' });
  await chosen.focus();
  away.stop();
  await expect(recipient.getByRole('textbox', { name: 'Password' })).toBeVisible({ timeout: 30_000 });
  await expect(chosen).toBeFocused();
});

test('Escape and a button close the generator and the title; the focus returns to what opened them', async ({
  page,
}) => {
  await page.goto('');
  const generate = page.getByRole('button', { name: 'Generate' });
  const title = page.getByRole('button', { name: 'Title' });
  const insert = page.getByRole('button', { name: 'Insert' });
  const close = page.getByRole('button', { name: 'Close' });
  for (const leave of [
    async () => page.keyboard.press('Escape'),
    async () => {
      await tabTo(page, close);
      await page.keyboard.press('Enter');
    },
  ]) {
    await generate.click();
    await insert.focus();
    await leave();
    await expect(insert).toHaveCount(0);
    await expect(generate).toBeFocused();
    await expect(generate).toHaveAttribute('aria-expanded', 'false');

    await title.click();
    await expect(page.getByRole('textbox', { name: 'Title' })).toBeFocused();
    await page.keyboard.type('!');
    await leave();
    await expect(page.getByRole('textbox', { name: 'Title' })).toHaveCount(0);
    await expect(title).toBeFocused();
  }
  await expect(title, 'a closed title is not lost').toHaveText('Title: !!');
  await generate.click();
  await page.keyboard.press('Escape');
  await expect(insert, 'also from the button that opened it').toHaveCount(0);
});

test('generated text goes in at the caret, with a blank where it would touch a word', async ({ page }) => {
  await page.goto('');
  const sheet = page.getByLabel('Your secret');
  await sheet.fill('user=maria\npassword=\nhost');
  await sheet.evaluate((field: HTMLTextAreaElement) => field.setSelectionRange(20, 20));
  await page.getByRole('button', { name: 'Generate' }).click();
  await page.getByRole('combobox', { name: 'Generate' }).selectOption({ label: 'a key in hex' });
  await page.getByRole('button', { name: 'Insert' }).click();
  await expect(sheet).toHaveValue(/^user=maria\npassword=[0-9a-f]{64}\nhost$/);
  await sheet.fill('beforeafter');
  await sheet.evaluate((field: HTMLTextAreaElement) => field.setSelectionRange(6, 6));
  await page.getByRole('button', { name: 'Insert' }).click();
  await expect(sheet).toHaveValue(/^before [0-9a-f]{64} after$/);
});

test('the first Tab on every page skips to the content', async ({ page, silence }) => {
  silence.expectRemark('status of 404');
  for (const path of ['shares', 'how-it-works', 'security', 'no-such-page']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await page.keyboard.press('Tab');
    const skip = page.getByRole('link', { name: 'Skip to content' });
    await expect(skip, path).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('main'), path).toBeFocused();
    expect(new URL(page.url()).hash, path).toBe('');
  }
});

test('Tab leaves the sheet: there is no keyboard trap', async ({ page }) => {
  await page.goto('');
  await page.getByLabel('Your secret').fill('text');
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Your secret')).not.toBeFocused();
  await expect(page.getByLabel('Your secret')).toHaveValue('text');
});

test('a password is typed, and a wrong one corrected, without a mouse', async ({ page, someoneElse, silence }) => {
  silence.expectRemark('status of 403');
  await page.goto('');
  await page.keyboard.type('locked');
  await tabTo(page, page.getByLabel('Kind of password'));
  await page.keyboard.press('ArrowDown');
  await tabTo(page, page.getByRole('textbox', { name: 'Password' }));
  await page.keyboard.type('right');
  await page.keyboard.press('Control+Enter');
  await expect(heading(page, 'Sealed')).toBeVisible();
  const recipient = await someoneElse();
  await recipient.goto(await clipboardOf(page));
  await expect(recipient.getByRole('textbox', { name: 'Password' })).toBeFocused();
  await recipient.keyboard.type('wrong');
  await recipient.keyboard.press('Enter');
  await expect(recipient.getByText('Wrong password.')).toBeVisible();
  await expect(recipient.getByRole('textbox', { name: 'Password' })).toBeFocused();
  await recipient.keyboard.press('Control+A');
  await recipient.keyboard.type('right');
  await recipient.keyboard.press('Enter');
  await expect(receipt(recipient)).toBeVisible();
});

for (const [platform, key] of [
  ['MacIntel', '⌘'],
  ['iPhone', '⌘'],
  ['Linux x86_64', 'Ctrl'],
] as const) {
  test(`shortcuts are named as on the keyboard of ${platform}`, async ({ page }) => {
    await page.addInitScript((value) => Object.defineProperty(navigator, 'platform', { get: () => value }), platform);
    await page.addInitScript(() =>
      Object.assign(Clipboard.prototype, { writeText: () => Promise.reject(new Error()) }),
    );
    await page.goto('');
    await expect(page.getByText(`or press ${key} + Enter`)).toBeVisible();
    await page.getByLabel('Kind of password').selectOption({ label: 'a generated password' });
    await page.getByRole('button', { name: 'Copy password' }).click();
    await expect(page.getByRole('button', { name: `Select it and press ${key} + C` })).toBeVisible();
    await page.getByLabel('Your secret').fill('copied by hand');
    await page.getByRole('button', { name: 'Seal it' }).click();
    await page.getByRole('button', { name: 'Copy link' }).click();
    await expect(page.getByRole('button', { name: `Press ${key} + C` })).toBeVisible();
  });
}
