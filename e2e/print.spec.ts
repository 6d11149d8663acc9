import type { Page } from '@playwright/test';
import { expect, test } from './fixtures/journey.ts';
import { printPage } from './fixtures/print-page.ts';
import type { PrintedPage } from './fixtures/print-page.ts';
import { breakSeal, openedText, readSealed, receipt, seal, write } from './fixtures/secret.ts';

async function openOn(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await breakSeal(page);
  await expect(openedText(page)).toBeVisible();
  await expect(receipt(page)).toBeVisible();
}

function expectInk(ink = 0, whole = 0): void {
  expect(whole).toBeGreaterThan(40);
  expect(Math.abs(ink / whole - 1)).toBeLessThan(0.02);
}

for (const [name, character] of [
  ['P', 'P'],
  ['an apostrophe', "'"],
  ['a backtick', '`'],
] as const) {
  test(`a printed secret keeps all the ink of ${name} in its corners, and of an underscore`, async ({
    page,
    someoneElse,
  }) => {
    const [first, last] = [`${character}_${character}_`, `_${character}_${character}_`];
    const { link } = await seal(page, { text: `${first}\n${last}` });
    const recipient = await someoneElse({ colorScheme: 'dark' });
    await openOn(recipient, link);
    const printed = await printPage(recipient);
    const [inFirst, inLast] = [printed.inkOf(first), printed.inkOf(last)];
    // Antialiasing and rounding change the ink of a whole character by less than 2 %.
    for (const ink of [inFirst[0], inFirst[2], inLast[1], inLast[3]]) expectInk(ink, inFirst[2]);
    for (const ink of [inFirst[1], inFirst[3], inLast[0], inLast[2], inLast[4]]) expectInk(ink, inFirst[1]);
    expect(printed.paper).toBe(255);
  });
}

test('a long secret is printed whole: every line once, in order, over several pages', async ({ page, someoneElse }) => {
  const lines = Array.from({ length: 150 }, (_, i) => `line-${i + 1} ${'x'.repeat((i * 7) % 60)}`.trimEnd());
  const { link } = await seal(page, { text: lines.join('\n') });
  const recipient = await someoneElse();
  await openOn(recipient, link);
  const printed = await printPage(recipient);
  expect(printed.pages).toBeGreaterThan(3);
  const shown = (text: PrintedPage['text']) =>
    text
      .split(/[\n\f]+/)
      .map((line) => line.trim())
      .filter((line) => line.startsWith('line-'));
  expect(shown(printed.text)).toEqual(lines);
});

test('the sealed page is printed as one sheet with the link, its QR code and its terms alone', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto('');
  await write(page, { text: 'sealed text', title: 'For me only', password: 'hunter2-hunter2', opens: 'twice' });
  await page.getByRole('button', { name: 'Seal it' }).click();
  const { link, linkWithoutKey, key } = await readSealed(page);
  const code = page.locator('main svg[role="img"]');
  await expect(code).toHaveCount(1);
  const printed = await printPage(page);
  const words = printed.text.replace(/\s+/g, ' ').trim();
  expect(printed.pages).toBe(1);
  expect(printed.paper).toBe(255);
  expect(words).toMatch(
    /^https?:\S+( \S+)? Opens twice Expires [^.]+, your local time Password yes; send it separately from the link$/,
  );
  expect(words.replaceAll(' ', '')).toContain(link);

  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('img', { name: 'The link as a QR code' })).toBeVisible();
  const whole = await code.locator('path').getAttribute('d');
  await page.emulateMedia({ media: null });
  await page.getByRole('button', { name: 'Send the key separately' }).click();
  await expect(code.locator('path')).not.toHaveAttribute('d', whole ?? '');
  const withoutKey = (await printPage(page)).text.replace(/\s+/g, '');
  expect(withoutKey).toContain(`${linkWithoutKey}Opens`);
  expect(withoutKey).not.toContain(key);
});
