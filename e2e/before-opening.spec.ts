import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expectAccessible } from './fixtures/axe.ts';
import { layOut, noiseOf, pick } from './fixtures/files.ts';
import { expect, test } from './fixtures/journey.ts';
import { breakSeal, heading, openedText, readSealed, seal, write } from './fixtures/secret.ts';

async function visit(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await expect(heading(page, 'A secret for you')).toBeVisible();
}

test('a recipient sees what is waiting, how often it opens, until when, and that it has a password', async ({
  page,
  someoneElse,
}) => {
  const draft = { text: 'short', password: 'hunter2 hunter2', opens: 'twice' };
  const { link } = await seal(page, draft);
  const recipient = await someoneElse();
  await visit(recipient, link);
  await expect(recipient.getByText('Text, less than 1 kB. Needs a password.')).toBeVisible();
  await expect(recipient.getByText('It can be opened twice. Each opening uses one.')).toBeVisible();
  await expect(recipient.getByText('No opening is used up until you open it.')).toBeVisible();
  await expect(recipient.getByText(/Expires in .+, on /)).toBeVisible();
  await expectAccessible(recipient, 'before opening, with a password');
});

test('files are announced with their padded size, and a long text with its own', async ({ page, someoneElse }) => {
  await page.goto('');
  await write(page, { text: 'beside the files' });
  const large = noiseOf('backup.bin', 6_000_000);
  await pick(page.getByRole('button', { name: 'Files', exact: true }), [join(layOut('sent', [large]), large.name)]);
  await expect(page.getByText(large.name)).toBeVisible();
  await page.getByRole('button', { name: 'Seal it' }).click();
  const files = await readSealed(page);
  const text = await seal(page, { text: 'x'.repeat(100_000) });
  const recipient = await someoneElse();
  await visit(recipient, files.link);
  await expect(recipient.getByText('Files, about 6 MB.', { exact: true })).toBeVisible();
  await visit(recipient, text.link);
  await expect(recipient.getByText('Text, about 100 kB.', { exact: true })).toBeVisible();
});

for (const [part, address] of [
  ['script', '**/opened-secret*.js'],
  ['words', '**/words/**/receive-opened.json'],
] as const) {
  test(`nothing is used up while the page lacks the ${part} to show what it would get`, async ({
    page,
    server,
    someoneElse,
    silence,
  }) => {
    silence.expectRemark('net::ERR');
    const { link } = await seal(page, { text: 'kept' });
    const recipient = await someoneElse();
    await recipient.route(address, (route) => route.abort());
    await visit(recipient, link);
    await breakSeal(recipient);
    await expect(recipient.getByRole('alert')).toContainText('Nothing has been used up');
    // Other journeys of this worker have opened theirs.
    const { pathname } = new URL(link);
    const opened = server.relay.requests().filter((line) => line.endsWith(`/${pathname.split('/').at(-1) ?? ''}/open`));
    expect(opened).toEqual([]);
    await recipient.unroute(address);
    await breakSeal(recipient);
    expect(await openedText(recipient).textContent()).toBe('kept');
  });
}

test('if the server does not say what is waiting, the page says nothing about it', async ({ page, someoneElse }) => {
  const { link } = await seal(page, { text: 'short' });
  const recipient = await someoneElse();
  await recipient.route('**/describe', async (route) => {
    const response = await route.fetch();
    const { sealedBytes: _, ...description } = (await response.json()) as Record<string, unknown>;
    await route.fulfill({ response, json: description });
  });
  await visit(recipient, link);
  await expect(recipient.getByText('You can open it once.')).toBeVisible();
  await expect(recipient.getByText(/^Text/)).toHaveCount(0);
});

test('if the password worker does not load, both pages say that there is no connection, and try again', async ({
  page,
  someoneElse,
  silence,
}) => {
  silence.expectRemark('net::ERR');
  await page.route('**/kdf-worker*.js', (route) => route.abort());
  await page.goto('');
  await write(page, { text: 'kept', password: 'pw' });
  const press = page.getByRole('button', { name: 'Seal it' });
  await press.click();
  await expect(page.getByText('There is no connection to the server.')).toBeVisible();
  await page.unroute('**/kdf-worker*.js');
  await press.click();
  const { link } = await readSealed(page);

  const recipient = await someoneElse();
  await recipient.route('**/kdf-worker*.js', (route) => route.abort());
  await visit(recipient, link);
  await recipient.keyboard.type('pw');
  await recipient.keyboard.press('Enter');
  await expect(recipient.getByText('Retrying automatically.')).toBeVisible();
  await recipient.unroute('**/kdf-worker*.js');
  expect(await openedText(recipient).textContent()).toBe('kept');
});
