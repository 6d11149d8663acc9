// Written by `npm run words` from words/en/receive-gates.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface ReceiveGatesWords {
  readonly serverChecks: string;
  readonly early: {
    readonly lede: Message<{ readonly when: string }>;
    readonly left: Message<{ readonly left: string }>;
    readonly soon: Message<{ readonly count: number }>;
    readonly next: string;
    readonly refused: string;
  };
  readonly people: {
    readonly lede: string;
    readonly each: Message<{ readonly count: number }>;
    readonly eachUnlimited: string;
    readonly address: string;
    readonly hint: string;
    readonly goesTo: Message<{ readonly address: string }>;
    readonly malformed: string;
    readonly request: string;
    readonly requesting: string;
    readonly notRequested: string;
    readonly 'timed-out': string;
    readonly 'used-up': string;
    readonly asked: string;
    readonly unsure: string;
    readonly change: string;
    readonly back: string;
    readonly mark: Message<{ readonly mark: string; readonly time: string }>;
    readonly code: string;
    readonly codeHint: Message<{ readonly time: string }>;
    readonly codeMalformed: string;
    readonly wrongCode: string;
    readonly triesLeft: Message<{ readonly count: number }>;
    readonly again: Message<{ readonly count: number }>;
    readonly enough: Message<{ readonly time: string }>;
    readonly resend: string;
    readonly none: {
      readonly title: string;
      readonly spam: string;
      readonly exact: string;
      readonly opened: string;
      readonly reset: string;
    };
  };
}

export const receiveGates = /* #__PURE__ */ table('receive-gates') as ReceiveGatesWords;
