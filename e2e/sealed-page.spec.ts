import type { Page } from '@playwright/test';
import { expectAccessible } from './fixtures/axe.ts';
import { clipboardOf, refuseClipboard } from './fixtures/clipboard.ts';
import { expect, test } from './fixtures/journey.ts';
import { heading, readSealed, seal, write } from './fixtures/secret.ts';
import { makeRequest } from './fixtures/request.ts';

const documentHas = (page: Page, text: string) =>
  page.evaluate((wanted) => document.body.textContent.includes(wanted), text);

test('the password is on the sealed page, hidden until asked for, never printed, and gone afterwards', async ({
  page,
}) => {
  await seal(page, { text: 'locked', password: 'Pass-phrase & <b>more</b>' });
  await expect(page.getByText('Send it separately from the link.')).toBeVisible();
  const copy = page.getByRole('button', { name: 'Copy the password' });
  await copy.click();
  expect(await clipboardOf(page)).toBe('Pass-phrase & <b>more</b>');
  expect(await documentHas(page, 'Pass-phrase')).toBe(false);
  await expectAccessible(page, 'sealed, the password hidden');

  await page.getByRole('button', { name: 'Show the password' }).click();
  const password = page.getByRole('status', { name: 'Password' });
  await expect(password).toHaveText('Pass-phrase & <b>more</b>');
  await expectAccessible(page, 'sealed, the password shown');
  await page.emulateMedia({ media: 'print' });
  await expect(password).toBeHidden();
  await page.emulateMedia({ media: null });
  await page.getByRole('button', { name: 'Hide the password' }).click();
  expect(await documentHas(page, 'Pass-phrase')).toBe(false);

  await page.getByRole('link', { name: 'Write another' }).click();
  await expect(heading(page, 'Say it once')).toBeVisible();
  expect(await documentHas(page, 'Pass-phrase')).toBe(false);
  const stored = await page.context().storageState({ indexedDB: true });
  expect(JSON.stringify(stored)).not.toContain('Pass-phrase');
});

test('if the browser refuses the clipboard, “Copy” shows the password and selects it', async ({ page }) => {
  await page.addInitScript(refuseClipboard);
  await seal(page, { text: 'locked', password: 'by hand' });
  await page.getByRole('button', { name: 'Copy the password' }).click();
  await expect(page.getByRole('status', { name: 'Password' })).toHaveText('by hand');
  expect(await page.evaluate(() => String(getSelection()))).toBe('by hand');
});

test('a generated password is shown again on the sealed page', async ({ page }) => {
  await page.goto('');
  await page.getByLabel('Your secret').fill('locked');
  await page.getByLabel('Kind of password').selectOption({ label: 'a generated password' });
  const onSheet = page.getByRole('status', { name: 'Password' });
  await expect(onSheet).toHaveText(/^\w+(-\w+){3}$/);
  const generated = await onSheet.textContent();
  await page.getByRole('button', { name: 'Seal it' }).click();
  await page.getByRole('button', { name: 'Show the password' }).click();
  await expect(page.getByRole('status', { name: 'Password' })).toHaveText(generated ?? '');
});

/** The mail that the link passes to a mail program. Following it is prevented, as there is no mail program here. */
async function mailOf(page: Page): Promise<{ to: string; subject: string | null; body: string }> {
  const href = page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const take = (event: MouseEvent) => {
          event.preventDefault();
          resolve(event.target instanceof Element ? (event.target.closest('a')?.href ?? '') : '');
        };
        document.addEventListener('click', take, { once: true });
      }),
  );
  await page.getByRole('link', { name: 'Write the mail' }).click();
  const [to = '', query = ''] = (await href).replace('mailto:', '').split('?');
  const fields = new Map(
    query.split('&').map((pair): [string, string] => {
      const [name = '', value = ''] = pair.split('=');
      return [name, decodeURIComponent(value)];
    }),
  );
  return { to, subject: fields.get('subject') ?? null, body: fields.get('body') ?? '' };
}

test('the mail has the link and the terms, but no recipient, title or password; without the key if it is sent apart', async ({
  page,
}) => {
  await page.goto('');
  await write(page, { text: 'mailed', title: 'Cellar code', password: 'very private', opens: 'twice' });
  await page.getByRole('button', { name: 'Seal it' }).click();
  const { link, linkWithoutKey, key } = await readSealed(page);
  for (const time of ['first', 'second']) {
    const { to, subject, body } = await mailOf(page);
    expect(to, time).toBe('');
    expect(subject, time).toBe('Sotto: a secret for you');
    expect(body.split('\r\n'), time).toContain(link);
    expect(body, time).toContain('It opens twice, until ');
    expect(body, time).toContain('You also need a password. I will send it separately.');
    expect(body, time).not.toMatch(/Cellar|very private/);
  }
  await page.getByRole('button', { name: 'Send the key separately' }).click();
  const { body } = await mailOf(page);
  expect(body.split('\r\n')).toContain(linkWithoutKey);
  expect(body).not.toContain(key);
  expect(body).toContain('You also need a key and a password');
});

/** Seals, but the browser refuses to copy the link. @returns the dialogs that are shown from now on; each is dismissed */
async function sealWithoutCopy(page: Page): Promise<string[]> {
  await page.addInitScript(refuseClipboard);
  await seal(page, { text: 'mailed' });
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.dismiss();
  });
  return asked;
}

test('a mail program can be opened from the page', async ({ page }) => {
  const asked = await sealWithoutCopy(page);
  await page.getByRole('link', { name: 'Write the mail' }).click();
  await expect(heading(page, 'Sealed')).toBeVisible();
  await page.getByRole('button', { name: 'QR code' }).click();
  expect(asked, 'the link has been passed on, so the page does not ask').toEqual([]);
});

test('a mail with a part of the link does not make the browser ask whether to leave the page', async ({ page }) => {
  const asked = await sealWithoutCopy(page);
  await page.getByRole('button', { name: 'Send the key separately' }).click();
  await page.getByRole('link', { name: 'Write the mail' }).click();
  await page.getByRole('button', { name: 'Send it as one link' }).click();
  await expect(page.getByRole('button', { name: 'Send the key separately' })).toBeVisible();
  expect(asked).toEqual([]);
});

test('the mail of a request has its link, and not what is asked for', async ({ page }) => {
  const link = await makeRequest(page, 'The cellar code');
  const { to, subject, body } = await mailOf(page);
  expect(to).toBe('');
  expect(subject).toBe('Sotto: a request for you');
  expect(body.split('\r\n')).toContain(link);
  expect(body).not.toContain('cellar');
});

test('if the part below the link does not load, the link is there, and the rest can be loaded again', async ({
  page,
  silence,
}) => {
  silence.expectRemark('net::ERR');
  await page.route(/sealed-details/, (route) => route.abort());
  await page.goto('');
  await page.getByLabel('Your secret').fill('text');
  await page.getByRole('button', { name: 'Seal it' }).click();
  await expect(page.getByText('The rest of this page could not be loaded.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Copy link' })).toBeVisible();
  await page.unroute(/sealed-details/);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('link', { name: 'Manage this secret' })).toBeVisible();
});
