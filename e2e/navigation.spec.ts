import { expect, test } from './fixtures/journey.ts';
import { heading, seal } from './fixtures/secret.ts';

test('every page leads to a new secret, and the navigation marks the current page', async ({ page, silence }) => {
  silence.expectRemark('status of 404');
  const { link, manageLink } = await seal(page, { text: 'text' });
  for (const [path, current] of [
    ['', 'New secret'],
    ['ask', 'Ask for a secret'],
    ['shares', 'My shares'],
    ['how-it-works', 'How it works'],
    ['security', 'Security'],
    ['no-such-page', undefined],
    [manageLink, undefined],
    [link, undefined],
  ] as const) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 }).first(), path).toBeVisible();
    const marked = page.locator('[aria-current]');
    await expect(marked, path).toHaveText(current === undefined ? [] : [current]);
    if (current !== undefined) {
      await expect(marked, path).toHaveAttribute('aria-current', 'page');
      await expect(marked, path).toHaveCSS('text-decoration-line', 'underline');
    }
    await page.getByRole('navigation').getByRole('link', { name: 'New secret' }).click();
    await expect(heading(page, 'Say it once'), path).toBeVisible();
  }
});

for (const width of [320, 390]) {
  test(`at ${width} px, the links of the navigation stand in one row`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await page.goto('');
    const links = page.getByRole('navigation').getByRole('link');
    await expect(links).toHaveCount(3);
    const tops = await links.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
    expect(new Set(tops).size).toBe(1);
  });
}

test('under a path, the current page is marked, too', async ({ page, anotherServer }) => {
  const under = await anotherServer({ path: '/a/b/' });
  for (const [path, current] of [
    ['', 'New secret'],
    ['ask', 'Ask for a secret'],
  ] as const) {
    await page.goto(`${under.url}${path}`);
    await expect(page.locator('[aria-current]'), path).toHaveText([current]);
  }
});
