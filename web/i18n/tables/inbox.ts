// Written by `npm run words` from words/en/inbox.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface InboxWords {
  readonly unreachable: { readonly title: string; readonly next: string; readonly now: string };
  readonly nothing: {
    readonly title: string;
    readonly text: string;
    readonly next: string;
    readonly compose: string;
    readonly listed: { readonly text: string; readonly next: string; readonly shares: string };
  };
  readonly untitled: string;
  readonly noteUnreadable: string;
  readonly oddAnswers: Message<{ readonly count: number }>;
  readonly terms: {
    readonly title: string;
    readonly changed: {
      readonly expiry: Message<{ readonly answers: number; readonly until: string; readonly span: string }>;
      readonly read: Message<{ readonly answers: number; readonly until: string; readonly span: string }>;
    };
    readonly unknown: string;
    readonly forged: string;
    readonly newer: string;
    readonly 'members-only': string;
  };
  readonly state: {
    readonly open: string;
    readonly full: string;
    readonly closed: string;
    readonly expired: string;
    readonly deleted: string;
    readonly destroyed: string;
    readonly over: string;
  };
  readonly ended: {
    readonly deleted: Message<{ readonly when: string }>;
    readonly other: Message<{ readonly when: string }>;
  };
  readonly answers: {
    readonly title: string;
    readonly none: { readonly open: string; readonly over: string };
    readonly onTheirWay: Message<{ readonly count: number }>;
    readonly goesOnceRead: string;
    readonly arrived: Message<{ readonly count: number }>;
  };
  readonly notify: {
    readonly ask: string;
    readonly asking: string;
    readonly on: string;
    readonly stop: string;
    readonly refused: string;
  };
  readonly link: { readonly label: string; readonly copy: string };
  readonly facts: {
    readonly takes: string;
    readonly took: string;
    readonly places: string;
    readonly who: string;
    readonly each: string;
    readonly asked: string;
  };
  readonly until: Message<{ readonly when: string; readonly left: string }>;
  readonly tookUntil: Message<{ readonly when: string }>;
  readonly places: Message<{ readonly taken: string; readonly all: string }>;
  readonly keeps: {
    readonly expiry: Message<{ readonly span: string }>;
    readonly read: Message<{ readonly span: string }>;
  };
  readonly keptSpan: {
    readonly second: Message<{ readonly count: number }>;
    readonly minute: Message<{ readonly count: number }>;
    readonly hour: Message<{ readonly count: number }>;
    readonly day: Message<{ readonly count: number }>;
  };
  readonly deletedSpan: {
    readonly second: Message<{ readonly count: number }>;
    readonly minute: Message<{ readonly count: number }>;
    readonly hour: Message<{ readonly count: number }>;
    readonly day: Message<{ readonly count: number }>;
  };
  readonly close: {
    readonly ask: string;
    readonly closing: string;
    readonly question: string;
    readonly yes: string;
    readonly no: string;
  };
  readonly delete: {
    readonly ask: string;
    readonly deleting: string;
    readonly question: string;
    readonly yes: string;
    readonly no: string;
  };
  readonly keep: {
    readonly offer: string;
    readonly keep: string;
    readonly kept: Message<{ readonly shares: string }>;
    readonly shares: string;
    readonly refused: string;
  };
  readonly during: {
    readonly watching: string;
    readonly closing: string;
    readonly deleting: string;
    readonly 'deleting-answer': string;
  };
  readonly now: string;
}

export const inbox = /* #__PURE__ */ table('inbox') as InboxWords;
