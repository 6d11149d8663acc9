// Written by `npm run words` from words/en/answer-sent.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface AnswerSentWords {
  readonly title: string;
  readonly lede: Message<{ readonly time: string }>;
  readonly ledeEnded: Message<{ readonly time: string }>;
  readonly looking: string;
  readonly unread: string;
  readonly watching: string;
  readonly readAt: Message<{ readonly when: string }>;
  readonly readText: string;
  readonly ended: {
    readonly deleted: Message<{ readonly when: string }>;
    readonly expired: Message<{ readonly when: string }>;
    readonly spent: Message<{ readonly when: string }>;
    readonly destroyed: Message<{ readonly when: string }>;
  };
  readonly endedText: string;
  readonly serviceFailure: string;
  readonly now: string;
  readonly until: string;
  readonly untilText: Message<{ readonly when: string }>;
  readonly yours: string;
  readonly manage: string;
  readonly copyManage: string;
  readonly manageHint: string;
  readonly copied: string;
  readonly remove: string;
  readonly removeQuestion: string;
  readonly removeYes: string;
  readonly removeNo: string;
  readonly removing: string;
  readonly removeFailed: string;
}

export const answerSent = /* #__PURE__ */ table('answer-sent') as AnswerSentWords;
