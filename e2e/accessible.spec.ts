import { expectAccessible } from './fixtures/axe.ts';
import { expect, test } from './fixtures/journey.ts';
import { breakSeal, heading, openedText, readSealed, receipt, seal, write } from './fixtures/secret.ts';

const text =
  'API_KEY=sk-0123456789\nA_VARIABLE_WHOSE_NAME_IS_LONGER_THAN_A_PHONE_IS_WIDE=1\nPASSWORD="a very long value that has to be wrapped somewhere, or the page would scroll sideways on a phone"\n';

test('compose, in each of its states', async ({ page }) => {
  await page.goto('');
  await expectAccessible(page, 'empty');
  await page.getByRole('button', { name: 'Seal it' }).click();
  await expect(page.getByText('There is nothing to seal yet.')).toBeVisible();
  await expect(page.getByLabel('Your secret')).toBeFocused();
  await expect(page.getByLabel('Your secret')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('Your secret')).toHaveAccessibleDescription(/There is nothing to seal yet\./);
  await expectAccessible(page, 'with an error');
  await write(page, { text, title: 'A title', opens: 'a number I choose', password: 'short' });
  await page.getByLabel('Time limit').selectOption({ label: 'a date I choose' });
  await expectAccessible(page, 'with all terms unfolded');
  await page.getByLabel('Kind of password').selectOption({ label: 'a generated password' });
  await expect(page.getByRole('button', { name: 'New password' })).toBeVisible();
  await expectAccessible(page, 'with a generated password');
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Insert' })).toBeVisible();
  await expectAccessible(page, 'with the generator');
});

test('sealed, in each of its states', async ({ page }) => {
  await page.goto('');
  await write(page, { text });
  await page.keyboard.press('Control+Enter');
  await readSealed(page);
  await expectAccessible(page, 'sealed and copied');
  await page.getByRole('button', { name: 'QR code' }).click();
  await expect(page.getByRole('img', { name: 'The link as a QR code' })).toBeVisible();
  await page.getByRole('button', { name: 'Send the key separately' }).click();
  await expectAccessible(page, 'with QR code and separate key');
  await page.getByRole('button', { name: 'Delete now' }).click();
  await expectAccessible(page, 'asking whether to delete');
  await page.getByRole('button', { name: 'Delete it' }).click();
  await expect(heading(page, 'Deleted')).toBeVisible();
  await expectAccessible(page, 'deleted');
});

test('receive, from the seal to the opened secret', async ({ page, someoneElse, silence }) => {
  silence.expectRemark('status of 403');
  const { link } = await seal(page, { text, title: 'Keys', password: 'right', opens: 'twice' });
  const recipient = await someoneElse();
  await recipient.goto(link);
  await expect(heading(recipient, 'A secret for you')).toBeVisible();
  await expectAccessible(recipient, 'sealed, with a password');
  await recipient.getByRole('textbox', { name: 'Password' }).fill('wrong');
  await breakSeal(recipient);
  await expect(recipient.getByText('Wrong password.')).toBeVisible();
  await expectAccessible(recipient, 'wrong password');
  await recipient.getByRole('textbox', { name: 'Password' }).fill('right');
  await breakSeal(recipient);
  await expect(openedText(recipient)).toBeVisible();
  await expect(recipient.getByText(/^Opened\. It can be opened one more time/)).toBeVisible();
  await expect(recipient.getByRole('button', { name: /^Copy value of/ })).toHaveCount(3);
  await expectAccessible(recipient, 'opened');
  await recipient.getByRole('button', { name: 'Hide', exact: true }).click();
  await expectAccessible(recipient, 'hidden');

  const second = await someoneElse();
  await second.goto(link);
  await expect(second.getByText('Opened once before, on')).toBeVisible();
  await expectAccessible(second, 'opened before');
});

