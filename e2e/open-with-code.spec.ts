import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expectAccessible } from './fixtures/axe.ts';
import { expect, test } from './fixtures/journey.ts';
import { openMailbox } from './fixtures/mailbox.ts';
import { breakSeal, heading, openedText } from './fixtures/secret.ts';
import { newUser } from './fixtures/terminal.ts';

const text = 'for the people I named';

/** Seals a secret with the terminal. @returns its link */
async function sent(url: string, ...args: string[]): Promise<string> {
  using sender = newUser(url);
  return await sender.send([...args, '-'], { input: text });
}

const address = (page: Page) => page.getByRole('textbox', { name: 'Your email address' });
const code = (page: Page) => page.getByRole('textbox', { name: 'Code from the mail' });
const asked = (page: Page) =>
  page
    .locator('main')
    .getByText('If the sender named this address, a mail is on its way. Nothing has been opened yet.');

async function requestCode(page: Page, to: string): Promise<void> {
  await address(page).fill(to);
  await page.getByRole('button', { name: 'Send me a code' }).click();
  await expect(asked(page)).toBeVisible();
}

test('each person opens it with the code from their own mail; another person’s code and a stranger open nothing', async ({
  anotherServer,
  someoneElse,
  silence,
}) => {
  silence.expectRemark('status of 403');
  await using mailbox = await openMailbox();
  const { url } = await anotherServer({ settings: mailbox.settings });
  const link = await sent(url, '--to', 'anna@one.example,bob@one.example');
  const [anna, bob, eve] = [await someoneElse(), await someoneElse(), await someoneElse()];

  await anna.goto(link);
  await expect(heading(anna, 'A secret for you')).toBeVisible();
  await expect(anna.getByText('The server checks this. It does not add encryption.')).toBeVisible();
  await expect(anna.getByRole('button', { name: 'Break the seal' })).toHaveCount(0);
  await expectAccessible(anna, 'for named people');
  await requestCode(anna, 'Anna@One.example');
  await expectAccessible(anna, 'waiting for a code');
  const mail = await mailbox.mailTo('anna@one.example');
  const mark = (await anna.getByText('The mail shows').locator('bdi').first().textContent()) ?? '';
  expect(mark).toMatch(/^\w{4}$/);
  expect(mail.text).toContain(mark);

  await eve.goto(link);
  await requestCode(eve, 'eve@one.example');
  await bob.goto(link);
  await requestCode(bob, 'bob@one.example');
  await code(bob).fill(await mailbox.codeTo('anna@one.example'));
  await breakSeal(bob);
  await expect(bob.getByText('Wrong code. Nothing has been opened. 4 tries left.')).toBeVisible();
  await expectAccessible(bob, 'a wrong code');

  const typed = await mailbox.codeTo('anna@one.example');
  await code(anna).fill(` ${typed.slice(0, 4)} ${typed.slice(4)}`);
  await code(anna).press('Enter');
  expect(await openedText(anna).textContent()).toBe(text);
  await code(bob).fill(await mailbox.codeTo('bob@one.example'));
  await breakSeal(bob);
  expect(await openedText(bob).textContent()).toBe(text);
  expect(mailbox.mails().map(({ to }) => to)).toEqual(['anna@one.example', 'bob@one.example']);
  expect(await anna.evaluate(() => localStorage.length)).toBe(0);
});

test('a reload and another tab go on with the same code; the key is not sent, and a lost reply loses nothing', async ({
  page,
  context,
  anotherServer,
}) => {
  await using mailbox = await openMailbox();
  const { url, relay } = await anotherServer({ settings: mailbox.settings });
  const link = await sent(url, '--to', 'carla@one.example');
  await page.goto(link);
  relay.interfere('/code', 'cut in head');
  await address(page).fill('carla@one.example');
  await page.getByRole('button', { name: 'Send me a code' }).click();
  await expect(page.locator('main').getByText('a mail may be on its way')).toBeVisible();
  await page.reload();
  await expect(asked(page)).toBeVisible();

  const tab = await context.newPage();
  await tab.goto(link);
  await expect(code(tab)).toBeVisible();
  await code(tab).fill(await mailbox.codeTo('carla@one.example'));
  await breakSeal(tab);
  expect(await openedText(tab).textContent()).toBe(text);
  // The first tab follows.
  await expect(code(page)).toHaveCount(0);
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
});

test('with a password, a wrong one keeps the code', async ({ page, anotherServer, silence }) => {
  silence.expectRemark('status of 403');
  await using mailbox = await openMailbox();
  const { url } = await anotherServer({ settings: mailbox.settings });
  using sender = newUser(url);
  writeFileSync(join(sender.home, 'password'), 'right\n');
  await page.goto(
    await sender.send(['--to', 'dora@one.example', '--password-file', join(sender.home, 'password'), '-'], {
      input: text,
    }),
  );
  await requestCode(page, 'dora@one.example');
  await code(page).fill(await mailbox.codeTo('dora@one.example'));
  await page.getByRole('textbox', { name: 'Password' }).fill('wrong');
  await breakSeal(page);
  await expect(page.getByText('Wrong password. 4 tries left before it locks.')).toBeVisible();
  await page.getByRole('textbox', { name: 'Password' }).fill('right');
  await breakSeal(page);
  expect(await openedText(page).textContent()).toBe(text);
});
