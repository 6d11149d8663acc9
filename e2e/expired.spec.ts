import { expect, test } from './fixtures/journey.ts';
import { breakSeal, heading, openedText, readSealed, write } from './fixtures/secret.ts';

test('expiry stops new openings, not people who are reading', async ({ page, anotherServer, someoneElse }) => {
  const server = await anotherServer({ settings: { SOTTO_MIN_TTL: '1', SOTTO_DEFAULT_TTL: '12' } });
  await page.goto(server.url);
  await page.getByLabel('Time limit').selectOption('12');
  await write(page, { text: 'for a moment', title: 'Short', opens: 'any number of times' });
  await page.getByRole('button', { name: 'Seal it' }).click();
  const { link, manageLink } = await readSealed(page);

  const reader = await someoneElse();
  await reader.goto(link);
  await breakSeal(reader);
  await expect(openedText(reader)).toHaveText('for a moment');

  const late = await someoneElse();
  await expect(async () => {
    await late.goto('about:blank');
    await late.goto(link);
    await expect(heading(late, 'Expired')).toBeVisible({ timeout: 1000 });
  }).toPass();
  expect(await openedText(reader).textContent()).toBe('for a moment');
  await page.goto(manageLink);
  await expect(page.getByText('Expired').first()).toBeVisible();
});
