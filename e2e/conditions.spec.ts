import { expectAccessible } from './fixtures/axe.ts';
import { expect, test } from './fixtures/journey.ts';
import { openMailbox } from './fixtures/mailbox.ts';
import { breakSeal, heading, openedText, readSealed, receipt, write } from './fixtures/secret.ts';
import type { Page } from '@playwright/test';

const text = 'API_KEY=0123456789';
const unfold = (page: Page) => page.getByRole('button', { name: 'Choose who can open it, and from when' }).click();
const choose = (page: Page, label: string, option: string) => page.getByLabel(label).selectOption({ label: option });
const sealIt = (page: Page) => page.getByRole('button', { name: 'Seal it' }).click();
const linkFor = (page: Page, name: string) => page.getByRole('group', { name: `Link for ${name}` }).getByRole('code');

/** The local time of a `datetime-local` field. */
const inSeconds = (page: Page, seconds: number) =>
  page.evaluate((ms) => {
    const date = new Date(Date.now() + ms);
    return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  }, seconds * 1000);

test('several people get a link each, which opens and is deleted on its own', async ({ page, someoneElse }) => {
  await page.goto('');
  await write(page, { text, title: 'Keys' });
  await unfold(page);
  await expect(page.getByLabel('Who can open it')).toBeFocused();
  await choose(page, 'Who can open it', 'several people, with a link for each');
  await sealIt(page);
  await expect(page.getByText('Enter at least one name.')).toBeVisible();
  await expect(page.getByLabel('Their names')).toBeFocused();
  await page.keyboard.type('Ana,Bob,ana,');
  await sealIt(page);
  await expect(page.getByText('This name is already in the list.')).toBeVisible();
  await page.getByRole('button', { name: 'Change ana', exact: true }).click();
  await page.keyboard.type('Cy');
  await page.keyboard.press('Control+Enter');
  await expect(heading(page, 'Your links')).toBeVisible();
  await expect(page.getByRole('group', { name: /^Link for / })).toHaveCount(3);
  await expectAccessible(page, 'links of three people');

  const links = await Promise.all(['Ana', 'Bob', 'Cy'].map((name) => linkFor(page, name).textContent()));
  expect(new Set(links).size).toBe(3);
  await page.getByRole('button', { name: 'Delete the link for Cy' }).click();
  await page.getByRole('button', { name: 'Delete it' }).click();
  await expect(page.getByText('Deleted from this service. The link no longer works.')).toBeVisible();

  const ana = await someoneElse();
  await ana.goto(links[0] ?? '');
  await breakSeal(ana);
  await expect(openedText(ana)).toHaveText(text);
  await expect(receipt(ana)).toBeVisible();
  const bob = await someoneElse();
  await bob.goto(links[1] ?? '');
  await breakSeal(bob);
  await expect(openedText(bob)).toHaveText(text);
});

test('links that could not be made are made later, and the others work meanwhile', async ({ page, silence }) => {
  silence.expectRemark('net::ERR');
  await page.goto('');
  await write(page, { text });
  await unfold(page);
  await choose(page, 'Who can open it', 'several people, with a link for each');
  await page.getByLabel('Their names').fill('Ana, Bob, Cy,');
  let created = 0;
  await page.route('**/api/shares/*', async (route) => {
    if (route.request().method() === 'PUT' && (created += 1) > 1) await route.abort();
    else await route.continue();
  });
  await sealIt(page);
  await expect(page.getByText('The link for Bob is not made yet, and the links above work.')).toBeVisible();
  await expect(linkFor(page, 'Ana')).toBeVisible();
  await expectAccessible(page, 'stopped after the first link');
  await page.unroute('**/api/shares/*');
  await page.getByRole('button', { name: 'Seal the others' }).click();
  await expect(linkFor(page, 'Cy')).toBeVisible();
  await expect(page.getByRole('group', { name: /^Link for / })).toHaveCount(3);
});

