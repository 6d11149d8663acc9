import type { Page } from '@playwright/test';
import { expectAccessible } from './fixtures/axe.ts';
import { chosen, fileOf } from './fixtures/files.ts';
import { expect, test } from './fixtures/journey.ts';
import { breakSeal, heading, openedText, readSealed, write } from './fixtures/secret.ts';

const optionsOf = (page: Page, label: string) => page.getByLabel(label).getByRole('option').allTextContents();
const sentence = (page: Page) => page.getByRole('paragraph').filter({ hasText: 'It opens' });
const sealIt = (page: Page) => page.getByRole('button', { name: 'Seal it' }).click();

test('the sentence offers what the operator allows, and nothing else', async ({ page, anotherServer }) => {
  const { url } = await anotherServer({
    settings: { SOTTO_OFFERED_TTLS: '2h,1d,7d', SOTTO_MAX_VIEWS: '3', SOTTO_UNLIMITED_VIEWS: 'false' },
  });
  await page.goto(url);
  await expect.poll(() => optionsOf(page, 'Time limit')).toEqual(['2 hours', 'a day', 'seven days']);
  expect(await optionsOf(page, 'Number of openings')).toEqual(['once', 'twice', '3 times']);
  await write(page, { text: 'bounded', opens: '3 times' });
  await sealIt(page);
  await readSealed(page);
  await page.goto(`${url}ask`);
  await expect.poll(() => optionsOf(page, 'Time limit')).toEqual(['2 hours', 'a day', 'seven days']);
  expect(await optionsOf(page, 'How long answers are kept')).toEqual(['2 hours', 'a day', 'seven days']);
});

test('if every share opens once with a password, the sentence says so and asks for nothing more', async ({
  page,
  anotherServer,
  someoneElse,
}) => {
  const { url } = await anotherServer({
    settings: {
      SOTTO_ONE_VIEW: 'true',
      SOTTO_REQUIRE_PASSWORD: 'true',
      SOTTO_OFFERED_TTLS: '1h',
      SOTTO_MAX_FILES_MB: '0',
    },
  });
  await page.goto(url);
  await expect(page.getByRole('button', { name: 'Files' })).toHaveCount(0);
  await expect(page.getByLabel('Number of openings')).toHaveCount(0);
  await expect(page.getByLabel('Time limit')).toHaveCount(0);
  await expect(sentence(page)).toContainText('It opens once, within an hour, with ');
  await expect(page.getByLabel('Kind of password')).toHaveValue('generated');
  expect(await optionsOf(page, 'Kind of password')).toEqual(['a password I choose', 'a generated password']);
  await expectAccessible(page, 'a sentence with one choice left');
  await page.getByLabel('Your secret').fill('strictly');
  const password = (await page.getByRole('status', { name: 'Password' }).textContent()) ?? '';
  expect(password).toMatch(/^[^-\s]+(?:-[^-\s]+){3,}$/);
  await sealIt(page);
  const { link } = await readSealed(page);

  const recipient = await someoneElse();
  await recipient.goto(link);
  await recipient.getByRole('textbox', { name: 'Password' }).fill(password);
  await breakSeal(recipient);
  expect(await openedText(recipient).textContent()).toBe('strictly');
});

test('a policy that loads late changes the sentence, and nothing typed is lost', async ({ page, anotherServer }) => {
  const { url } = await anotherServer({ settings: { SOTTO_REQUIRE_PASSWORD: 'true', SOTTO_DEFAULT_TTL: '7d' } });
  const late = Promise.withResolvers<undefined>();
  await page.route('**/api/config', async (route) => {
    await late.promise;
    await route.continue();
  });
  await page.goto(url);
  await write(page, { text: 'typed at once', opens: 'any number of times' });
  await expect(page.getByLabel('Kind of password')).toHaveValue('none');
  late.resolve(undefined);
  await expect(page.getByLabel('Kind of password')).toHaveValue('generated');
  await expect(page.getByLabel('Time limit')).toHaveValue('604800');
  await expect(page.getByLabel('Number of openings')).toHaveValue('0');
  await expect(page.getByLabel('Your secret')).toHaveValue('typed at once');
});

