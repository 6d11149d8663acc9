// Written by `npm run words` from words/en/unfurl.json.
import { table } from '#web/i18n/words.ts';

export interface UnfurlWords {
  readonly compose: { readonly title: string; readonly description: string };
  readonly receive: { readonly title: string; readonly description: string };
  readonly ask: { readonly title: string; readonly description: string };
  readonly answer: { readonly title: string; readonly description: string };
  readonly manage: { readonly title: string; readonly description: string };
  readonly shares: { readonly title: string; readonly description: string };
  readonly report: { readonly title: string; readonly description: string };
  readonly howItWorks: { readonly title: string; readonly description: string };
  readonly security: { readonly title: string; readonly description: string };
}

export const unfurl = /* #__PURE__ */ table('unfurl') as UnfurlWords;
