import type { Page } from '@playwright/test';
import { expect, test } from './fixtures/journey.ts';
import { breakSeal, heading, openedText, seal } from './fixtures/secret.ts';

/** The top edge of the first card, in CSS pixels. */
const topOf = (page: Page) =>
  page.evaluate(() => {
    const main = document.querySelector('main');
    const boxes = [...(main?.querySelectorAll('*') ?? [])].filter(
      (box) => getComputedStyle(box).boxShadow !== 'none' && box.getClientRects().length > 0,
    );
    return boxes[0]?.getBoundingClientRect().top;
  });

for (const title of ['', 'For the vault']) {
  test(`the card of a secret ${title === '' ? 'without' : 'with'} a title stays in place while it is opened`, async ({
    page,
    someoneElse,
  }) => {
    const { link } = await seal(page, { text: 'A=1\nB=2', ...(title !== '' && { title }) });
    const recipient = await someoneElse();
    await recipient.goto(link);
    await expect(heading(recipient, 'A secret for you')).toBeVisible();
    const top = await topOf(recipient);
    expect(top).toBeGreaterThan(0);
    const gate = Promise.withResolvers<undefined>();
    await recipient.route('**/open', async (route) => {
      await gate.promise;
      await route.continue();
    });
    await breakSeal(recipient);
    await expect(recipient.getByRole('button', { name: 'Breaking the seal…' })).toBeVisible();
    expect(await topOf(recipient)).toBe(top);
    gate.resolve(undefined);
    await expect(openedText(recipient)).toBeVisible();
    expect(await topOf(recipient)).toBe(top);
    await expect(recipient.getByText(/^Destroyed on the server at/)).toBeVisible();
    expect(await topOf(recipient)).toBe(top);
    await recipient.reload();
    await expect(recipient.getByRole('heading', { level: 1, name: /gone|Already opened/ })).toBeVisible();
    expect(await topOf(recipient)).toBe(top);
  });
}

const factsTop = async (page: Page) => (await page.locator('main dl').boundingBox())?.y;

test('the facts of a managed secret stay in place when the secret is locked, unlocked and deleted', async ({
  page,
  someoneElse,
  silence,
}) => {
  for (const status of [403, 423]) silence.expectRemark(`status of ${status}`);
  const draft = { text: 'x', password: 'right', attempts: '3 wrong passwords', atLimit: 'locked until I unlock it' };
  const { link, manageLink } = await seal(page, draft);
  await page.goto(manageLink);
  await expect(page.getByText('Waiting to be opened')).toBeVisible();
  const top = await factsTop(page);
  expect(top).toBeGreaterThan(0);
  const stranger = await someoneElse();
  await stranger.goto(link);
  for (const wrong of ['a', 'b', 'c']) {
    await stranger.getByRole('textbox', { name: 'Password' }).fill(wrong);
    await breakSeal(stranger);
    if (wrong !== 'c') await expect(stranger.getByText('Wrong password.')).toBeVisible();
  }
  await expect(heading(stranger, 'Locked')).toBeVisible();
  await page.reload();
  await expect(page.getByText('Locked by wrong passwords')).toBeVisible();
  expect(await factsTop(page)).toBe(top);
  await page.getByRole('button', { name: 'Unlock it' }).click();
  await expect(page.getByText('Waiting to be opened')).toBeVisible();
  expect(await factsTop(page)).toBe(top);
  await page.getByRole('button', { name: 'Delete now' }).click();
  await page.getByRole('button', { name: 'Delete it', exact: true }).click();
  await expect(page.getByText('It was deleted on')).toBeVisible();
  expect(await factsTop(page)).toBe(top);
});
