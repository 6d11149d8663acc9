import type { BrowserContext } from '@playwright/test';
import { openTestProvider } from '#scripts/testing/test-provider.ts';
import { expectAccessible } from './fixtures/axe.ts';
import { expect } from './fixtures/journey.ts';
import { header, sealForMembers, settingsFor, signIn, test } from './fixtures/members.ts';
import { readInboxLink, readRequestLink } from './fixtures/request.ts';
import { breakSeal, heading, openedText, readSealed, write } from './fixtures/secret.ts';

const fragmentOf = (link: string) => new URL(link).hash.slice(1);

test('a member signs in in another tab, the same page goes on, and the key never leaves its tab', async ({
  page,
  someoneElse,
  provider,
  server,
}) => {
  const { link, manageLink } = await sealForMembers(page, { text: 'for members' });
  const member = await someoneElse();
  const asked: string[] = [];
  member.context().on('request', (request) => asked.push(request.url() + JSON.stringify(request.headers())));
  await member.goto(link);
  await expect(member.getByText('Only members of Example can open this.')).toBeVisible();
  await expectAccessible(member, 'for members, nobody signed in');
  const tab = await signIn(member, 'ana');
  await expect(header(member)).toContainText('Signed in as ana@example.org');
  await expect(member.getByText('The sender sees that you, ana@example.org, opened it, and when.')).toBeVisible();
  await expectAccessible(member, 'for members, signed in');
  await breakSeal(member);
  await expect(openedText(member)).toHaveText('for members');
  await page.goto(manageLink);
  await expect(page.getByText(/^ana@example\.org, .* at \d{1,2}:\d{2}/)).toBeVisible();
  await expectAccessible(page, 'managed, with a receipt');
  // The browser has let it close, because a page had opened it.
  await expect.poll(() => tab.isClosed()).toBe(true);
  const key = fragmentOf(link);
  expect(asked.filter((one) => one.includes(key))).toEqual([]);
  expect(server.log().includes(key)).toBe(false);
  expect(provider.asked.join()).not.toContain(key);
});

test('a member of no chosen group is told so, and nothing is used up', async ({ page, someoneElse }) => {
  const { link } = await sealForMembers(page, { text: 'for the board', groups: ['board'] });
  const member = await someoneElse();
  await member.goto(link);
  await expect(member.getByText('Only members of Example in this group can open this: board.')).toBeVisible();
  await signIn(member, 'bob');
  await expect(member.getByText(/You are signed in as bob@example\.org, but you are not in any group/)).toBeVisible();
  await expect(member.getByRole('button', { name: 'Break the seal' })).toBeHidden();
  await expectAccessible(member, 'for a group, signed in as somebody else');
  await header(member).getByRole('button', { name: 'Sign out' }).click();
  await expect(member.getByRole('main').getByRole('link', { name: /Sign in/ })).toBeVisible();
});

test('signing in keeps what is typed, where only members create', async ({ anotherServer, provider, someoneElse }) => {
  const { url } = await anotherServer({
    settings: (own) => ({ ...settingsFor(provider, own), SOTTO_CREATE: 'member' }),
  });
  const page = await someoneElse({ baseURL: url });
  await page.goto('');
  await write(page, { text: 'typed before' });
  await page.getByRole('button', { name: 'Seal it' }).click();
  await expect(page.getByText('Only members of Example can create something here. Sign in first.')).toBeVisible();
  await expect(page.getByRole('main').getByRole('link', { name: /^Sign in/ })).toBeFocused();
  await expectAccessible(page, 'compose, where a member is needed');
  await signIn(page, 'ana');
  await expect(page.getByText('Only members of Example can create something here.')).toBeHidden();
  await expect(page.getByRole('button', { name: 'Seal it' })).toBeFocused();
  await expect(page.getByLabel('Your secret')).toHaveValue('typed before');
  await page.getByRole('button', { name: 'Seal it' }).click();
  const { link } = await readSealed(page);
  const recipient = await someoneElse();
  await recipient.goto(link);
  await breakSeal(recipient);
  await expect(openedText(recipient)).toHaveText('typed before');
});

