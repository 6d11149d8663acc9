import { expect, test } from './fixtures/journey.ts';
import { needlesOfFragment, needlesOfText, placesWith } from './fixtures/search.ts';
import { breakSeal, heading, openedText, receipt, seal, write } from './fixtures/secret.ts';

test('no text, title, password or key reaches the wire, the log or the data folder', async ({
  page,
  server,
  someoneElse,
  silence,
}) => {
  silence.expectRemark('status of 403');
  const text = 'Plaintext-Nadel-äöü-6f1b';
  const title = 'Titel-Nadel-çé-77aa';
  const password = 'Password-Nadel-ß-0c2d';
  const wrong = 'Wrong-Nadel-ñ-91be';
  const { key, link, linkWithoutKey, manageLink, manageKey } = await seal(page, {
    text,
    title,
    password,
    opens: 'twice',
  });

  const recipient = await someoneElse();
  await recipient.goto(linkWithoutKey);
  await recipient.getByRole('textbox', { name: 'Key or whole link' }).fill(link);
  await recipient.getByRole('button', { name: 'Use this key' }).click();
  await recipient.getByRole('textbox', { name: 'Password' }).fill(wrong);
  await breakSeal(recipient);
  await expect(recipient.getByText('Wrong password.')).toBeVisible();
  await recipient.getByRole('textbox', { name: 'Password' }).fill(password);
  await breakSeal(recipient);
  expect(await openedText(recipient).textContent()).toBe(text);
  await expect(recipient.getByText(/^Opened\. It can be opened one more time/)).toBeVisible();

  const second = await someoneElse();
  await second.goto(link);
  await expect(heading(second, 'A secret for you')).toBeVisible();
  await page.goto(manageLink);
  await expect(heading(page, title)).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'My shares' }).click();
  await expect(page.getByRole('link', { name: title })).toBeVisible();
  await page.getByRole('button', { name: `Delete ${title}` }).click();
  await page.getByRole('button', { name: 'Delete it' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: title })).toContainText('deleted');

  // The search itself works: it finds data that is sent and data that is stored.
  const path = new URL(linkWithoutKey).pathname;
  expect(placesWith([Buffer.from(path.split('/').at(-1) ?? '')], server)).toContain('the wire');
  expect(placesWith([Buffer.from('SQLite format 3')], server)).toContain('sotto.db');

  for (const words of [text, title, password, wrong])
    expect(placesWith(needlesOfText(words), server), words).toEqual([]);
  expect(placesWith(needlesOfFragment(key), server), 'link key').toEqual([]);
  expect(placesWith(needlesOfFragment(manageKey), server), 'owner key').toEqual([]);
});

test('the log contains no id and no address', async ({ page, server, someoneElse }) => {
  const { link, linkWithoutKey } = await seal(page, { text: 'x' });
  const recipient = await someoneElse();
  await recipient.goto(link);
  await breakSeal(recipient);
  await expect(receipt(recipient)).toBeVisible();
  const log = server.log().toString();
  const requests = log.split('\n').filter((line) => line.includes('"request"'));
  expect(requests.length).toBeGreaterThan(0);
  expect(log).not.toContain(new URL(linkWithoutKey).pathname.split('/').at(-1));
  // At start, the log names the address that the service listens on.
  expect(requests.join('\n')).not.toMatch(/127\.0\.0\.1|::1/);
});

test('every request goes to this server', async ({ page, server, someoneElse }) => {
  const asked: string[] = [];
  const recipient = await someoneElse();
  for (const person of [page, recipient]) person.on('request', (request) => asked.push(request.url()));
  const { link } = await seal(page, { text: 'alone' });
  await recipient.goto(link);
  await breakSeal(recipient);
  await expect(receipt(recipient)).toBeVisible();
  expect(asked.length).toBeGreaterThan(10);
  expect(asked.filter((url) => !url.startsWith(server.url))).toEqual([]);
});

test('the browser neither stores typed text nor offers it to autofill', async ({ page }) => {
  const typed = { text: 'typed-needle-1', title: 'typed-needle-2', password: 'typed-needle-3' };
  await page.goto('');
  await write(page, typed);
  const stored = await page.evaluate(async () => {
    const databases = await indexedDB.databases();
    return JSON.stringify([
      Object.entries(localStorage),
      Object.entries(sessionStorage),
      document.cookie,
      databases.map(({ name }) => name),
    ]);
  });
  expect(stored).not.toContain('needle');
  await expect(page.getByLabel('Your secret')).toHaveAttribute('autocomplete', 'off');
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveAttribute('autocomplete', 'off');
  await expect(page.getByRole('textbox', { name: 'Password' })).toHaveAttribute('autocomplete', /^(off|new-password)$/);
});

test('an opened secret is kept neither in the tab’s history nor for going back', async ({ page, someoneElse }) => {
  const { link } = await seal(page, { text: 'gone on leaving' });
  const recipient = await someoneElse();
  await recipient.goto(link);
  await breakSeal(recipient);
  await expect(receipt(recipient)).toBeVisible();
  await recipient.getByRole('button', { name: 'Copy', exact: true }).click();
  await recipient.getByRole('link', { name: 'How it works' }).click();
  await expect(recipient).toHaveURL(/how-it-works$/);
  await recipient.goBack();
  await expect(recipient.getByText(/^You opened it in this tab/)).toBeVisible();
  await expect(recipient.getByText('gone on leaving')).toHaveCount(0);
  const stored = await recipient.evaluate(() =>
    JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]),
  );
  expect(stored).not.toContain('gone on leaving');
});
