// Written by `npm run words` from words/en/inbox-answer.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface InboxAnswerWords {
  readonly name: Message<{ readonly number: string }>;
  readonly unread: string;
  readonly came: Message<{ readonly when: string }>;
  readonly read: Message<{ readonly when: string }>;
  readonly until: Message<{ readonly when: string }>;
  readonly untilRead: Message<{ readonly when: string }>;
  readonly keyless: string;
  readonly over: {
    readonly spent: Message<{ readonly when: string }>;
    readonly expired: Message<{ readonly when: string }>;
    readonly expiredRead: Message<{ readonly when: string }>;
    readonly deleted: Message<{ readonly when: string }>;
    readonly deletedRead: Message<{ readonly when: string }>;
    readonly destroyed: Message<{ readonly when: string }>;
  };
  readonly open: string;
  readonly openOf: Message<{ readonly number: string }>;
  readonly again: string;
  readonly againOf: Message<{ readonly number: string }>;
  readonly opening: string;
  readonly waiting: string;
  readonly now: string;
  readonly dismiss: {
    readonly ask: string;
    readonly of: Message<{ readonly number: string }>;
    readonly question: string;
    readonly yes: string;
    readonly no: string;
  };
  readonly delete: {
    readonly ask: string;
    readonly of: Message<{ readonly number: string }>;
    readonly question: string;
    readonly yes: string;
    readonly no: string;
  };
  readonly failed: {
    readonly forged: string;
    readonly newer: string;
    readonly gone: string;
    readonly crypto: string;
    readonly storage: string;
  };
  readonly tryAgain: string;
  readonly leave: string;
  readonly receipt: {
    readonly held: Message<{ readonly when: string }>;
    readonly sending: string;
    readonly waiting: string;
    readonly now: string;
    readonly deleted: Message<{ readonly time: string }>;
    readonly onlyCopy: string;
    readonly stays: Message<{ readonly when: string }>;
    readonly lapsed: string;
  };
}

export const inboxAnswer = /* #__PURE__ */ table('inbox-answer') as InboxAnswerWords;
