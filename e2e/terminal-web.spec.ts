import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, expect } from './fixtures/journey.ts';
import { layOut, noiseOf, pick, saved, withoutPicker } from './fixtures/files.ts';
import { breakSeal, heading, openedText, readSealed, seal, write } from './fixtures/secret.ts';
import { newUser } from './fixtures/terminal.ts';
import type { User } from './fixtures/terminal.ts';
import { readInboxLink, readRequestLink } from './fixtures/request.ts';

/** One person uses a browser, the other a terminal. */
const test = base.extend<{ user: User }>({
  user: async ({ server }, use) => {
    using user = newUser(server.url);
    writeFileSync(join(user.home, 'password'), 'correct horse\n');
    await use(user);
  },
});

const TEXT = 'Grüße ſ😀\n\tand a line\n';
const large = noiseOf('backup.bin', 3_000_000);
const small = noiseOf('notes/one.txt', 900);

test('a text sealed on the page opens byte-exact in the terminal', async ({ page, user }) => {
  const { link, manageLink } = await seal(page, { text: TEXT, title: 'To the terminal' });
  const opened = await user.run(['open'], { input: link });
  expect([opened.code, opened.stdout.toString(), opened.stderr]).toEqual([0, TEXT, 'Title: To the terminal\n']);
  await page.goto(manageLink);
  await expect(heading(page, 'To the terminal')).toBeVisible();
  const status = await user.run(['status', '--json'], { input: manageLink });
  expect(JSON.parse(status.stdout.toString())).toMatchObject({ state: 'spent' });
});

test('a text sealed in the terminal opens on the page with its password', async ({ page, user }) => {
  const sent = await user.run(['send', '--password-file', 'password', '--title', 'To the page'], { input: TEXT });
  await page.goto(sent.stdout.toString().trim());
  await page.getByRole('textbox', { name: 'Password' }).fill('correct horse');
  await breakSeal(page);
  expect(await openedText(page).textContent()).toBe(TEXT);
});

test('a password chosen on the page works in the terminal, and a wrong one does not', async ({ page, user }) => {
  writeFileSync(join(user.home, 'wrong'), 'incorrect\n');
  const { link } = await seal(page, { text: 'guarded', password: 'correct horse' });
  expect((await user.run(['open', '--password-file', 'wrong'], { input: link })).code).toBe(4);
  const opened = await user.run(['open', '--password-file', 'password'], { input: link });
  expect([opened.code, opened.stdout.toString()]).toEqual([0, 'guarded']);
});

test('files go from the page to the terminal', async ({ page, user }) => {
  const root = layOut('chosen', [large]);
  await page.goto('');
  await pick(page.getByRole('button', { name: 'Files', exact: true }), [join(root, large.name)]);
  await write(page, { text: 'beside it' });
  await page.getByRole('button', { name: 'Seal it' }).click();
  const { link } = await readSealed(page);
  const opened = await user.run(['open', '-o', 'got'], { input: link });
  expect([opened.code, opened.stdout.toString()]).toEqual([0, 'beside it']);
  expect(readFileSync(join(user.home, 'got', large.name)).equals(large.bytes)).toBe(true);
});

test('files go from the terminal to the page', async ({ page, user }) => {
  const root = layOut('sent', [large, small]);
  const sent = await user.run(['send', large.name], { cwd: root });
  await withoutPicker(page);
  await page.goto(sent.stdout.toString().trim());
  await breakSeal(page);
  const file = page.getByRole('listitem').filter({ hasText: large.name });
  const { name, sha256 } = await saved(page, () => file.getByRole('button', { name: 'Save' }).click());
  expect([name, sha256]).toEqual([large.name, large.sha256]);
});

test('the page asks, the terminal answers, the page reads', async ({ page, user }) => {
  await page.goto('ask');
  await page.getByLabel('What do you need?').fill('The staging key');
  await page.getByRole('button', { name: 'User and password' }).click();
  await page.getByRole('button', { name: 'Make the link' }).click();
  const link = await readRequestLink(page);
  const inbox = await readInboxLink(page);
  const fields = ['--field', 'User=@user', '--field', 'Password=@password'];
  writeFileSync(join(user.home, 'user'), 'app\n');
  expect(await user.run(['answer', ...fields], { input: link })).toMatchObject({ code: 0 });
  await page.goto(inbox);
  await page.getByRole('button', { name: 'Read: Answer 1' }).click();
  await expect(page.getByText('correct horse')).toBeVisible();
});

test('the terminal asks and waits, the page answers', async ({ page, user }) => {
  const asked = await user.run(['ask', 'The signing key', '--instructions', 'As text, please.', '--json']);
  const { link, manageLink } = JSON.parse(asked.stdout.toString()) as { link: string; manageLink: string };
  const waiting = user.start(['inbox', '--wait'], { input: manageLink });
  await page.goto(link);
  await expect(heading(page, 'The signing key')).toBeVisible();
  await page.getByRole('textbox', { name: 'Your answer' }).fill(TEXT);
  await page.getByRole('button', { name: 'Seal and send' }).click();
  await expect(heading(page, 'Sent')).toBeVisible();
  const read = await waiting.ended;
  expect([read.code, read.stdout.toString()]).toEqual([0, TEXT]);
});
