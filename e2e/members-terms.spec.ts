import { chosen, noiseOf, saved, withoutPicker } from './fixtures/files.ts';
import { expect } from './fixtures/journey.ts';
import { openMailbox } from './fixtures/mailbox.ts';
import { settingsFor, signIn, test, writeForMembers } from './fixtures/members.ts';
import { breakSeal, heading, openedText, readSealed } from './fixtures/secret.ts';
import { tabTo } from './fixtures/tab-to.ts';

test('members sign in, seal and open by keyboard alone', async ({ page, someoneElse }) => {
  await page.goto('');
  await page.keyboard.type('by hand');
  await tabTo(page, page.getByRole('button', { name: 'Choose who can open it, and from when' }));
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Who can open it')).toBeFocused();
  await page.keyboard.type('members');
  await tabTo(page, page.getByLabel('staff'));
  await page.keyboard.press('Space');
  await page.keyboard.press('Control+Enter');
  const { link } = await readSealed(page);

  const member = await someoneElse();
  await member.goto(link);
  const signInLink = member.getByRole('main').getByRole('link', { name: 'Sign in (opens in a new tab)' });
  await expect(signInLink).toBeVisible();
  await tabTo(member, signInLink);
  const opening = member.context().waitForEvent('page');
  await member.keyboard.press('Enter');
  const tab = await opening;
  await tabTo(tab, tab.getByLabel('Account'));
  await tab.keyboard.type('ana');
  await tab.keyboard.press('Enter');
  await expect(member.getByText('You are signed in as ana@example.org and can continue.')).toBeAttached();
  await expect(member.getByRole('button', { name: 'Break the seal' })).toBeFocused();
  await member.keyboard.press('Enter');
  await expect(openedText(member)).toHaveText('by hand');
});

test('a sender who has signed in is shown to everyone with the link, and a password comes after the sign-in', async ({
  page,
  silence,
  someoneElse,
}) => {
  silence.expectRemark('status of 403');
  const tab = await page.context().newPage();
  await tab.goto('sign-in');
  await tab.getByLabel('Account').fill('ana');
  await tab.getByRole('button', { name: 'Sign in' }).click();
  await expect(heading(tab, 'Signed in')).toBeVisible();
  await withoutPicker(page);
  await page.goto('');
  await writeForMembers(page, { text: 'with a file', password: 'right' });
  await page.getByLabel('Show me as the sender').check();
  const file = noiseOf('keys.bin', 300_000);
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Files', exact: true }).click();
  await (await choosing).setFiles(chosen([file]));
  await expect(page.getByRole('region', { name: 'Attached files' })).toBeVisible();
  await page.getByRole('button', { name: 'Seal it' }).click();
  const { link } = await readSealed(page);

  const member = await someoneElse();
  await withoutPicker(member);
  await member.goto(link);
  await expect(member.getByText('This service says: from ana@example.org')).toBeVisible();
  await signIn(member, 'bob');
  const password = member.getByRole('textbox', { name: 'Password' });
  await expect(password).toBeFocused();
  await password.fill('wrong');
  await breakSeal(member);
  await expect(member.getByText('Wrong password.')).toBeVisible();
  await expect(password).toBeFocused();
  await password.fill('right');
  await breakSeal(member);
  await expect(openedText(member)).toHaveText('with a file');
  const got = await saved(member, () => member.getByRole('button', { name: 'Save: keys.bin' }).click());
  expect(got.sha256).toBe(file.sha256);
});

test('where nobody may send to anyone with the link, the page offers the rest', async ({
  anotherServer,
  provider,
  someoneElse,
}) => {
  await using mailbox = await openMailbox();
  const { url } = await anotherServer({
    settings: (own) => ({ ...settingsFor(provider, own), ...mailbox.settings, SOTTO_WHO: 'members,named' }),
  });
  const page = await someoneElse({ baseURL: url });
  await page.goto('');
  const who = page.getByLabel('Who can open it');
  await expect(who.getByRole('option', { name: 'members only' })).toBeAttached();
  expect((await who.getByRole('option').allTextContents()).toSorted()).toEqual(['members only', 'named people only']);
  await who.selectOption('members only');
  await page.getByLabel('Your secret').fill('for members');
  await page.getByRole('button', { name: 'Seal it' }).click();
  const { link } = await readSealed(page);
  const member = await someoneElse();
  await member.goto(link);
  await signIn(member, 'bob');
  await breakSeal(member);
  await expect(openedText(member)).toHaveText('for members');
});

test('the pages of the sign-in say without JavaScript why they need it', async ({ someoneElse }) => {
  const page = await someoneElse({ javaScriptEnabled: false });
  for (const path of ['sign-in', 'signed-in']) {
    await page.goto(path);
    await expect(heading(page, 'This page needs JavaScript'), path).toBeVisible();
  }
});

test('before its time, a secret for members says for whom it is', async ({ page, someoneElse }) => {
  await page.goto('');
  await writeForMembers(page, { text: 'later', groups: ['board'] });
  await page.getByLabel('When it starts to open').selectOption('from a date I choose');
  const inTwoHours = await page.evaluate(() => {
    const now = new Date();
    return new Date(now.getTime() - now.getTimezoneOffset() * 60_000 + 7_200_000).toISOString().slice(0, 16);
  });
  await page.getByLabel('Opens from').fill(inTwoHours);
  await page.getByRole('button', { name: 'Seal it' }).click();
  const { link } = await readSealed(page);
  const member = await someoneElse();
  await member.goto(link);
  await expect(member.getByRole('timer')).toBeVisible();
  await expect(member.getByText('Only members of Example in this group can open this: board.')).toBeVisible();
});
