// Written by `npm run words` from words/en/server-mail.json.
import type { Message } from '#client/words/message.ts';

export interface MailWords {
  readonly subject: Message<{ readonly service: string }>;
  readonly asked: string;
  readonly code: string;
  readonly mark: string;
  readonly when: Message<{ readonly when: string }>;
  readonly only: string;
  readonly lasts: Message<{ readonly minutes: number }>;
  readonly notYou: string;
  readonly noticeSubject: Message<{ readonly service: string }>;
  readonly noticeOpened: string;
  readonly noticeSpent: string;
  readonly noticeExpired: string;
  readonly noticeLocked: string;
  readonly noticeDestroyed: string;
  readonly noticeDeleted: string;
  readonly noticeCodes: string;
  readonly noticeAnswered: string;
  readonly noticeFull: string;
  readonly noticeWhen: Message<{ readonly when: string }>;
  readonly noticeCreated: Message<{ readonly when: string }>;
  readonly noticeWhy: string;
  readonly automatic: string;
}