test('receive, with nothing to open', async ({ page, someoneElse, silence }) => {
  for (const status of [403, 404, 423]) silence.expectRemark(`status of ${status}`);
  const once = await seal(page, { text });
  const recipient = await someoneElse();
  await recipient.goto(once.linkWithoutKey);
  await expect(heading(recipient, 'The key is missing')).toBeVisible();
  await expectAccessible(recipient, 'key missing');
  await recipient.getByRole('textbox', { name: 'Key or whole link' }).fill(once.key.slice(0, 30));
  await recipient.getByRole('button', { name: 'Use this key' }).click();
  await expect(recipient.getByText('The link or key is incomplete')).toBeVisible();
  await expectAccessible(recipient, 'key cut, pasted');

  await recipient.goto(once.link);
  await breakSeal(recipient);
  await expect(receipt(recipient)).toBeVisible();
  await expectAccessible(recipient, 'destroyed on the server');
  const late = await someoneElse();
  await late.goto(once.link);
  await expect(heading(late, 'Already opened')).toBeVisible();
  await expectAccessible(late, 'already opened');

  const deleted = await seal(page, { text });
  await page.getByRole('button', { name: 'Delete now' }).click();
  await page.getByRole('button', { name: 'Delete it' }).click();
  await expect(heading(page, 'Deleted')).toBeVisible();
  await late.goto(deleted.link);
  await expect(heading(late, 'Deleted')).toBeVisible();
  await expectAccessible(late, 'deleted');
});

test('manage and my shares, in each of their states', async ({ page, someoneElse, silence }) => {
  for (const status of [403, 423]) silence.expectRemark(`status of ${status}`);
  await page.goto('shares');
  await expect(heading(page, 'My shares')).toBeVisible();
  await expectAccessible(page, 'my shares, empty');

  const { link, manageLink } = await seal(page, {
    text,
    title: 'Locked',
    password: 'right',
    attempts: '3 wrong passwords',
  });
  await page.goto(manageLink);
  await expect(page.getByText('Waiting to be opened')).toBeVisible();
  await expectAccessible(page, 'manage, waiting');
  const recipient = await someoneElse();
  await recipient.goto(link);
  for (const left of [2, 1, 0]) {
    await recipient.getByRole('textbox', { name: 'Password' }).fill(`wrong ${left}`);
    await breakSeal(recipient);
    if (left > 0)
      await expect(
        recipient.getByText(left === 2 ? '2 tries left before it locks' : 'One try left before it locks'),
      ).toBeVisible();
  }
  await expect(heading(recipient, 'Locked')).toBeVisible();
  await expectAccessible(recipient, 'receive, locked');
  await page.reload();
  await expect(page.getByRole('button', { name: 'Unlock it' })).toBeVisible();
  await expectAccessible(page, 'manage, locked');

  await seal(page, { text });
  await page.goto('shares');
  await expect(page.getByText('2 shares')).toBeVisible();
  await page.getByText('List settings', { exact: true }).click();
  await expectAccessible(page, 'my shares, two');
  await page.getByRole('button', { name: 'Delete Locked' }).click();
  await expectAccessible(page, 'my shares, asking whether to delete');
  await page.getByRole('button', { name: 'Keep it' }).click();
  await page.getByRole('button', { name: 'Remove from list: Locked' }).click();
  await page.getByRole('button', { name: 'Remove it' }).click();
  await expect(page.getByRole('button', { name: 'Undo' })).toBeFocused();
  await expectAccessible(page, 'my shares, removed from the list');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('2 shares')).toBeVisible();

  await page.goto(manageLink);
  await page.getByRole('button', { name: 'Delete now' }).click();
  await page.getByRole('button', { name: 'Delete it' }).click();
  await expect(page.getByText(/^It was deleted on/)).toBeVisible();
  await expectAccessible(page, 'manage, deleted');
  await page.goto(manageLink.split('#')[0] ?? '');
  await expect(heading(page, 'The manage key is missing')).toBeVisible();
  await expectAccessible(page, 'manage, key missing');
});

test('pages without forms', async ({ page, silence, anotherServer }) => {
  silence.expectRemark('status of 404');
  for (const path of [
    'how-it-works',
    'security',
    'no-such-page',
    's/damaged',
    `s/${'1'.repeat(22)}%23${'1'.repeat(50)}`,
  ]) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectAccessible(page, path);
  }
  const insecure = await anotherServer({ hostname: 'sotto.example' });
  await page.goto(insecure.url);
  await expect(heading(page, 'This connection is not secure')).toBeVisible();
  await expectAccessible(page, 'plain http');
});

test('the chosen colours stay', async ({ page }) => {
  await page.goto('');
  const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await paper();
  await page.getByLabel('Colours').selectOption({ label: 'Dark' });
  await expect.poll(paper).not.toBe(light);
  const dark = await paper();
  await page.goto('shares');
  expect(await paper()).toBe(dark);
  await page.getByLabel('Colours').selectOption({ label: 'System' });
  await expect.poll(paper).toBe(light);
});