test('only members read and answer a request for members', async ({ page, silence, someoneElse }) => {
  silence.expectRemark('status of 401');
  await page.goto('ask');
  await page.getByLabel('What do you need?').fill('The key');
  await page.getByLabel('Who can answer').selectOption('members only');
  await expectAccessible(page, 'ask, for members');
  await page.getByRole('button', { name: 'Make the link' }).click();
  const link = await readRequestLink(page);
  await expect(page.getByText('Members only', { exact: true })).toBeVisible();
  await expectAccessible(page, 'asked, for members');
  const member = await someoneElse();
  await member.goto(link);
  await expect(member.getByText('Only members of Example can read and answer this request.')).toBeVisible();
  await expectAccessible(member, 'a request for members, nobody signed in');
  await signIn(member, 'bob');
  await expect(heading(member, 'The key')).toBeVisible();
  await member.getByRole('textbox').fill('an answer');
  // Another tab of this browser signs out, and this one shows it.
  const other = await member.context().newPage();
  await other.goto('signed-in');
  await header(other).getByRole('button', { name: 'Sign out' }).click();
  await expect(header(member).getByRole('link', { name: /Sign in/ })).toBeVisible();
  await member.getByRole('button', { name: 'Seal and send' }).click();
  await expect(member.getByText(/^You are no longer signed in, so your answer was not sent\./)).toBeVisible();
  await expectAccessible(member, 'an answer, signed out meanwhile');
  // The provider still knows bob, and asks nothing.
  await member
    .getByRole('main')
    .getByRole('link', { name: /^Sign in/ })
    .click();
  await expect(member.getByText('You are signed in. Send your answer again.')).toBeVisible();
  await member.getByRole('button', { name: 'Seal and send' }).click();
  await expect(heading(member, 'Sent')).toBeVisible();
  await page.goto(await readInboxLink(page));
  await page.getByRole('button', { name: 'Read: Answer 1' }).click();
  await expect(page.getByText('an answer')).toBeVisible();
  await expect(page.getByText('Members only', { exact: true })).toBeVisible();
  await page.goto('shares');
  await expect(page.getByText(/^Request · .*for members · /)).toBeVisible();
});

test.describe('the tab that signs in', () => {
  const begin = async (context: BrowserContext) => {
    const tab = await context.newPage();
    await tab.goto('sign-in');
    return tab;
  };

  test('says when the person cancels at the provider', async ({ context }) => {
    const tab = await begin(context);
    await tab.getByRole('button', { name: 'Cancel' }).click();
    await expect(heading(tab, 'Sign-in cancelled')).toBeVisible();
    await expectAccessible(tab, 'cancelled');
  });

  test('makes a token for the terminal, once and on demand', async ({ context }) => {
    const tab = await begin(context);
    await tab.getByLabel('Account').fill('ana');
    await tab.getByRole('button', { name: 'Sign in' }).click();
    await expect(heading(tab, 'Signed in')).toBeVisible();
    expect(new URL(tab.url()).search).toBe('');
    await tab.getByRole('button', { name: 'Sign in to the terminal' }).click();
    await expect(tab.getByText(/^sotto_s_[\w-]{43}$/)).toBeVisible();
    await expectAccessible(tab, 'with a token for the terminal');
    await header(tab).getByRole('button', { name: 'Sign out' }).click();
    await expect(heading(tab, 'Not signed in')).toBeVisible();
    await expectAccessible(tab, 'signed out');
  });

  test('says when the provider is down, and that it can be tried again', async ({
    anotherServer,
    context,
    silence,
  }) => {
    silence.expectRemark('status of 502');
    await using provider = await openTestProvider();
    // Before the service starts, because it keeps what it knows of the provider.
    provider.mode = 'down';
    const { url } = await anotherServer({ settings: (own) => settingsFor(provider, own) });
    const tab = await context.newPage();
    await tab.goto(`${url}sign-in`);
    await expect(heading(tab, 'Your organisation’s sign-in is not responding')).toBeVisible({ timeout: 60_000 });
    await expectAccessible(tab, 'the provider is down');
    provider.mode = 'up';
    await tab.getByRole('button', { name: 'Try again' }).click();
    await expect(tab.getByLabel('Account')).toBeVisible();
  });

  test('does nothing with an answer that another browser has asked for', async ({ context, someoneElse }) => {
    const stranger = await someoneElse();
    await stranger.goto('signed-in?code=abc&state=def');
    await expect(heading(stranger, 'Go back to the tab where you started')).toBeVisible();
    expect(new URL(stranger.url()).search).toBe('');
    await expectAccessible(stranger, 'in another browser');
    expect(await context.cookies()).toEqual([]);
  });
});
