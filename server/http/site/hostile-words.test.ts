import { expect, test } from 'vitest';
import { parseConfig } from '#server/config/parse-config.ts';
import { openTestSite } from '#server/testing/test-site.ts';
import { testEnglish, wordsOfBuild } from '#server/testing/test-words.ts';
import { notFoundPage, pages } from './page.ts';

/** Texts that would become markup, end an element or name a place in the template, if they were not data everywhere. */
const hostile = [
  '</script><img src=x onerror=alert(1)>',
  '<!--',
  '<!--<script>',
  ']]>',
  '"><img src=x onerror=alert(1)>',
  "'><img src=x onerror=alert(1)>",
  '%BASE_PATH%',
  '%BRAND_NAME%',
  '%lang%',
  '%supportNext%',
  '<!--shell-->',
  '<!--head-->',
  '<!--wordmark-->',
  '<!--support-->',
  '$& $1 $` $$',
  '\u2028\\u003c/script>\\',
  '&lt;/script>&#60;img>',
];

const keys = [
  ...['withoutScriptTitle', 'withoutScriptReason', 'withoutScriptNext', 'notStartedTitle', 'notStartedReason'],
  ...['notStartedNext', 'unsupportedTitle', 'unsupportedReason', 'unsupportedNext', 'support', 'supportNext'],
] as const;

const env = {
  SOTTO_PUBLIC_URL: 'https://example.org/a/',
  SOTTO_BRAND_NAME: 'Tresor',
  SOTTO_SUPPORT_CONTACT: 'mailto:help@example.org',
  SOTTO_FOOTER_LINKS: 'Imprint=https://example.org',
};

async function htmlWith(text: string): Promise<string[]> {
  const entries = [...pages, notFoundPage].map(({ entry }) => entry);
  const texts = Object.fromEntries(keys.map((key) => [key, text])) as Record<(typeof keys)[number], string>;
  const language = {
    ...testEnglish,
    name: text,
    texts,
    tables: { layout: { skip: text, [text]: [text, [text, { other: [text] }, 1]] } },
    // The build has escaped their HTML: see scripts/build/render-shells.test.ts.
    shells: Object.fromEntries(entries.map((entry) => [entry, { title: text, description: text, html: '<p></p>' }])),
  } as const;
  const site = await openTestSite(parseConfig(env), wordsOfBuild([language]));
  return [...site.pages, notFoundPage].map((page) =>
    Buffer.from(site.shell(page, site.languageFor(undefined)).plain).toString('utf8'),
  );
}

/** Elements by their names, as a browser would find them, apart from the content of the block. */
const elementsOf = (html: string) =>
  [
    ...html
      .replace(/(<script type="application\/json" id="words">).*?(?=<\/script>)/s, '$1')
      .matchAll(/<(?:!--|\/?\w+)/g),
  ].map(([element]) => element);

test.each(hostile)('a words file full of %j adds no element, and the page reads the same text', async (text) => {
  const [harmless, found] = [await htmlWith('text'), await htmlWith(text)];
  for (const [at, html] of found.entries()) {
    expect(elementsOf(html)).toEqual(elementsOf(harmless[at] ?? ''));
    const block = /<script type="application\/json" id="words">(.*?)<\/script>/s.exec(html)?.[1] ?? '';
    expect(block).not.toContain('<');
    expect(JSON.parse(block)).toMatchObject({
      languages: [{ name: text }],
      tables: {
        layout: { skip: text, [text]: [text, [text, { other: [text] }, 1]] },
        own: { links: { 0: 'Imprint' }, support: text, supportNext: text },
      },
    });
    const escaped = text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
    expect(html).toContain(`<h1>${escaped}</h1>`);
    expect(html).toContain(`<meta property="og:title" content="${escaped}">`);
    expect(html).toContain(`<meta name="description" content="${escaped}">`);
  }
});
