import type { WebFiles } from '#server/platform/assets.ts';
import type { Config } from '#server/config/config.ts';
import { openSite } from '#server/http/site/open-site.ts';
import type { Site } from '#server/http/site/open-site.ts';
import { BOOT_SCRIPT, notFoundPage, pages } from '#server/http/site/page.ts';
import { wordsOfBuild } from './test-words.ts';

const SHELL =
  '<!doctype html><html lang="%lang%" dir="%dir%"><head><!--head--><link rel="preload" as="font" href="font.woff2" /><!--brand--><!--scripts--></head>' +
  '<!--wordmark--><!--links--><main><h1>%notStartedTitle%</h1></main><div id="app" data-languages="%languages%"><!--shell--></div>';

/** The files of a build with every page, and with one small script for all of them. */
export function filesOfBuild(words: WebFiles = wordsOfBuild()): WebFiles {
  const entries = [...pages.map(({ entry }) => entry), notFoundPage.entry, BOOT_SCRIPT];
  const manifest = Object.fromEntries(entries.map((entry) => [entry, { file: 'assets/page.js', words: ['layout'] }]));
  return new Map([
    ['index.html', Buffer.from(SHELL)],
    ['.vite/manifest.json', Buffer.from(JSON.stringify(manifest))],
    ['assets/page.js', Buffer.from('console.log("a page");\n'.repeat(50))],
    ['robots.txt', Buffer.from('User-agent: *')],
    ...words,
  ]);
}

export async function openTestSite(config: Config, words?: WebFiles): Promise<Site> {
  const site = await openSite(filesOfBuild(words), config);
  if (site === undefined) throw new Error('The files are not a site.');
  return site;
}
