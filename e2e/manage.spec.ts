import { expect, test } from './fixtures/journey.ts';
import { breakSeal, heading, openedText, receipt, seal } from './fixtures/secret.ts';

test('the sender sees each opening, then deletes the secret', async ({ page, someoneElse }) => {
  const { link, manageLink } = await seal(page, { text: 'for three', title: 'Wi-Fi', opens: '3 times' });
  const recipient = await someoneElse();
  await recipient.goto(link);
  await breakSeal(recipient);
  await expect(recipient.getByText(/^Opened\. It can be opened 2 more times/)).toBeVisible();

  await page.goto(manageLink);
  await expect(heading(page, 'Wi-Fi')).toBeVisible();
  await expect(page.getByText('Opened, with openings left')).toBeVisible();
  await expect(page.getByText('2 of 3 left')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Secrets can’t be edited' })).toBeVisible();
  await page.getByRole('button', { name: 'Delete now' }).click();
  await page.getByRole('button', { name: 'Keep it', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Delete now' })).toBeFocused();
  await page.getByRole('button', { name: 'Delete now' }).click();
  await page.getByRole('button', { name: 'Delete it' }).click();
  await expect(page.getByText(/^It was deleted on .*\. It can’t be opened any more\.$/)).toBeVisible();

  const late = await someoneElse();
  await late.goto(link);
  await expect(heading(late, 'Deleted')).toBeVisible();
});

test('a secret can be deleted immediately after sealing', async ({ page, someoneElse }) => {
  const { link } = await seal(page, { text: 'too soon' });
  await page.getByRole('button', { name: 'Delete now' }).click();
  await page.getByRole('button', { name: 'Delete it' }).click();
  await expect(heading(page, 'Deleted')).toBeVisible();

  const late = await someoneElse();
  await late.goto(link);
  await expect(heading(late, 'Deleted')).toBeVisible();
});

test('the manage link opens nothing, and the link manages nothing', async ({ page, someoneElse }) => {
  const { link, key, manageLink, manageKey } = await seal(page, { text: 'apart' });
  const stranger = await someoneElse();
  await stranger.goto(link.replace(key, manageKey));
  await expect(heading(stranger, 'That link is for another page')).toBeVisible();
  await stranger.goto(manageLink.replace(manageKey, key));
  await expect(heading(stranger, 'That link is for another page')).toBeVisible();
});

test('the manage link works on another device and can be added to its list', async ({ page, someoneElse }) => {
  const { manageLink } = await seal(page, { text: 'elsewhere', title: 'Kept' });
  const other = await someoneElse();
  await other.goto(manageLink);
  await expect(heading(other, 'Kept')).toBeVisible();
  await other.getByRole('button', { name: 'Add to My shares' }).click();
  await expect(other.getByText('It is listed on this device, under My shares')).toBeVisible();
  await other.getByRole('main').getByRole('link', { name: 'My shares' }).click();
  await expect(other.getByRole('link', { name: 'Kept' })).toBeVisible();
});

test('of two people who press at the same time for the last view, one reads it', async ({
  page,
  someoneElse,
  silence,
}) => {
  silence.expectRemark('status of 410');
  const { link } = await seal(page, { text: 'only one' });
  const people = [await someoneElse(), await someoneElse()];
  for (const person of people) {
    await person.goto(link);
    await expect(person.getByRole('button', { name: 'Break the seal' })).toBeVisible();
  }
  await Promise.all(people.map(breakSeal));
  const read = await Promise.all(
    people.map(async (person) => {
      await expect(receipt(person).or(heading(person, 'Already opened'))).toBeVisible();
      return openedText(person).isVisible();
    }),
  );
  expect(read.sort()).toEqual([false, true]);
});
