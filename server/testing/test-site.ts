import type { WebFiles } from '#server/platform/assets.ts';
import type { Config } from '#server/config/config.ts';
import { openSite } from '#server/http/site/open-site.ts';
import type { Site } from '#server/http/site/open-site.ts';
import { BOOT_SCRIPT, notFoundPage, pages } from '#server/http/site/page.ts';
import { wordsOfBuild } from './test-words.ts';

const SHELL =
  '<!doctype html><head><!--head--><!--brand--><!--scripts--></head><!--wordmark--><!--links--><div id="app"></div>';

/** A site with every page, as if built, with one small script for all of them. */
export async function openTestSite(config: Config): Promise<Site> {
  const entries = [...pages.map(({ entry }) => entry), notFoundPage.entry, BOOT_SCRIPT];
  const manifest = Object.fromEntries(entries.map((entry) => [entry, { file: 'assets/page.js' }]));
  const files: WebFiles = new Map([
    ['index.html', Buffer.from(SHELL)],
    ['.vite/manifest.json', Buffer.from(JSON.stringify(manifest))],
    ['assets/page.js', Buffer.from('console.log("a page");\n'.repeat(50))],
    ['robots.txt', Buffer.from('User-agent: *')],
    ...wordsOfBuild(),
  ]);
  const site = await openSite(files, config);
  if (site === undefined) throw new Error('The files are not a site.');
  return site;
}
