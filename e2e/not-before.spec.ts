import { expect, test } from './fixtures/journey.ts';
import { heading } from './fixtures/secret.ts';
import { newUser } from './fixtures/terminal.ts';

const text = 'not yet';

/** Seals a secret with the terminal. @returns its link */
async function sent(url: string, ...args: string[]): Promise<string> {
  using sender = newUser(url);
  return await sender.send([...args, '-'], { input: text });
}

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
