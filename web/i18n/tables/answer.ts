// Written by `npm run words` from words/en/answer.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface AnswerWords {
  readonly documentTitle: string;
  readonly looking: string;
  readonly unreachable: { readonly title: string; readonly next: string; readonly now: string };
  readonly key: {
    readonly missing: { readonly title: string; readonly text: string };
    readonly cut: { readonly title: string; readonly text: string };
    readonly wrong: { readonly title: string; readonly text: string };
    readonly address: { readonly title: string; readonly text: string };
    readonly foreign: { readonly title: string; readonly text: Message<{ readonly origin: string }> };
    readonly other: { readonly title: string; readonly text: string; readonly go: string };
    readonly label: string;
    readonly hint: string;
    readonly use: string;
    readonly empty: string;
  };
  readonly nothing: { readonly title: string; readonly text: string; readonly next: string };
  readonly forged: { readonly title: string; readonly text: string; readonly next: string };
  readonly incapable: { readonly title: string; readonly text: string; readonly next: string };
  readonly over: {
    readonly full: { readonly title: string; readonly text: string; readonly next: string; readonly again: string };
    readonly expired: {
      readonly title: string;
      readonly text: Message<{ readonly when: string }>;
      readonly next: string;
    };
    readonly closed: {
      readonly title: string;
      readonly text: Message<{ readonly when: string }>;
      readonly undated: string;
      readonly next: string;
    };
    readonly deleted: {
      readonly title: string;
      readonly text: Message<{ readonly when: string }>;
      readonly undated: string;
      readonly next: string;
    };
    readonly destroyed: {
      readonly title: string;
      readonly text: Message<{ readonly when: string }>;
      readonly undated: string;
      readonly next: string;
    };
  };
  readonly newer: { readonly title: string; readonly text: string; readonly next: string };
}

export const answer = /* #__PURE__ */ table('answer') as AnswerWords;
