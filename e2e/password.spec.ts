import { expect, test } from './fixtures/journey.ts';
import { breakSeal, heading, openedText, receipt, seal } from './fixtures/secret.ts';

const text = 'behind a password';
const password = 'Schlüssel  7 ';

test('a wrong password is reported in place and counts one attempt but no view; the right one opens', async ({
  page,
  someoneElse,
  silence,
}) => {
  silence.expectRemark('status of 403');
  const { link } = await seal(page, { text, password });

  const recipient = await someoneElse();
  await recipient.goto(link);
  await expect(recipient.getByText('5 wrong passwords lock it. Then only the sender can unlock it.')).toBeVisible();
  await recipient.getByRole('textbox', { name: 'Password' }).fill('Schlüssel 7');
  await breakSeal(recipient);
  await expect(recipient.getByText('Wrong password. 4 tries left before it locks.')).toBeVisible();
  await expect(recipient.getByText('4 tries left before it locks.')).toBeVisible();

  await recipient.getByRole('textbox', { name: 'Password' }).fill(password);
  await breakSeal(recipient);
  await expect(receipt(recipient)).toBeVisible();
  expect(await openedText(recipient).textContent()).toBe(text);
});

test('a tab closed at the password prompt spends nothing', async ({ page, someoneElse }) => {
  const { link } = await seal(page, { text, password });
  const hesitant = await someoneElse();
  await hesitant.goto(link);
  await hesitant.getByRole('textbox', { name: 'Password' }).fill(password);
  await hesitant.close();

  const recipient = await someoneElse();
  await recipient.goto(link);
  await expect(recipient.getByText('You can open it once.')).toBeVisible();
  await recipient.getByRole('textbox', { name: 'Password' }).fill(password);
  await breakSeal(recipient);
  expect(await openedText(recipient).textContent()).toBe(text);
});

test('wrong passwords lock the secret, the sender unlocks it, and it opens', async ({ page, someoneElse, silence }) => {
  for (const status of [403, 423]) silence.expectRemark(`status of ${status}`);
  const { link, manageLink } = await seal(page, { text, password, attempts: '3 wrong passwords' });
  const recipient = await someoneElse();
  await recipient.goto(link);
  for (const wrong of ['a', 'b', 'c']) {
    await recipient.getByRole('textbox', { name: 'Password' }).fill(wrong);
    await breakSeal(recipient);
    if (wrong !== 'c') await expect(recipient.getByText('Wrong password.')).toBeVisible();
  }
  await expect(heading(recipient, 'Locked')).toBeVisible();

  await page.goto(manageLink);
  await expect(page.getByText('Locked by wrong passwords')).toBeVisible();
  await expect(page.getByText('3 of 3')).toBeVisible();
  await page.getByRole('button', { name: 'Unlock it' }).click();
  await expect(page.getByText('Waiting to be opened')).toBeVisible();

  await recipient.getByRole('button', { name: 'Check again' }).click();
  await recipient.getByRole('textbox', { name: 'Password' }).fill(password);
  await breakSeal(recipient);
  expect(await openedText(recipient).textContent()).toBe(text);
});

test('wrong passwords destroy the secret if the sender chose that', async ({ page, someoneElse, silence }) => {
  for (const status of [403, 410]) silence.expectRemark(`status of ${status}`);
  const { link } = await seal(page, { text, password, attempts: '3 wrong passwords', atLimit: 'destroyed' });
  const recipient = await someoneElse();
  await recipient.goto(link);
  for (const left of [2, 1]) {
    await recipient.getByRole('textbox', { name: 'Password' }).fill(`wrong ${left}`);
    await breakSeal(recipient);
    await expect(
      recipient.getByText(
        left === 2 ? '2 tries left before it is destroyed for good.' : 'One try left before it is destroyed for good.',
      ),
    ).toBeVisible();
  }
  await recipient.getByRole('textbox', { name: 'Password' }).fill('wrong 0');
  await breakSeal(recipient);
  await expect(heading(recipient, 'Destroyed')).toBeVisible();
});

test('a generated password opens the secret that it sealed', async ({ page, someoneElse }) => {
  await page.goto('');
  await page.getByLabel('Your secret').fill(text);
  await page.getByLabel('Kind of password').selectOption({ label: 'a generated password' });
  const shown = page.getByRole('status', { name: 'Password' });
  await expect(shown).toHaveText(/^\S{4,}$/);
  const generated = (await shown.textContent()) ?? '';
  await page.getByRole('button', { name: 'Seal it' }).click();
  const link = (await page.getByRole('group', { name: 'The link' }).getByRole('code').textContent()) ?? '';

  const recipient = await someoneElse();
  await recipient.goto(link);
  await recipient.getByRole('textbox', { name: 'Password' }).fill(generated);
  await breakSeal(recipient);
  expect(await openedText(recipient).textContent()).toBe(text);
});
