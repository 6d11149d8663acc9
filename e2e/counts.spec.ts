import { expect, test } from './fixtures/journey.ts';
import { heading, readSealed, write } from './fixtures/secret.ts';

test('an invalid number of answers is reported, and not replaced by another one', async ({ page, server }) => {
  // Other journeys of this worker have created requests before.
  const asked = () => server.relay.requests().filter((line) => line.includes('/api/requests')).length;
  const before = asked();
  await page.goto('ask');
  await page.getByLabel('What do you need?').fill('A key');
  await page.getByLabel('Number of answers').selectOption({ label: 'a number I choose' });
  const field = page.getByRole('spinbutton', { name: 'How many answers' });
  await expect(field).toHaveValue('20');
  await field.fill('15');
  await field.press('End');
  await field.press('0');
  await page.getByRole('button', { name: 'Make the link' }).click();
  await expect(page.getByRole('alert')).toContainText(
    'Choose how many answers it accepts: a whole number from 2 to 100',
  );
  await expect(field).toHaveValue('150');
  expect(asked()).toBe(before);
  await field.press('Backspace');
  await expect(page.getByLabel('Number of answers')).toContainText('15 answers');
  await page.getByRole('button', { name: 'Make the link' }).click();
  await expect(heading(page, 'Now send it')).toBeVisible();
  await expect(page.getByText('15 answers')).toBeVisible();
});

test('an invalid number of openings is reported in its field, by the button and by the keyboard alike', async ({
  page,
}) => {
  await page.goto('');
  await write(page, { text: 'often', opens: 'a number I choose' });
  const field = page.getByRole('spinbutton', { name: 'How many times' });
  await expect(field).toHaveValue('4');
  await field.fill('');
  await page.getByRole('button', { name: 'Seal it' }).click();
  await expect(page.getByRole('alert')).toContainText('Choose how many times it opens');
  await expect(field).toBeFocused();
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await field.fill('1');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await field.press('Control+Enter');
  await expect(page.getByRole('alert')).toContainText('Choose how many times it opens');
  await expect(field).toHaveValue('1');
  await field.fill('');
  await field.pressSequentially('12');
  await field.press('Control+Enter');
  await readSealed(page);
  await expect(page.getByRole('definition').filter({ hasText: '12 times' })).toBeVisible();
});
