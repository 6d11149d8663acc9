// Written by `npm run words` from words/en/layout.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface LayoutWords {
  readonly documentTitle: Message<{ readonly page: string; readonly name: string }>;
  readonly home: Message<{ readonly name: string }>;
  readonly twoSentences: Message<{ readonly first: string; readonly second: string }>;
  readonly skip: string;
  readonly navigation: string;
  readonly write: string;
  readonly ask: string;
  readonly shares: string;
  readonly theme: string;
  readonly themes: { readonly system: string; readonly light: string; readonly dark: string };
  readonly howItWorks: string;
  readonly security: string;
  readonly language: string;
  readonly languageChoice: {
    readonly changed: string;
    readonly 'changed-here': string;
    readonly later: string;
    readonly failed: string;
  };
}

export const layout = /* #__PURE__ */ table('layout') as LayoutWords;