test('a secret opens from a moment on, which must be before its end', async ({ page, someoneElse }) => {
  await page.goto('');
  await write(page, { text });
  await choose(page, 'Time limit', 'an hour');
  await unfold(page);
  await choose(page, 'When it starts to open', 'from a date I choose');
  await sealIt(page);
  await expect(page.getByText('Choose when it starts to open.')).toBeVisible();
  await expect(page.getByLabel('Opens from')).toBeFocused();
  await page.getByLabel('Opens from').fill(await inSeconds(page, 7200));
  await sealIt(page);
  await expect(page.getByText('It would expire before it opens.')).toBeVisible();
  await page.getByLabel('Opens from').fill(await inSeconds(page, -7200));
  await sealIt(page);
  await expect(page.getByText('That time has passed. Choose a later one, or let it open from now on.')).toBeVisible();
  await page.getByLabel('Opens from').fill(await inSeconds(page, 1800));
  await expectAccessible(page, 'with a first moment');
  await sealIt(page);
  const { link } = await readSealed(page);
  await expect(page.getByRole('definition').filter({ hasText: 'your local time' })).toHaveCount(2);
  const recipient = await someoneElse();
  await recipient.goto(link);
  await expect(recipient.getByRole('button', { name: 'Break the seal' })).toHaveCount(0);
  await expect(recipient.getByRole('heading', { level: 1 })).toBeVisible();
});

test('people are named, mended in place, and written to', async ({ anotherServer, page }) => {
  await using mailbox = await openMailbox();
  const server = await anotherServer({ settings: mailbox.settings });
  await page.goto(server.url);
  await write(page, { text });
  await unfold(page);
  await choose(page, 'Who can open it', 'named people only');
  const field = page.getByLabel('Their email addresses');
  await field.fill('Ana Doe <ana@a.example>, bob@bexample,');
  await expect(field).toHaveValue('');
  await sealIt(page);
  await expect(page.getByText('This is not an email address that this service can use.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Change bob@bexample' })).toBeFocused();
  await expectAccessible(page, 'with a wrong address');
  await page.keyboard.press('Enter');
  await page.keyboard.type('bob@bücher.example');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Mails go to')).toContainText('bob@xn--bcher-kva.example');
  await sealIt(page);
  const { link } = await readSealed(page);
  await expect(page.getByRole('definition').filter({ hasText: 'once for each person' })).toBeVisible();
  await expect(page.getByText('The server checks this. It does not add encryption.')).toBeVisible();
  const mailto = (await page.getByRole('link', { name: 'Write the mail' }).getAttribute('href')) ?? '';
  expect(mailto).toMatch(/^mailto:ana%40a\.example,bob%40xn--bcher-kva\.example\?/);
  expect(decodeURIComponent(mailto)).toContain(link);
  expect(decodeURIComponent(mailto)).toContain('You also need a code.');
  await expectAccessible(page, 'sealed for named people');
  expect(mailbox.mails()).toEqual([]);
});

test('notices go to https, and the page shows the secret that they are signed with', async ({
  anotherServer,
  page,
}) => {
  const server = await anotherServer({ settings: { SOTTO_WEBHOOKS: 'anyone' } });
  await page.goto(server.url);
  await write(page, { text });
  await unfold(page);
  await choose(page, 'Notices', 'with notices to my endpoint');
  await page.getByLabel('Address of your endpoint').fill('http://hooks.example:80/a');
  await sealIt(page);
  await expect(page.getByText('Notices go only to addresses that begin with https.')).toBeVisible();
  await expect(page.getByLabel('Address of your endpoint')).toBeFocused();
  await page.getByLabel('Address of your endpoint').fill('https://hooks.example:80/a');
  await sealIt(page);
  await expect(page.getByText('Notices go only to port 443.')).toBeVisible();
  await expectAccessible(page, 'with a wrong address of an endpoint');
  await page.getByLabel('Address of your endpoint').fill('https://hooks.example/a');
  await sealIt(page);
  await readSealed(page);
  await expect(page.getByText(/^whsec_[A-Za-z0-9+/]{43}=$/)).toBeVisible();
  await expectAccessible(page, 'sealed, with notices');
});
