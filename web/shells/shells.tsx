import type { JSX } from 'solid-js';
import { renderToString } from 'solid-js/web';
import { answer } from '#words/answer.ts';
import { ask } from '#words/ask.ts';
import { receive } from '#words/receive.ts';
import { report } from '#words/report.ts';
import { Page } from '#web/app/layout/page.tsx';
import { HowItWorksPage } from '#web/pages/about/how-it-works-page.tsx';
import { SecurityPage } from '#web/pages/about/security-page.tsx';
import { manage } from '#words/manage.ts';
import { shares } from '#words/shares.ts';
import { unfurl } from '#words/unfurl.ts';
import { setWords } from '#web/i18n/words.ts';
import type { Tables } from '#client/words/message.ts';
import type { Shell } from '#server/http/site/words.ts';
import type { WordsBlock } from '#web/i18n/words.ts';
import { ComposeOutline } from './compose-outline.tsx';

const looking = (words: () => string) => () => (
  <Page>
    <p role="status">{words()}</p>
  </Page>
);

const headed = (words: { readonly title: string; readonly lede: string }) => () => (
  <Page title={words.title} lede={words.lede} />
);

const pages: Readonly<Record<string, readonly [keyof typeof unfurl, () => JSX.Element]>> = {
  'web/pages/compose/main.tsx': ['compose', ComposeOutline],
  'web/pages/receive/main.tsx': ['receive', looking(() => receive.looking)],
  'web/pages/ask/main.tsx': ['ask', headed(ask)],
  'web/pages/answer/main.tsx': ['answer', looking(() => answer.looking)],
  'web/pages/manage/main.tsx': ['manage', looking(() => manage.looking)],
  'web/pages/shares/main.tsx': ['shares', looking(() => shares.loading)],
  'web/pages/report/main.tsx': ['report', headed(report)],
  'web/pages/about/how-it-works-main.tsx': ['howItWorks', () => <HowItWorksPage />],
  'web/pages/about/security-main.tsx': ['security', () => <SecurityPage />],
};

/** Keyed by the page's module. The build calls this in Node, with a `document` of placeholders. */
export const renderShells = (
  tables: Tables,
  language: Pick<WordsBlock, 'lang' | 'dir' | 'languages'>,
): Record<string, Shell> => {
  setWords((now) => ({ ...now, ...language, tables }));
  return Object.fromEntries(
    Object.entries(pages).map(([entry, [words, Outline]]) => [
      entry,
      { title: unfurl[words].title, description: unfurl[words].description, html: renderToString(() => <Outline />) },
    ]),
  );
};
