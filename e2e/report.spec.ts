import { expectAccessible } from './fixtures/axe.ts';
import { expect, test } from './fixtures/journey.ts';
import { needlesOfFragment, placesWith } from './fixtures/search.ts';
import { heading, readSealed, write } from './fixtures/secret.ts';

const settings = { SOTTO_ABUSE_CONTACT: 'mailto:abuse@example.org' };

test('a secret is reported from its page, with only its id', async ({ page, anotherServer, someoneElse }) => {
  const server = await anotherServer({ settings });
  await page.goto(server.url);
  await write(page, { text: 'harm' });
  await page.getByRole('button', { name: 'Seal it' }).click();
  const { link, key, linkWithoutKey } = await readSealed(page);
  const id = linkWithoutKey.split('/').at(-1) ?? '';

  const recipient = await someoneElse();
  await recipient.goto(link);
  const opened = recipient.context().waitForEvent('page');
  await recipient.getByRole('contentinfo').getByRole('link', { name: 'Report this secret' }).click();
  const report = await opened;
  await expect(heading(report, 'Report a secret')).toBeVisible();
  expect(new URL(report.url()).hash).toBe(`#${id}`);
  await expect(report.getByLabel('Its link or id')).toHaveValue(id);
  await expectAccessible(report, 'reporting');
  await report.getByRole('button', { name: 'Send report' }).click();
  await expect(report.getByRole('alert')).toHaveText('Choose what is wrong with it.');
  await expectAccessible(report, 'a report without a reason');
  await report.getByRole('radio', { name: 'It contains malware' }).check();
  await report.getByRole('button', { name: 'Send report' }).click();
  await expect(heading(report, 'Thank you')).toBeVisible();
  await expect(report.getByRole('link', { name: 'abuse@example.org' })).toHaveAttribute(
    'href',
    'mailto:abuse@example.org',
  );
  await expectAccessible(report, 'a report is sent');
  expect(placesWith(needlesOfFragment(key), server)).toEqual([]);
  expect(await server.admin('reports')).toContain(id);
});

test('a pasted link loses its key in the browser; an unknown id gets the same reply', async ({
  page,
  anotherServer,
}) => {
  const server = await anotherServer({ settings });
  const id = '2NEpo7TZRRrLZSi2U4xGyz';
  const key = 'k'.repeat(50);
  await page.goto(`${server.url}report`);
  await page.getByRole('button', { name: 'Send report' }).click();
  const field = page.getByLabel('Its link or id');
  await expect(field).toBeFocused();
  await field.fill(`${server.url}s/${id}#${key}`);
  await expect(field).toHaveValue(id);
  await expect(field).toHaveAccessibleDescription(/The key was removed/);
  await page.getByRole('radio', { name: 'Something else' }).check();
  await page.getByRole('button', { name: 'Send report' }).click();
  await expect(heading(page, 'Thank you')).toBeVisible();
  expect(placesWith([Buffer.from(key)], server)).toEqual([]);
});

test('a choice during sending changes nothing; exceeding the daily limit is reported', async ({
  page,
  anotherServer,
  silence,
}) => {
  silence.expectRemark('status of 429');
  const { url } = await anotherServer({ settings });
  const id = '2NEpo7TZRRrLZSi2U4xGyz';
  for (let sent = 0; sent < 50; sent++)
    expect((await page.request.post(`${url}api/reports`, { data: { id, reason: 'other' } })).status()).toBe(202);
  const sending = Promise.withResolvers<undefined>();
  await page.route('**/api/reports', async (route) => {
    await sending.promise;
    await route.continue();
  });
  await page.goto(`${url}report#${id}`);
  const malware = page.getByRole('radio', { name: 'It contains malware' });
  await malware.check();
  await malware.press('Enter');
  await expect(page.getByRole('button', { name: 'Sending…' })).toBeVisible();
  await expect(malware).toBeFocused();
  await page.getByText('Something else').click();
  await expect(malware).toBeChecked();
  sending.resolve(undefined);
  await expect(page.getByRole('alert')).toHaveText(/as many reports as allowed in a day.*abuse@example\.org/);
  await expectAccessible(page, 'too many reports');
});

test('without an abuse contact no page offers to report, and the report page says so', async ({ page, server }) => {
  await page.goto('s/2NEpo7TZRRrLZSi2U4xGyz');
  await expect(page.getByRole('contentinfo').getByRole('link', { name: 'Security' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Report this secret' })).toHaveCount(0);
  await page.goto('report');
  await expect(heading(page, 'This service does not accept reports')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Send report' })).toHaveCount(0);
  await expectAccessible(page, 'reports are off');
  expect(server.relay.requests().some((line) => line.includes('/api/reports'))).toBe(false);
});
