import type { Page } from '@playwright/test';
import { newerPreamble } from '#crypto/testing/newer-preamble.ts';
import { expectAccessible } from './fixtures/axe.ts';
import { expect, test } from './fixtures/journey.ts';
import { breakSeal, heading, openedText, seal } from './fixtures/secret.ts';

/** Changes the server's description of a share on the way, as a hostile server would. */
async function lie(
  page: Page,
  change: (description: Record<string, unknown>) => Record<string, unknown>,
): Promise<void> {
  await page.route('**/describe', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: change((await answer.json()) as Record<string, unknown>) });
  });
}

const isOpen = (line: string) => line.endsWith('/open');

test('a changed preamble is refused before the page asks for a password or spends a view', async ({
  page,
  server,
  someoneElse,
}) => {
  const { link } = await seal(page, { text: 'true', password: 'right' });
  const recipient = await someoneElse();
  const opens = server.relay.requests().filter(isOpen).length;
  await lie(recipient, (description) => {
    const preamble = String(description['preamble']);
    return { ...description, preamble: `${preamble[0] === 'A' ? 'B' : 'A'}${preamble.slice(1)}` };
  });
  await recipient.goto(link);
  await expect(heading(recipient, 'This is not what was sealed')).toBeVisible();
  await expect(recipient.getByRole('textbox')).toHaveCount(0);
  await expectAccessible(recipient, 'forged');
  expect(server.relay.requests().filter(isOpen)).toHaveLength(opens);
});

test('a secret that a newer version sealed says so, and neither asks for a password nor spends a view', async ({
  page,
  server,
  someoneElse,
}) => {
  const { link } = await seal(page, { text: 'true', password: 'right' });
  const preamble = newerPreamble(link);
  const recipient = await someoneElse();
  const opens = server.relay.requests().filter(isOpen).length;
  await lie(recipient, (description) => ({ ...description, preamble }));
  await recipient.goto(link);
  await expect(heading(recipient, 'Made by a newer version')).toBeVisible();
  await expect(recipient.getByRole('textbox')).toHaveCount(0);
  await expectAccessible(recipient, 'made by a newer version');
  expect(server.relay.requests().filter(isOpen)).toHaveLength(opens);
});

test('the page names terms that the sender did not set, and shows the text as it was sealed', async ({
  page,
  someoneElse,
}) => {
  const { link } = await seal(page, { text: 'true' });
  const recipient = await someoneElse();
  await lie(recipient, (description) => ({ ...description, maxViews: 7, viewsLeft: 7 }));
  await recipient.goto(link);
  await expect(recipient.getByText('It can be opened 7 times.')).toBeVisible();
  await breakSeal(recipient);
  await expect(recipient.getByText('The server did not keep to the sender’s terms')).toBeVisible();
  expect(await openedText(recipient).textContent()).toBe('true');
  await expectAccessible(recipient, 'terms not kept');
});

test('a malformed reply is not trusted', async ({ page, someoneElse }) => {
  const { link } = await seal(page, { text: 'true' });
  const recipient = await someoneElse();
  await lie(recipient, (description) => ({ ...description, expiresAt: 9e15 }));
  await recipient.goto(link);
  await expect(recipient.getByText('This page does not understand the server’s reply.')).toBeVisible();
});

test('links start with the page’s own address, whatever address the server states', async ({ page, server }) => {
  await page.route('**/api/config', async (route) => {
    const answer = await route.fetch();
    const config = (await answer.json()) as object;
    await route.fulfill({ response: answer, json: { ...config, publicUrl: 'https://evil.example/' } });
  });
  const { link, linkWithoutKey, manageLink } = await seal(page, { text: 'true' });
  expect([link, linkWithoutKey, manageLink].map((one) => one.startsWith(server.url))).toEqual([true, true, true]);
  expect(await page.content()).not.toContain('evil.example');

  await page.goto('ask');
  await page.getByLabel('What do you need?').fill('A password');
  await page.getByRole('button', { name: 'Make the link' }).click();
  await expect(heading(page, 'Now send it')).toBeVisible();
  const request = page.getByRole('group', { name: 'The request link' }).getByRole('code');
  expect(await request.textContent()).toContain(server.url);
  expect(await page.getByRole('link', { name: 'Read the answers' }).getAttribute('href')).toContain(server.url);
  expect(await page.content()).not.toContain('evil.example');
});

test('a wrong SOTTO_PUBLIC_URL leaks no key: a receipt and My shares keep the page’s address', async ({
  page,
  anotherServer,
  someoneElse,
}) => {
  const { relay } = await anotherServer({ settings: { SOTTO_PUBLIC_URL: 'https://evil.example/' } });
  const own = `http://localhost:${relay.port}/`;
  await page.goto(`${own}ask`);
  await page.getByLabel('What do you need?').fill('A password');
  await page.getByRole('button', { name: 'Make the link' }).click();
  const request = page.getByRole('group', { name: 'The request link' }).getByRole('code');
  const link = (await request.textContent()) ?? '';
  expect(link.startsWith(own)).toBe(true);
  const author = await someoneElse();
  await author.goto(link);
  await author.getByRole('textbox', { name: 'Your answer' }).fill('hunter2');
  await author.getByRole('button', { name: 'Seal and send' }).click();
  await expect(heading(author, 'Sent')).toBeVisible();
  expect(await author.content()).not.toContain('evil.example');
  expect(await author.content()).toContain(`${own}m/`);
  await page.goto(`${own}shares`);
  await expect(page.getByRole('link', { name: 'A password' })).toBeVisible();
  expect(await page.content()).not.toContain('evil.example');
});
