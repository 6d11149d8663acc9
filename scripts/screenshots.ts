import { join } from 'node:path';
import { chromium } from '@playwright/test';
import type { Page } from '@playwright/test';
import { startServer } from '#e2e/fixtures/server.ts';
import { breakSeal, readSealed, receipt, write } from '#e2e/fixtures/secret.ts';
import { chromiumFlags } from './testing/chromium-flags.ts';
import { findBrowser } from './testing/find-browser.ts';

/**
 * Takes the screenshots in README and docs from the running product. Run after a build: `npx node
 * scripts/screenshots.ts`
 */
const folder = join(import.meta.dirname, '../docs/images');
const draft = {
  text: 'The code for the side door is 4071, then #.\nIt changes on the first of the month.',
  title: 'Side door',
};

const picture = async (page: Page, name: string) => {
  await page.evaluate(() =>
    Promise.all([document.fonts.ready, ...document.getAnimations().map(({ finished }) => finished)]),
  );
  await page.screenshot({ path: join(folder, `${name}.png`) });
};

const server = await startServer();
const browser = await chromium.launch({ executablePath: await findBrowser(), args: [...chromiumFlags] });
try {
  const look = { viewport: { width: 1180, height: 820 }, locale: 'en-GB', reducedMotion: 'reduce' } as const;
  const sender = await browser.newPage({ ...look, colorScheme: 'light' });
  await sender.goto(server.url);
  await write(sender, { text: draft.text });
  await picture(sender, 'compose');
  await write(sender, draft);
  await sender.getByRole('button', { name: 'Seal it' }).click();
  const { link } = await readSealed(sender);

  const recipient = await browser.newPage({ ...look, colorScheme: 'dark' });
  await recipient.goto(link);
  await breakSeal(recipient);
  await receipt(recipient).waitFor();
  await picture(recipient, 'opened');
} finally {
  await browser.close();
  await server.stop();
}
