// Written by `npm run words` from words/en/shares-list.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface SharesListWords {
  readonly title: string;
  readonly forgetOver: Message<{ readonly count: number }>;
  readonly delete: Message<{ readonly count: number }>;
  readonly question: Message<{ readonly count: number }>;
  readonly yes: string;
  readonly no: string;
  readonly progress: Message<{ readonly done: string; readonly all: string }>;
  readonly forgetAll: string;
  readonly forgetQuestion: string;
  readonly forgetYes: string;
  readonly keepLinks: { readonly label: string; readonly hint: string };
  readonly file: {
    readonly export: string;
    readonly warning: string;
    readonly warningRequests: string;
    readonly warningLinks: Message<{ readonly count: number }>;
    readonly advice: string;
    readonly save: string;
    readonly no: string;
    readonly import: string;
    readonly imported: Message<{ readonly added: number }>;
    readonly importedKnown: Message<{ readonly added: number; readonly known: number }>;
    readonly fault: {
      readonly 'not-ours': string;
      readonly newer: string;
      readonly entry: Message<{ readonly place: string }>;
    };
  };
}

export const sharesList = /* #__PURE__ */ table('shares-list') as SharesListWords;
