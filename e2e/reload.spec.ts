import type { Page } from '@playwright/test';
import { expect, test } from './fixtures/journey.ts';
import { breakSeal, heading, openedText, receipt, seal } from './fixtures/secret.ts';

const text = 'survives a reload';

/** Some pages ask before they are left; these journeys always choose to leave. */
async function reload(page: Page): Promise<void> {
  page.once('dialog', (dialog) => void dialog.accept());
  await page.reload();
  page.removeAllListeners('dialog');
}

test('a reload before opening spends nothing', async ({ page, someoneElse }) => {
  const { link } = await seal(page, { text });
  const recipient = await someoneElse();
  await recipient.goto(link);
  for (let times = 0; times < 3; times++) {
    await expect(recipient.getByText('You can open it once.')).toBeVisible();
    await reload(recipient);
  }
  await breakSeal(recipient);
  expect(await openedText(recipient).textContent()).toBe(text);
});

test('a reload while the secret is on its way fetches the same secret, once', async ({
  page,
  server,
  someoneElse,
  silence,
}) => {
  silence.expectRemark('net::ERR');
  const { link } = await seal(page, { text });
  const recipient = await someoneElse();
  await recipient.goto(link);
  await expect(heading(recipient, 'A secret for you')).toBeVisible();

  // The server spends the view and replies, but the page never gets the reply.
  const swallowed = server.relay.interfere('/open', 'swallow');
  await breakSeal(recipient);
  await swallowed.happened;
  swallowed.stop();
  await reload(recipient);

  expect(await openedText(recipient).textContent()).toBe(text);
  await expect(receipt(recipient)).toBeVisible();
  const late = await someoneElse();
  await late.goto(link);
  await expect(heading(late, 'Already opened')).toBeVisible();
});

test('a reload before the acknowledgement fetches the same secret again; after it, the page says that it is gone', async ({
  page,
  server,
  someoneElse,
  silence,
}) => {
  silence.expectRemark('net::ERR');
  const { link } = await seal(page, { text });
  const recipient = await someoneElse();
  const refused = server.relay.interfere('/acknowledge', 'refuse');
  await recipient.goto(link);
  await breakSeal(recipient);
  expect(await openedText(recipient).textContent()).toBe(text);
  await refused.happened;
  await expect(recipient.getByText('The server does not know yet that it arrived')).toBeVisible();
  for (let times = 0; times < 2; times++) {
    await reload(recipient);
    await expect(recipient.getByText('The server does not know yet that it arrived')).toBeVisible();
    expect(await openedText(recipient).textContent()).toBe(text);
  }

  refused.stop();
  expect(await openedText(recipient).textContent()).toBe(text);
  await expect(receipt(recipient)).toBeVisible();

  await reload(recipient);
  await expect(recipient.getByText(/^You opened it in this tab/)).toBeVisible();
  await expect(recipient.getByText(text)).toHaveCount(0);
});

test('a reload at the password prompt or during the check asks again and spends nothing', async ({
  page,
  someoneElse,
}) => {
  const { link } = await seal(page, { text, password: 'again' });
  const recipient = await someoneElse();
  await recipient.goto(link);
  await recipient.getByRole('textbox', { name: 'Password' }).fill('again');
  await reload(recipient);
  await expect(recipient.getByRole('textbox', { name: 'Password' })).toHaveValue('');
  await recipient.getByRole('textbox', { name: 'Password' }).fill('again');
  await breakSeal(recipient);
  await reload(recipient);
  const password = recipient.getByRole('textbox', { name: 'Password' });
  await password.fill('again');
  await breakSeal(recipient);
  expect(await openedText(recipient).textContent()).toBe(text);
});

test('after a reload, a wrong password asks for the one that opened it', async ({
  page,
  server,
  someoneElse,
  silence,
}) => {
  silence.expectRemark('net::ERR');
  silence.expectRemark('status of 410');
  const { link } = await seal(page, { text, password: 'right' });
  const recipient = await someoneElse();
  await recipient.goto(link);
  const password = recipient.getByRole('textbox', { name: 'Password' });
  await password.fill('right');
  const swallowed = server.relay.interfere('/open', 'swallow');
  await breakSeal(recipient);
  await swallowed.happened;
  swallowed.stop();
  await reload(recipient);

  await password.fill('wrong');
  await breakSeal(recipient);
  await expect(recipient.getByText('Wrong password. Enter the password that opened it before.')).toBeVisible();
  await password.fill('right');
  await breakSeal(recipient);
  expect(await openedText(recipient).textContent()).toBe(text);
});
