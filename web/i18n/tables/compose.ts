// Written by `npm run words` from words/en/compose.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface ComposeWords {
  readonly title: string;
  readonly lede: string;
  readonly sheet: string;
  readonly sheetPlaceholder: string;
  readonly sheetPlaceholderTextAlone: string;
  readonly characters: Message<{ readonly count: number }>;
  readonly nearLimit: Message<{ readonly count: number }>;
  readonly tooLong: string;
  readonly tooLongNext: string;
  readonly textTooLong: string;
  readonly textTooLongNext: string;
  readonly textToFile: string;
  readonly titleAdd: string;
  readonly titled: Message<{ readonly title: string }>;
  readonly titleLabel: string;
  readonly titleHint: string;
  readonly close: string;
  readonly generator: { readonly open: string; readonly unloaded: string; readonly retry: string };
  readonly terms: Message<{ readonly views: string; readonly within: string; readonly password: string }>;
  readonly views: {
    readonly label: string;
    readonly count: Message<{ readonly count: number }>;
    readonly unlimited: string;
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
  readonly password: {
    readonly label: string;
    readonly none: string;
    readonly typed: string;
    readonly generated: string;
    readonly unloaded: string;
    readonly retry: string;
  };
  readonly conditions: { readonly open: string; readonly unloaded: string; readonly retry: string };
  readonly allowReply: { readonly label: string; readonly hint: string; readonly requestTitle: string };
  readonly seal: string;
  readonly shortcut: Message<{ readonly key: string }>;
  readonly cancel: string;
  readonly sealing: string;
  readonly hashing: Message<{ readonly percent: string }>;
  readonly sending: string;
}

export const compose = /* #__PURE__ */ table('compose') as ComposeWords;
