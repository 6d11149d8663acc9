import type { Page } from '@playwright/test';
import { expectAccessible } from './fixtures/axe.ts';
import { expect, test } from './fixtures/journey.ts';
import { placesWith, readableForms } from './fixtures/search.ts';
import { breakSeal, heading, openedText, readSealed } from './fixtures/secret.ts';
import { readRequestLink } from './fixtures/request.ts';

const settings = { SOTTO_CREATE: 'token' };
const field = (page: Page) => page.getByRole('textbox', { name: 'Your token' });
const sheet = (page: Page) => page.getByLabel('Your secret');
const sealIt = (page: Page) => page.getByRole('button', { name: 'Seal it' }).click();
const forget = (page: Page) => page.getByRole('button', { name: 'Forget the token' });

test('the page asks for a token once, sends it until it is forgotten, and keeps it out of URLs and logs', async ({
  page,
  anotherServer,
  someoneElse,
}) => {
  const server = await anotherServer({ settings });
  const token = await server.admin('token', 'create', '--label', 'me');
  await page.goto(server.url);
  await expect(field(page)).toHaveAttribute('aria-invalid', 'false');
  await sheet(page).fill('for holders');
  await sealIt(page);
  await expect(field(page)).toBeFocused();
  await expect(field(page)).toHaveAccessibleDescription(/Enter your token first/);
  await expectAccessible(page, 'a token is missing');
  await expect(sheet(page)).toHaveValue('for holders');
  await field(page).fill(token);
  await field(page).press('Enter');
  const { link } = await readSealed(page);

  await page.goto(server.url);
  await expect(page.getByText('Your token is used here until you close this tab.')).toBeVisible();
  await expectAccessible(page, 'a token is used');
  await sheet(page).fill('the second');
  await sealIt(page);
  await readSealed(page);

  const recipient = await someoneElse();
  await recipient.goto(link);
  await breakSeal(recipient);
  expect(await openedText(recipient).textContent()).toBe('for holders');

  await page.goto(`${server.url}ask`);
  await forget(page).click();
  await expect(field(page)).toBeFocused();
  await page.reload();
  await expect(field(page)).toBeVisible();
  // It travels in a header only: it appears in no URL and no log, and the data folder has only its hash.
  expect(placesWith(readableForms(token), server)).toEqual(['the wire']);
  expect(server.relay.requests().filter((line) => line.includes(token))).toEqual([]);
});

test('this browser keeps the token by choice, for other tabs too', async ({ page, anotherServer, context }) => {
  const server = await anotherServer({ settings });
  const token = await server.admin('token', 'create', '--label', 'me');
  await page.goto(server.url);
  await sheet(page).fill('kept');
  await field(page).fill(token);
  await page.getByRole('checkbox', { name: 'Keep it in this browser' }).check();
  await sealIt(page);
  await readSealed(page);
  const other = await context.newPage();
  await other.goto(server.url);
  await expect(other.getByText('It is kept in this browser.')).toBeVisible();
});

test('a wrong token is reported and corrected in its field; a revoked one is asked for again', async ({
  page,
  anotherServer,
  silence,
}) => {
  silence.expectRemark('status of 401');
  const server = await anotherServer({ settings });
  const token = await server.admin('token', 'create', '--label', 'me');
  await page.goto(server.url);
  await sheet(page).fill('still here');
  await field(page).fill(`${token.slice(0, -1)}${token.endsWith('a') ? 'b' : 'a'}`);
  await sealIt(page);
  await expect(field(page)).toHaveAccessibleDescription(/does not accept this token/);
  await expect(field(page)).toBeFocused();
  await expectAccessible(page, 'a token is refused');
  await expect(sheet(page)).toHaveValue('still here');
  await field(page).fill(token);
  await sealIt(page);
  await readSealed(page);

  await server.admin('token', 'revoke', 'me');
  await page.goto(server.url);
  await sheet(page).fill('after that');
  await sealIt(page);
  await expect(field(page)).toHaveAccessibleDescription(/has expired or was revoked/);
  await expect(field(page)).toHaveValue('');
  await expect(sheet(page)).toHaveValue('after that');
});

test('creating a request needs a token, answering and reading do not', async ({ page, anotherServer, someoneElse }) => {
  const server = await anotherServer({ settings });
  const token = await server.admin('token', 'create', '--label', 'me');
  await page.goto(`${server.url}ask`);
  await page.getByLabel('What do you need?').fill('A key');
  await page.getByRole('button', { name: 'Make the link' }).click();
  await expect(field(page)).toBeFocused();
  await expectAccessible(page, 'asking without a token');
  await field(page).fill(token);
  await page.getByRole('button', { name: 'Make the link' }).click();
  const link = await readRequestLink(page);

  const author = await someoneElse();
  await author.goto(link);
  await author.getByRole('textbox', { name: 'Your answer' }).fill('here it is');
  await expect(author.getByLabel('Your token')).toHaveCount(0);
  await author.getByRole('button', { name: 'Seal and send' }).click();
  await expect(heading(author, 'Sent')).toBeVisible();
});

test('uploads carry the token, too', async ({ page, anotherServer }) => {
  const server = await anotherServer({ settings });
  const token = await server.admin('token', 'create', '--label', 'me');
  await page.goto(server.url);
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({
      ...{ name: 'a.txt', mimeType: 'text/plain' },
      buffer: Buffer.from('a file'),
    });
  await field(page).fill(token);
  await sealIt(page);
  await readSealed(page);
});
