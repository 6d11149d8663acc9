// Written by `npm run words` from words/en/receive-unopenable.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface ReceiveUnopenableWords {
  readonly over: {
    readonly spent: {
      readonly title: string;
      readonly on: Message<{ readonly when: string }>;
      readonly all: Message<{ readonly count: number }>;
      readonly among: Message<{ readonly count: number; readonly when: string }>;
      readonly interrupted: string;
      readonly here: Message<{ readonly when: string }>;
      readonly next: string;
    };
    readonly expired: {
      readonly title: string;
      readonly text: Message<{ readonly when: string }>;
      readonly next: string;
    };
    readonly deleted: {
      readonly title: string;
      readonly text: Message<{ readonly when: string }>;
      readonly next: string;
    };
    readonly destroyed: {
      readonly title: string;
      readonly text: Message<{ readonly when: string }>;
      readonly next: string;
    };
    readonly locked: { readonly title: string; readonly text: string; readonly next: string; readonly again: string };
    readonly history: Message<{ readonly count: number }>;
    readonly openings: string;
  };
  readonly remembered: {
    readonly title: string;
    readonly text: Message<{ readonly when: string }>;
    readonly next: string;
  };
  readonly nothing: { readonly title: string; readonly text: string; readonly next: string };
  readonly elsewhere: { readonly title: string; readonly text: string; readonly again: string };
  readonly incapable: {
    readonly crypto: { readonly title: string; readonly text: string; readonly next: string };
    readonly storage: { readonly title: string; readonly text: string; readonly next: string };
    readonly again: string;
  };
  readonly forged: {
    readonly title: string;
    readonly unfetched: string;
    readonly fetched: string;
    readonly next: string;
  };
  readonly newer: { readonly title: string; readonly text: string; readonly next: string };
}

export const receiveUnopenable = /* #__PURE__ */ table('receive-unopenable') as ReceiveUnopenableWords;
