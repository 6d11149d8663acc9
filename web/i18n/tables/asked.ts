// Written by `npm run words` from words/en/asked.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface AskedWords {
  readonly title: string;
  readonly lede: { readonly one: string; readonly many: string };
  readonly link: string;
  readonly copied: string;
  readonly qrLabel: string;
  readonly qrHint: string;
  readonly about: string;
  readonly takes: string;
  readonly takesCount: Message<{ readonly count: number }>;
  readonly who: string;
  readonly until: string;
  readonly untilText: Message<{ readonly when: string }>;
  readonly stays: string;
  readonly keep: {
    readonly expiry: Message<{ readonly span: string }>;
    readonly read: Message<{ readonly span: string }>;
  };
  readonly span: {
    readonly second: Message<{ readonly count: number }>;
    readonly minute: Message<{ readonly count: number }>;
    readonly hour: Message<{ readonly count: number }>;
    readonly day: Message<{ readonly count: number }>;
  };
  readonly yours: string;
  readonly manage: string;
  readonly copyManage: string;
  readonly manageHint: { readonly listed: string; readonly unlisted: string };
  readonly another: string;
}

export const asked = /* #__PURE__ */ table('asked') as AskedWords;
