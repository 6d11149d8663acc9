import type { Page } from '@playwright/test';
import { expectAccessible } from './fixtures/axe.ts';
import { chosen, noiseOf, saved, withoutPicker } from './fixtures/files.ts';
import { expect, test } from './fixtures/journey.ts';
import { needlesOfFragment, needlesOfText, placesWith } from './fixtures/search.ts';
import { breakSeal, heading, openedText, readSealed, write } from './fixtures/secret.ts';
import { readInboxLink, readRequestLink } from './fixtures/request.ts';

interface Wish {
  readonly title: string;
  readonly ask?: string;
  readonly preset?: string;
  readonly answers?: string;
  readonly keep?: string;
}

interface Asked {
  readonly link: string;
  readonly manageLink: string;
}

/** Fills in the page for requests and makes the link. */
async function ask(page: Page, wish: Wish): Promise<Asked> {
  await page.goto('ask');
  await page.getByLabel('What do you need?').fill(wish.title);
  if (wish.ask !== undefined) await page.getByLabel('Anything they should know').fill(wish.ask);
  if (wish.preset !== undefined) await page.getByRole('button', { name: wish.preset }).click();
  if (wish.answers !== undefined) await page.getByLabel('Number of answers').selectOption({ label: wish.answers });
  if (wish.keep !== undefined) await page.getByLabel('When answers are deleted').selectOption({ label: wish.keep });
  await page.getByRole('button', { name: 'Make the link' }).click();
  const link = await readRequestLink(page);
  const manageLink = await readInboxLink(page);
  return { link, manageLink };
}

async function answer(page: Page, link: string, text: string): Promise<void> {
  await page.goto(link);
  await page.getByRole('textbox', { name: 'Your answer' }).fill(text);
  await page.getByRole('button', { name: 'Seal and send' }).click();
  await expect(heading(page, 'Sent')).toBeVisible();
}

const card = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name });
const read = (page: Page, name: string) => page.getByRole('button', { name: `Read: ${name}` }).click();

