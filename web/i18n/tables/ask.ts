// Written by `npm run words` from words/en/ask.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface AskWords {
  readonly title: string;
  readonly lede: string;
  readonly titleLabel: string;
  readonly askLabel: string;
  readonly askHint: string;
  readonly fields: {
    readonly legend: string;
    readonly none: string;
    readonly name: Message<{ readonly position: string }>;
    readonly type: Message<{ readonly position: string }>;
    readonly types: { readonly line: string; readonly text: string; readonly file: string };
    readonly up: string;
    readonly down: string;
    readonly remove: string;
    readonly upOne: Message<{ readonly name: string }>;
    readonly downOne: Message<{ readonly name: string }>;
    readonly removeOne: Message<{ readonly name: string }>;
    readonly nameless: Message<{ readonly position: string }>;
    readonly moved: Message<{ readonly name: string; readonly position: string }>;
    readonly removed: Message<{ readonly name: string }>;
    readonly add: string;
    readonly presetsLabel: string;
  };
  readonly presets: {
    readonly login: { readonly label: string; readonly user: string; readonly password: string };
    readonly key: { readonly label: string; readonly key: string };
    readonly certificate: { readonly label: string; readonly certificate: string };
  };
  readonly terms: Message<{
    readonly answers: string;
    readonly within: string;
    readonly stays: string;
    readonly keep: string;
  }>;
  readonly answers: {
    readonly label: string;
    readonly count: Message<{ readonly count: number }>;
    readonly other: string;
    readonly numberLabel: string;
    readonly numberHint: Message<{ readonly most: string }>;
  };
  readonly within: {
    readonly moment: string;
    readonly second: Message<{ readonly count: number }>;
    readonly minute: Message<{ readonly count: number }>;
    readonly hour: Message<{ readonly count: number }>;
    readonly day: Message<{ readonly count: number }>;
  };
  readonly until: Message<{ readonly when: string }>;
  readonly stays: {
    readonly label: string;
    readonly second: Message<{ readonly count: number }>;
    readonly minute: Message<{ readonly count: number }>;
    readonly hour: Message<{ readonly count: number }>;
    readonly day: Message<{ readonly count: number }>;
  };
  readonly keep: { readonly label: string; readonly options: { readonly expiry: string; readonly read: string } };
  readonly seal: string;
  readonly sealing: string;
  readonly cancel: string;
  readonly shortcut: Message<{ readonly key: string }>;
  readonly off: { readonly title: string; readonly lede: string; readonly next: string; readonly write: string };
}

export const ask = /* #__PURE__ */ table('ask') as AskWords;
