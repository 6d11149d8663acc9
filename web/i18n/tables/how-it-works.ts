// Written by `npm run words` from words/en/how-it-works.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface HowItWorksWords {
  readonly title: string;
  readonly lede: string;
  readonly journey: {
    readonly title: string;
    readonly description: string;
    readonly you: string;
    readonly youDo: string;
    readonly server: string;
    readonly serverDoes: string;
    readonly them: string;
    readonly theyDo: string;
    readonly sealed: string;
    readonly linkOneLine: string;
    readonly linkFirstLine: string;
    readonly linkSecondLine: string;
  };
  readonly sections: {
    readonly sealed: { readonly title: string; readonly first: string; readonly second: string };
    readonly unread: { readonly title: string; readonly first: string };
    readonly files: { readonly title: string; readonly first: string; readonly second: string; readonly third: string };
    readonly link: { readonly title: string; readonly first: string; readonly second: string };
    readonly loading: { readonly title: string; readonly first: string; readonly second: string };
    readonly reload: {
      readonly title: string;
      readonly first: string;
      readonly second: string;
      readonly third: string;
    };
    readonly password: { readonly title: string; readonly first: string; readonly second: string };
    readonly deleting: { readonly title: string; readonly first: string; readonly second: string };
    readonly asking: { readonly title: string; readonly first: string; readonly second: string };
    readonly managing: { readonly title: string; readonly first: string };
  };
  readonly onward: Message<{ readonly security: string }>;
  readonly securityLink: string;
  readonly write: string;
}

export const howItWorks = /* #__PURE__ */ table('how-it-works') as HowItWorksWords;
