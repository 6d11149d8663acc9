import type { Page } from '@playwright/test';
import { expectAccessible } from './fixtures/axe.ts';
import { expect, test as journey } from './fixtures/journey.ts';
import { openMailbox } from './fixtures/mailbox.ts';
import type { Mailbox } from './fixtures/mailbox.ts';
import { startServer } from './fixtures/server.ts';
import type { Server } from './fixtures/server.ts';
import { breakSeal, heading, openedText, readSealed, write } from './fixtures/secret.ts';
import type { Draft, Sealed } from './fixtures/secret.ts';

/** Journeys on a service that mails codes and sends notices. */
const test = journey.extend<object, { mailbox: Mailbox; server: Server }>({
  mailbox: [
    async ({ browserName: _ }, use) => {
      await using mailbox = await openMailbox();
      await use(mailbox);
    },
    { scope: 'worker' },
  ],
  server: [
    async ({ mailbox }, use) => {
      const server = await startServer({ settings: { ...mailbox.settings, SOTTO_WEBHOOKS: 'anyone' } });
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
});

const unfold = (page: Page) => page.getByRole('button', { name: 'Choose who can open it, and from when' }).click();

async function sealFor(page: Page, addresses: string, draft: Draft): Promise<Sealed> {
  await page.goto('');
  await write(page, draft);
  await unfold(page);
  await page.getByLabel('Who can open it').selectOption('named people only');
  await page.getByLabel('Their email addresses').fill(addresses);
  await page.getByLabel('Their email addresses').press('Enter');
  await page.getByRole('button', { name: 'Seal it' }).click();
  return readSealed(page);
}

async function requestCode(page: Page, link: string, address: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel('Your email address').fill(address);
  await page.getByRole('button', { name: 'Send me a code' }).click();
  await expect(page.getByRole('main').getByText(/a mail is on its way/)).toBeVisible();
}

const rowOf = (page: Page, address: string) => page.locator('[data-person]', { hasText: address });

test('the sender sees who of the named people opened it, and takes the access of another away', async ({
  page,
  someoneElse,
  mailbox,
}) => {
  const sealed = await sealFor(page, 'ana@example.org, bob@example.org', { text: 'for two', title: 'Wi-Fi' });
  await page.goto(sealed.manageLink);
  await expect(heading(page, 'Wi-Fi')).toBeVisible();
  await expect(rowOf(page, 'ana@example.org')).toContainText('Not opened yet');
  await expectAccessible(page, 'nobody has opened it');

  const ana = await someoneElse();
  await requestCode(ana, sealed.link, 'ana@example.org');
  await expect(rowOf(page, 'ana@example.org')).toContainText('Code requested once');
  const code = await mailbox.codeTo('ana@example.org');
  await expect(rowOf(page, 'ana@example.org')).toContainText('Our mail relay took the mail.');
  await ana.getByLabel('Code from the mail').fill(code);
  await breakSeal(ana);
  await expect(openedText(ana)).toHaveText('for two');

  await expect(rowOf(page, 'ana@example.org')).toContainText(/Opened .*\d/);
  await expect(page.getByText('By 1 of 2 people')).toBeVisible();
  await expectAccessible(page, 'one person has opened it');
  await page.getByRole('button', { name: 'Revoke access: bob@example.org' }).click();
  await expectAccessible(page, 'asking whether to revoke');
  await page.getByRole('button', { name: 'Revoke access', exact: true }).click();
  await expect(page.getByText('Nobody is left who can open it.')).toBeVisible();
  await expect(rowOf(page, 'bob@example.org')).toContainText(/Never opened.*Access revoked/);
  await expect(rowOf(page, 'ana@example.org')).toContainText(/Opened .*\d/);
  await expectAccessible(page, 'nobody is left');

  await page.goto('shares');
  await expect(page.getByText(/opened by 1 of 2 people/)).toBeVisible();
  await expect(page.getByText('did not seal')).not.toBeVisible();
});

test('a person whose code requests are reset needs a new code', async ({ page, someoneElse, mailbox }) => {
  const sealed = await sealFor(page, 'cid@example.org', { text: 'for one' });
  const cid = await someoneElse();
  await requestCode(cid, sealed.link, 'cid@example.org');
  await mailbox.mailTo('cid@example.org');
  await page.goto(sealed.manageLink);
  await page.getByRole('button', { name: 'Reset code requests: cid@example.org' }).click();
  await page.getByRole('button', { name: 'Reset them' }).click();
  await expect(rowOf(page, 'cid@example.org')).toContainText('Code requests reset');
  await expect(rowOf(page, 'cid@example.org').locator('strong')).toBeFocused();
  await page.reload();
  await expect(rowOf(page, 'cid@example.org')).toContainText('No code requested since');
});

test('an earlier expiry holds for everybody, and the first one is still shown', async ({ page, someoneElse }) => {
  await page.goto('');
  await write(page, { text: 'until tomorrow', title: 'Short' });
  await page.getByRole('button', { name: 'Seal it' }).click();
  const { link, manageLink } = await readSealed(page);
  await page.goto(manageLink);
  await page.getByRole('button', { name: 'End it earlier' }).click();
  const field = page.getByLabel('New expiry');
  await expect(field).toBeFocused();
  await expectAccessible(page, 'choosing an earlier expiry');
  await page.getByRole('button', { name: 'Change expiry' }).click();
  await expect(field).toHaveAccessibleDescription(/Choose a date and time between/);
  await field.fill((await field.getAttribute('min')) ?? '');
  await page.getByRole('button', { name: 'Change expiry' }).click();
  await expect(page.getByText(/^Change the expiry to .*this can’t be undone\.$/)).toBeVisible();
  await expectAccessible(page, 'asking whether to change the expiry');
  await page.getByRole('button', { name: 'Change it' }).click();
  await expect(page.getByText(/^First set to /)).toBeVisible();
  await expect(field).not.toBeVisible();
  await page.goto('shares');
  await expect(page.getByText(/expires in (1|2) minutes?|expires in less/)).toBeVisible();
  await expect(page.getByText('did not seal')).not.toBeVisible();
  const recipient = await someoneElse();
  await recipient.goto(link);
  await breakSeal(recipient);
  await expect(openedText(recipient)).toHaveText('until tomorrow');
});

test('a link for each person is one group in My shares, deleted at once', async ({ page }) => {
  await page.goto('');
  await write(page, { text: 'one text', title: 'Keys' });
  await unfold(page);
  await page.getByLabel('Who can open it').selectOption('several people, with a link for each');
  await page.getByLabel('Their names').fill('Ana, Bob');
  await page.getByLabel('Their names').press('Enter');
  await page.getByRole('button', { name: 'Seal it' }).click();
  await expect(page.getByText(/as one group/)).toBeVisible();
  await page.goto('shares');
  await expect(page.getByText('2 links, one for each person · none opened yet')).toBeVisible();
  await expectAccessible(page, 'a group');
  await page.getByRole('button', { name: 'Delete all links: Keys' }).click();
  await expect(page.getByText(/^Delete 2 links, for .*Ana.*Bob/)).toBeVisible();
  await expectAccessible(page, 'asking whether to delete a group');
  await page.getByRole('button', { name: 'Delete them' }).click();
  await expect(page.getByText(/^deleted .* without being opened$/)).toHaveCount(2);
});
