import type { Page } from '@playwright/test';
import { expectAccessible } from './fixtures/axe.ts';
import { expect, test } from './fixtures/journey.ts';
import { breakSeal, heading, openedText, seal } from './fixtures/secret.ts';

/** The server's answer to describe, changed on the way as a hostile one would. */
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

test('a changed preamble is refused before a password is asked for or a view is spent', async ({
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

test('terms that the sender did not set are named, and the text is shown as it was sealed', async ({
  page,
  someoneElse,
}) => {
  const { link } = await seal(page, { text: 'true' });
  const recipient = await someoneElse();
  await lie(recipient, (description) => ({ ...description, maxViews: 7, viewsLeft: 7 }));
  await recipient.goto(link);
  await expect(recipient.getByText('It can be opened 7 more times.')).toBeVisible();
  await breakSeal(recipient);
  await expect(recipient.getByText('The server did not keep to the sender’s terms')).toBeVisible();
  expect(await openedText(recipient).textContent()).toBe('true');
  await expectAccessible(recipient, 'terms not kept');
});

test('an answer of another form is not believed', async ({ page, someoneElse }) => {
  const { link } = await seal(page, { text: 'true' });
  const recipient = await someoneElse();
  await lie(recipient, (description) => ({ ...description, expiresAt: 9e15 }));
  await recipient.goto(link);
  await expect(recipient.getByText('answered in a way that this page does not understand')).toBeVisible();
});
