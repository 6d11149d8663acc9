import type { Page } from '@playwright/test';
import { expectAccessible } from './fixtures/axe.ts';
import { expect, test } from './fixtures/journey.ts';
import { switchTo } from './fixtures/languages.ts';
import { seal } from './fixtures/secret.ts';
import { textIn } from './fixtures/words.ts';

const arabic = (path: string) => textIn('ar', path);
const button = (page: Page, path: string) => page.getByRole('button', { name: arabic(path), exact: true });

/** Where each of the characters stands, from the left. @param index of a character in the element's first text */
const leftOf = (page: Page, element: string, index: number) =>
  page.locator(element).evaluate((found, at) => {
    const range = document.createRange();
    const text = document.createTreeWalker(found, NodeFilter.SHOW_TEXT).nextNode() ?? found;
    range.setStart(text, at);
    range.setEnd(text, at + 1);
    return range.getBoundingClientRect().left;
  }, index);

test('pages that are read from right to left are accessible, and nothing in them is cut', async ({
  page,
  someoneElse,
  silence,
}) => {
  silence.expectRemark('status of 404');
  const { link } = await seal(page, { text: 'KEY=1', password: 'right' });
  await page.goto('');
  await switchTo(page, 'ar');
  await button(page, 'compose.seal').click();
  await expect(page.getByText(arabic('compose-errors.error.empty'))).toBeVisible();
  await button(page, 'compose.generator.open').click();
  await expect(button(page, 'generator.insert')).toBeVisible();
  await expectAccessible(page, 'compose, with an error and the generator');
  const digits = 'label:nth-of-type(3) > .mono';
  expect(await leftOf(page, digits, 0), '0 to 9, as it is read').toBeLessThan(await leftOf(page, digits, 2));
  for (const path of ['ask', 'shares', 'report', 'how-it-works', 'security', 'nowhere', 's/damaged']) {
    await page.goto(path);
    await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectAccessible(page, path);
  }
  const recipient = await someoneElse({ locale: 'ar-MA' });
  await recipient.goto(link);
  await expect(recipient.getByRole('heading', { name: arabic('receive.ready.title') })).toBeVisible();
  await expectAccessible(recipient, 'receive, with a password');
});
