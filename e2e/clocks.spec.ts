import type { Page } from '@playwright/test';
import { expect, test } from './fixtures/journey.ts';
import { seal } from './fixtures/secret.ts';
import { makeRequest } from './fixtures/request.ts';

/** Shifts the device's clock by this many hours. Everything else stays the same. */
async function shiftClock(page: Page, hours: number): Promise<void> {
  await page.addInitScript((shiftMs) => {
    const Real = Date;
    class Shifted extends Real {
      constructor(...parts: unknown[]) {
        super(...((parts.length === 0 ? [Real.now() + shiftMs] : parts) as [number]));
      }
      static override now() {
        return Real.now() + shiftMs;
      }
    }
    Object.assign(globalThis, { Date: Shifted });
  }, hours * 3_600_000);
}

for (const [name, hours] of [
  ['a day ahead', 25],
  ['a day behind', -25],
  ['years ahead', 24 * 800],
] as const) {
  test(`a device whose clock is ${name} shows every expiry by the server’s clock`, async ({ page, someoneElse }) => {
    const other = await someoneElse();
    await shiftClock(other, hours);

    await page.goto('');
    await other.goto('');
    const until = (one: Page) => one.getByText(/^Expires [A-Z].* at \d\d:\d\d\.$/).textContent();
    // The minute may change between the two.
    await expect.poll(async () => (await until(other)) === (await until(page))).toBe(true);

    await page.goto('ask');
    await other.goto('ask');
    const takesUntil = (one: Page) => one.getByText(/^Accepts answers until [A-Z].* at \d\d:\d\d\.$/).textContent();
    await expect.poll(async () => (await takesUntil(other)) === (await takesUntil(page))).toBe(true);

    const { link, manageLink } = await seal(other, { text: 'soon over', title: 'Timed' });
    const left = /in 1 day/;
    await other.goto(manageLink);
    await expect(other.getByText(left)).toBeVisible();
    await other.goto('shares');
    await expect(other.getByRole('listitem').filter({ hasText: 'Timed' })).toContainText(left);
    await other.goto(link);
    await expect(other.getByText(/^It isn’t used up until you open it/)).toContainText(left);

    await other.goto('');
    await other.getByLabel('Time limit').selectOption({ label: 'a date I choose' });
    const field = other.locator('input[type=datetime-local]');
    const bounds = await field.evaluate((input) => [input.getAttribute('min'), input.getAttribute('max')]);
    const [earliest = 0, latest = 0] = bounds.map((bound) => new Date(`${bound}+05:30`).getTime());
    const now = await page.evaluate(() => Date.now());
    expect(earliest).toBeGreaterThan(now - 60_000);
    expect(earliest).toBeLessThan(now + 3_600_000);
    expect(latest).toBeGreaterThan(now + 20 * 86_400_000);
    expect(latest).toBeLessThan(now + 31 * 86_400_000);
  });
}

test('a request shows its expiry by the server’s clock, to its author and to those who answer', async ({
  page,
  someoneElse,
}) => {
  await shiftClock(page, 25);
  const link = await makeRequest(page, 'The key');
  await page.getByRole('link', { name: 'Read the answers' }).click();
  await expect(page.getByText('(in 7 days)')).toBeVisible();
  const author = await someoneElse();
  await shiftClock(author, 25);
  await author.goto(link);
  await expect(author.getByText(/\(in 7 days\)/)).toBeVisible();
});

test('with a proxy’s clock wrong, nothing that still exists is shown as expired', async ({ page, someoneElse }) => {
  const { link, manageLink } = await seal(page, { text: 'still there', title: 'Timed' });
  for (const date of ['Fri, 31 Dec 9999 23:59:59 GMT', new Date(Date.now() + 25 * 3_600_000).toUTCString()]) {
    const reader = await someoneElse();
    await reader.route('**/api/**', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), date } });
    });
    await reader.goto(link);
    await expect(reader.getByText(/^It isn’t used up until you open it/)).toContainText(
      'Expires in less than a minute, on ',
    );
    await reader.goto(manageLink);
    await expect(reader.getByText('Waiting to be opened')).toBeVisible();
    await expect(reader.getByText('(in less than a minute)')).toBeVisible();
    await expect(reader.getByText(/ ago/)).toHaveCount(0);
  }
});
