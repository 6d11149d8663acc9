import { encode } from 'uqr';
import { expect, test } from './fixtures/journey.ts';
import { breakSeal, heading, openedText, seal } from './fixtures/secret.ts';

test('a link and a key sent separately open the secret together, and neither does alone', async ({
  page,
  someoneElse,
  server,
}) => {
  const { link, linkWithoutKey, key } = await seal(page, { text: 'in two parts' });
  await page.getByRole('button', { name: 'Send the key separately' }).click();
  await expect(page.getByRole('group', { name: 'Link without key' }).getByRole('code')).toHaveText(linkWithoutKey);
  await expect(page.getByRole('group', { name: 'Key', exact: true }).getByRole('code')).toHaveText(key);
  expect(`${linkWithoutKey}#${key}`).toBe(link);

  const recipient = await someoneElse();
  const asked = server.relay.requests().length;
  await recipient.goto(linkWithoutKey);
  await expect(heading(recipient, 'The key is missing')).toBeVisible();
  const box = recipient.getByRole('textbox', { name: 'Key or whole link' });
  await recipient.getByRole('button', { name: 'Use this key' }).click();
  await expect(recipient.getByText('Paste the key or the whole link first.')).toBeVisible();
  await box.fill(key.slice(0, 40));
  await box.press('Enter');
  await expect(recipient.getByText('The link or key is incomplete')).toBeVisible();
  await box.fill(`https://elsewhere.example/s/${link.split('/s/')[1] ?? ''}`);
  await box.press('Enter');
  await expect(recipient.getByText('That link belongs to https://elsewhere.example.')).toBeVisible();
  const calls = server.relay
    .requests()
    .slice(asked)
    .filter((line) => line.includes('/api/shares'));
  expect(calls).toEqual([]);

  await box.fill(` ${key}\n`);
  await box.press('Enter');
  await breakSeal(recipient);
  expect(await openedText(recipient).textContent()).toBe('in two parts');
});

test('with the key sent separately, the QR code and the share sheet get the link without it', async ({ page }) => {
  const sharedUrls: string[] = [];
  await page.exposeFunction('takeUrl', (url: string) => sharedUrls.push(url));
  await page.addInitScript(() => {
    const { takeUrl } = globalThis as unknown as { takeUrl: (url: string) => Promise<void> };
    Object.assign(Navigator.prototype, { share: ({ url = '' }: ShareData) => takeUrl(url) });
  });
  const { link, linkWithoutKey } = await seal(page, { text: 'in two parts' });
  await page.getByRole('button', { name: 'QR code' }).click();
  const code = page.getByRole('img', { name: 'The link as a QR code' });
  const sideOf = (text: string) => encode(text, { ecc: 'M', border: 4 }).size;
  await expect(code).toHaveAttribute('viewBox', `0 0 ${sideOf(link)} ${sideOf(link)}`);
  await page.getByRole('button', { name: 'Send the key separately' }).click();
  await expect(code).toHaveAttribute('viewBox', `0 0 ${sideOf(linkWithoutKey)} ${sideOf(linkWithoutKey)}`);
  await expect(page.getByText('It contains the link without the key.')).toBeVisible();
  await page.getByRole('button', { name: 'Share…' }).click();
  await expect.poll(() => sharedUrls).toEqual([linkWithoutKey]);
});

test('the key box also accepts the whole link', async ({ page, someoneElse }) => {
  const { link, linkWithoutKey } = await seal(page, { text: 'whole' });
  const recipient = await someoneElse();
  await recipient.goto(linkWithoutKey);
  await recipient.getByRole('textbox', { name: 'Key or whole link' }).fill(link);
  await recipient.getByRole('button', { name: 'Use this key' }).click();
  await breakSeal(recipient);
  expect(await openedText(recipient).textContent()).toBe('whole');
});
