// Written by `npm run words` from words/en/not-found.json.
import { table } from '#web/i18n/words.ts';

export interface NotFoundWords {
  readonly title: string;
  readonly reason: string;
  readonly next: string;
  readonly home: string;
  readonly damaged: {
    readonly title: string;
    readonly reason: { readonly share: string; readonly request: string; readonly manage: string };
    readonly next: { readonly share: string; readonly request: string; readonly manage: string };
  };
  readonly sent: {
    readonly title: string;
    readonly reason: string;
    readonly next: string;
    readonly nextWithoutKey: string;
    readonly open: string;
    readonly giveKey: string;
  };
}

export const notFound = /* #__PURE__ */ table('not-found') as NotFoundWords;