test('a form is requested, filled in with a file and read by the requester, and its author sees that', async ({
  page,
  someoneElse,
}) => {
  const certificate = noiseOf('ca.pem', 700_000);
  await page.goto('ask');
  await expectAccessible(page, 'ask, empty');
  await page.getByRole('button', { name: 'Make the link' }).click();
  await expect(page.getByLabel('What do you need?')).toBeFocused();
  await expectAccessible(page, 'ask, with an error');
  const wish = { title: 'The staging database', ask: 'User, password and the CA file, please.' };
  await page.getByLabel('What do you need?').fill(wish.title);
  await page.getByLabel('Anything they should know').fill(wish.ask);
  await page.getByRole('button', { name: 'User and password' }).click();
  await page.getByRole('button', { name: 'Certificate file' }).click();
  await expectAccessible(page, 'ask, with fields');
  await page.getByRole('button', { name: 'Make the link' }).click();
  await expect(heading(page, 'Now send it')).toBeVisible();
  await expectAccessible(page, 'asked');
  const link = await readRequestLink(page);
  const manageLink = await readInboxLink(page);

  const author = await someoneElse();
  await author.goto(link);
  await expect(author.getByText(wish.ask)).toBeVisible();
  await expect(author.getByText(/^The person who sent you this link can read your answer\./)).toBeVisible();
  await expectAccessible(author, 'answer, empty');
  const send = author.getByRole('button', { name: 'Seal and send' });
  await send.click();
  await expect(author.getByLabel('User', { exact: true })).toBeFocused();
  await author.getByLabel('User', { exact: true }).fill('app');
  await send.click();
  await expect(author.getByText('These are still empty: Password, Certificate.')).toBeVisible();
  await expect(author.getByLabel('Password', { exact: true })).toBeFocused();
  await expect(author.getByLabel('Password', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  await expect(author.getByLabel('Password', { exact: true })).toHaveAccessibleDescription('This is still empty.');
  await expect(author.getByLabel('User', { exact: true })).toHaveAttribute('aria-invalid', 'false');
  await expectAccessible(author, 'answer, with empty fields');
  await author.getByLabel('Password', { exact: true }).fill('correct horse');
  const opening = author.waitForEvent('filechooser');
  await author.getByRole('button', { name: 'Choose a file for Certificate' }).click();
  await (await opening).setFiles(chosen([certificate]));
  await expect(author.getByText('This is still empty.')).toHaveCount(0);
  await expectAccessible(author, 'answer, filled in');
  await author.getByRole('button', { name: 'Seal and send' }).click();
  await expect(heading(author, 'Sent')).toBeVisible();
  await expect(author.getByText('Not read yet.').first()).toBeVisible();
  await expectAccessible(author, 'sent');

  await withoutPicker(page);
  await page.goto(manageLink);
  await expect(heading(page, wish.title)).toBeVisible();
  await expect(card(page, 'Answer 1')).toContainText('Unread');
  await expectAccessible(page, 'inbox, unread');
  await read(page, 'Answer 1');
  await expect(page.getByText('correct horse')).toBeVisible();
  const file = await saved(page, () => page.getByRole('button', { name: /^Save/ }).first().click());
  expect(file.sha256).toBe(certificate.sha256);
  await expect(page.getByText(/^Read\. Its author can see that\./)).toBeVisible();
  await expectAccessible(page, 'inbox, read');
  await expect(author.getByText(/^Read on /).first()).toBeVisible({ timeout: 60_000 });

  const late = await someoneElse();
  await late.goto(link);
  await expect(heading(late, 'No more answers accepted')).toBeVisible();
  await expectAccessible(late, 'no more answers accepted');
});

test('an answer deleted on reading is read once; a reload before that costs nothing', async ({
  page,
  server,
  someoneElse,
  silence,
}) => {
  silence.expectRemark('net::ERR');
  const { link, manageLink } = await ask(page, { title: 'One key', keep: 'or until I read them' });
  await answer(await someoneElse(), link, 'sk-only-once');
  await page.goto(manageLink);
  const swallowed = server.relay.interfere('/open', 'swallow');
  await read(page, 'Answer 1');
  await swallowed.happened;
  swallowed.stop();
  page.once('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await page.getByRole('button', { name: /^Read.*Answer 1/ }).click();
  await expect(page.getByText('sk-only-once')).toBeVisible();
  await expect(page.getByText(/^Deleted on the server at \d{1,2}:\d{2}/)).toBeVisible();
  const elsewhere = await someoneElse();
  await elsewhere.goto(manageLink);
  await expect(elsewhere.getByText(/^Read, then deleted on the server on /)).toBeVisible();
  await expect(elsewhere.getByText('sk-only-once')).toHaveCount(0);
});

test('answers arrive while the page is open; one is deleted, the request is closed, and then everything is deleted', async ({
  page,
  someoneElse,
}) => {
  const { link, manageLink } = await ask(page, { title: 'From several', answers: '3 answers' });
  await page.goto(manageLink);
  await expect(page.getByText('No answers yet.')).toBeVisible();
  await expectAccessible(page, 'inbox, empty');
  await answer(await someoneElse(), link, 'from the first');
  await expect(card(page, 'Answer 1')).toBeVisible({ timeout: 60_000 });
  const second = await someoneElse();
  await answer(second, link, 'from the second');
  await expect(card(page, 'Answer 2')).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Delete Answer 1' }).click();
  await page.getByRole('button', { name: 'Delete it' }).click();
  await expect(page.getByText(/^Deleted on .* without being read\.$/)).toBeVisible();
  await page.getByRole('button', { name: 'Stop accepting answers' }).click();
  await page.getByRole('button', { name: 'Stop accepting', exact: true }).click();
  await expect(page.getByText('Closed: no more answers accepted')).toBeVisible();
  const late = await someoneElse();
  await late.goto(link);
  await expect(heading(late, 'Closed')).toBeVisible();
  await page.getByRole('button', { name: 'Delete the request' }).click();
  await page.getByRole('button', { name: 'Delete everything' }).click();
  await expect(page.getByText(/^It was deleted on /)).toBeVisible();
  await expect(second.getByText(/^Deleted on .*before it was read\.$/).first()).toBeVisible({ timeout: 60_000 });
  await late.goto(link);
  await late.reload();
  await expect(heading(late, 'Deleted')).toBeVisible();
});

test('an author who is too late keeps the typed answer', async ({ page, someoneElse, silence }) => {
  silence.expectRemark('status of 409');
  const { link } = await ask(page, { title: 'Just one' });
  const [quick, slow] = [await someoneElse(), await someoneElse()];
  await slow.goto(link);
  await slow.getByRole('textbox', { name: 'Your answer' }).fill('I was too late');
  await answer(quick, link, 'first');
  await slow.getByRole('button', { name: 'Seal and send' }).click();
  await expect(slow.getByText(/^Others were quicker/)).toBeVisible();
  await expect(slow.getByRole('textbox', { name: 'Your answer' })).toHaveValue('I was too late');
  await expectAccessible(slow, 'too late');
});

test('question, field names and answers exist only in the two browsers', async ({ page, server, someoneElse }) => {
  const { link, manageLink } = await ask(page, {
    title: 'Titel-Nadel-q1',
    ask: 'Frage-Nadel-q2',
    preset: 'User and password',
  });
  const author = await someoneElse();
  await author.goto(link);
  await author.getByLabel('User', { exact: true }).fill('Nutzer-Nadel-q3');
  await author.getByLabel('Password', { exact: true }).fill('Wort-Nadel-q4');
  await author.getByRole('button', { name: 'Seal and send' }).click();
  await expect(heading(author, 'Sent')).toBeVisible();
  await page.goto(manageLink);
  await read(page, 'Answer 1');
  await expect(page.getByText('Wort-Nadel-q4')).toBeVisible();
  for (const words of ['Titel-Nadel-q1', 'Frage-Nadel-q2', 'Nutzer-Nadel-q3', 'Wort-Nadel-q4'])
    expect(placesWith(needlesOfText(words), server), words).toEqual([]);
  for (const fragment of [link, manageLink].map((url) => url.split('#')[1] ?? ''))
    expect(placesWith(needlesOfFragment(fragment), server)).toEqual([]);
});

test('My shares lists requests with their unread answers', async ({ page, someoneElse }) => {
  const { link } = await ask(page, { title: 'Listed request' });
  await answer(await someoneElse(), link, 'unread');
  await page.goto('shares');
  const row = page.getByRole('listitem').filter({ hasText: 'Listed request' });
  await expect(row).toContainText('unread');
  await expectAccessible(page, 'my shares with a request');
  await row.getByRole('link', { name: 'Listed request' }).click();
  await read(page, 'Answer 1');
  await expect(page.getByText(/^Read\. Its author can see that\./)).toBeVisible();
  await page.goto('shares');
  await expect(row).not.toContainText('unread');
});

test('a sender who allows a reply reads the recipient’s reply', async ({ page, server, someoneElse }) => {
  await page.goto('');
  await write(page, { text: 'What is the code?', title: 'A question' });
  await page.getByRole('checkbox', { name: 'Allow a reply' }).check();
  await expectAccessible(page, 'compose, with a reply allowed');
  await page.getByRole('button', { name: 'Seal it' }).click();
  const { link } = await readSealed(page);
  await expectAccessible(page, 'sealed, with a reply allowed');
  const manageLink = (await page.getByRole('link', { name: 'Read the reply' }).getAttribute('href')) ?? '';

  const recipient = await someoneElse();
  await recipient.goto(link);
  await breakSeal(recipient);
  await expect(openedText(recipient)).toHaveText('What is the code?');
  recipient.on('dialog', (dialog) => void dialog.accept());
  await recipient.getByRole('link', { name: 'Reply securely' }).click();
  await recipient.getByRole('textbox', { name: 'Your answer' }).fill('Antwort-Nadel-4711');
  await recipient.getByRole('button', { name: 'Seal and send' }).click();
  await expect(heading(recipient, 'Sent')).toBeVisible();

  await page.goto('shares');
  await expect(page.getByRole('listitem').filter({ hasText: 'A question' })).toHaveCount(2);
  await page.goto(manageLink);
  await expect(heading(page, 'A question')).toBeVisible();
  await read(page, 'Answer 1');
  await expect(page.getByText('Antwort-Nadel-4711')).toBeVisible();
  expect(placesWith(needlesOfText('Antwort-Nadel-4711'), server)).toEqual([]);
  expect(placesWith(needlesOfFragment(manageLink.split('#')[1] ?? ''), server)).toEqual([]);
});

test('asking and answering by keyboard alone', async ({ page, someoneElse }) => {
  await page.goto('ask');
  await expect(page.getByLabel('What do you need?')).toBeFocused();
  await page.keyboard.type('By keyboard');
  await page.keyboard.press('Control+Enter');
  const link = await readRequestLink(page);
  const author = await someoneElse();
  await author.goto(link);
  await author.getByRole('textbox', { name: 'Your answer' }).focus();
  await author.keyboard.type('typed');
  await author.keyboard.press('Control+Enter');
  await expect(heading(author, 'Sent')).toBeVisible();
});