test('a limit that changed in the meantime is named, and the sentence is corrected', async ({
  page,
  anotherServer,
  silence,
}) => {
  silence.expectRemark('status of 422');
  const before = await anotherServer({});
  const { url } = await anotherServer({ settings: { SOTTO_ONE_VIEW: 'true' } });
  const config = (await (await page.request.get(`${before.url}api/config`)).json()) as object;
  let asked = 0;
  await page.route('**/api/config', async (route) => {
    asked += 1;
    // The page and the code that prepares the share still have the old policy.
    if (asked > 2) await route.continue();
    else await route.fulfill({ json: { ...config, publicUrl: url } });
  });
  await page.goto(url);
  await write(page, { text: 'as it was', opens: 'twice' });
  await sealIt(page);
  await expect(page.getByRole('alert')).toContainText('does not allow that many openings');
  await expect(sentence(page)).toContainText('It opens once');
  await expect(page.getByLabel('Your secret')).toHaveValue('as it was');
  await sealIt(page);
  await readSealed(page);
});

test('the room on the sheet follows the operator’s limit', async ({ page, anotherServer }) => {
  const { url } = await anotherServer({ settings: { SOTTO_MAX_TEXT_KB: '4', SOTTO_MAX_FILES_MB: '0' } });
  await page.goto(url);
  await expect(page.getByRole('button', { name: 'Files' })).toHaveCount(0);
  await page.getByLabel('Your secret').fill('x'.repeat(3000));
  await expect(page.getByText(/^Room for about \d+ more characters\.$/)).toBeVisible();
  await page.getByLabel('Your secret').fill('x'.repeat(5000));
  await sealIt(page);
  await expect(page.getByRole('alert')).toContainText(/It takes 5,\d{3} bytes, but only 3,\d{3} fit\./);
  await page.getByLabel('Your secret').fill('x'.repeat(3700));
  await sealIt(page);
  await readSealed(page);
});

test('if the names of files are too long, the page says so and offers no further file', async ({
  page,
  anotherServer,
}) => {
  const { url } = await anotherServer({ settings: { SOTTO_MAX_TEXT_KB: '4' } });
  await page.goto(url);
  const asFile = page.getByRole('button', { name: 'Send it as a file' });
  await page.getByLabel('Your secret').fill('x'.repeat(5000));
  await expect(asFile).toBeVisible();
  await page.getByLabel('Your secret').fill('');
  const opening = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Files', exact: true }).click();
  await (
    await opening
  ).setFiles(chosen(Array.from({ length: 40 }, (_, i) => fileOf(`${'name-'.repeat(25)}${i}`, 'x'))));
  await expect(page.getByText(/^The names of these files are too long to send together\./)).toBeVisible();
  await expect(asFile).toHaveCount(0);
  await expectAccessible(page, 'names too long');
});

test('if requests are off, no page offers them, and their page says so', async ({ page, anotherServer }) => {
  const { url } = await anotherServer({ settings: { SOTTO_SECRET_REQUESTS: 'false' } });
  await page.goto(url);
  await expect(page.getByRole('navigation').getByRole('link')).toHaveText(['New secret', 'My shares']);
  await expect(page.getByRole('checkbox', { name: 'Allow a reply' })).toHaveCount(0);
  await page.goto(`${url}ask`);
  await expect(heading(page, 'You can’t ask for secrets here')).toBeVisible();
  await expectAccessible(page, 'asking is off');
  await page.getByRole('main').getByRole('link', { name: 'Write a secret' }).click();
  await expect(heading(page, 'Say it once')).toBeVisible();
});

test('after the daily quota the page says so and keeps the text', async ({ page, anotherServer, silence }) => {
  silence.expectRemark('status of 429');
  const { url } = await anotherServer({ settings: { SOTTO_CLIENT_QUOTA_MB: '1', SOTTO_MAX_FILES_MB: '0' } });
  await page.goto(url);
  const long = 'x'.repeat(600_000);
  await page.getByLabel('Your secret').fill(long);
  await sealIt(page);
  await readSealed(page);
  await page.goto(url);
  await page.getByLabel('Your secret').fill(long);
  await sealIt(page);
  await expect(page.getByRole('alert')).toContainText('This would exceed your storage limit for today.');
  await expect(page.getByLabel('Your secret')).toHaveValue(long);
});
