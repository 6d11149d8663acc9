import { expectAccessible } from './fixtures/axe.ts';
import { expect, test } from './fixtures/journey.ts';
import { breakSeal, heading, openedText } from './fixtures/secret.ts';
import { newUser } from './fixtures/terminal.ts';

const text = 'not yet';

/** Seals a secret with the terminal. @returns its link */
async function sent(url: string, ...args: string[]): Promise<string> {
  using sender = newUser(url);
  return await sender.send([...args, '-'], { input: text });
}

test('before its time the page has no button, whatever the device’s clock says; then it opens', async ({
  page,
  server,
}) => {
  const link = await sent(server.url, '--not-before', '1m');
  await page.addInitScript(() => {
    const deviceNow = Date.now.bind(Date);
    Date.now = () => deviceNow() + 3_600_000;
  });
  await page.goto(link);
  await expect(heading(page, 'A secret for you')).toBeVisible();
  await expect(page.getByRole('timer')).toHaveText(/^It opens in \d+ seconds\.$/);
  await expect(page.getByText('The server checks this. It does not add encryption.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Break the seal' })).toHaveCount(0);
  await expectAccessible(page, 'before its time');
  await expect(page.getByRole('button', { name: 'Break the seal' })).toBeVisible({ timeout: 90_000 });
  await breakSeal(page);
  expect(await openedText(page).textContent()).toBe(text);
});

test('a server that hides the time is refused, and nothing is opened', async ({ page, server }) => {
  const link = await sent(server.url, '--expires', '2d', '--not-before', '1d');
  const opens = server.relay.requests().filter((line) => line.endsWith('/open')).length;
  await page.route('**/describe', async (route) => {
    const answer = await route.fetch();
    const { notBefore: _, ...rest } = (await answer.json()) as Record<string, unknown>;
    await route.fulfill({ response: answer, json: rest });
  });
  await page.goto(link);
  await expect(heading(page, 'This is not what was sealed')).toBeVisible();
  expect(server.relay.requests().filter((line) => line.endsWith('/open'))).toHaveLength(opens);
});
