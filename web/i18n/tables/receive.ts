// Written by `npm run words` from words/en/receive.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface ReceiveWords {
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
  readonly ready: {
    readonly title: string;
    readonly once: string;
    readonly lastOfMany: string;
    readonly several: Message<{ readonly count: number }>;
    readonly more: Message<{ readonly count: number }>;
    readonly unlimited: string;
    readonly resumed: string;
    readonly open: string;
    readonly unspent: string;
    readonly unspentOneOfMany: string;
    readonly expires: Message<{ readonly left: string; readonly when: string }>;
    readonly shortened: string;
    readonly openedBefore: Message<{ readonly count: number }>;
    readonly notYou: Message<{ readonly count: number }>;
  };
  readonly content: {
    readonly text: Message<{ readonly size: string }>;
    readonly files: Message<{ readonly size: string }>;
    readonly smallText: string;
    readonly password: string;
  };
  readonly password: {
    readonly label: string;
    readonly show: string;
    readonly hide: string;
    readonly again: string;
    readonly asBefore: string;
    readonly first: {
      readonly lock: Message<{ readonly left: number }>;
      readonly destroy: Message<{ readonly left: number }>;
    };
    readonly next: {
      readonly lock: Message<{ readonly left: number }>;
      readonly destroy: Message<{ readonly left: number }>;
    };
  };
  readonly error: {
    readonly 'wrong-password': string;
    readonly 'password-empty': string;
    readonly 'password-too-long': string;
    readonly 'password-malformed': string;
    readonly unloaded: string;
    readonly 'lease-over': string;
  };
  readonly opening: {
    readonly busy: string;
    readonly checking: string;
    readonly hashing: string;
    readonly hashingLabel: string;
    readonly fetching: string;
    readonly waiting: string;
    readonly now: string;
  };
  readonly reportLink: { readonly label: string; readonly newTab: string };
}

export const receive = /* #__PURE__ */ table('receive') as ReceiveWords;
