import { fill } from '#client/words/message.ts';
import type { NoticeType } from '#server/outbox/notice-mail.ts';
import type { MailWords } from '#server/words/mail.ts';
import { momentIn } from './write-code-mail.ts';
import type { MailLanguage, MailText } from './write-code-mail.ts';

export interface NoticeMailFacts {
  /** The operator's name for the service. */
  readonly service: string;
  readonly type: NoticeType;
  /** Unix seconds of the event. */
  readonly at: number;
  /** Unix seconds of the share or request. */
  readonly createdAt: number;
}

const happened: Readonly<Record<NoticeType, (words: MailWords) => string>> = {
  'share.opened': ({ noticeOpened }) => noticeOpened,
  'share.spent': ({ noticeSpent }) => noticeSpent,
  'share.expired': ({ noticeExpired }) => noticeExpired,
  'share.locked': ({ noticeLocked }) => noticeLocked,
  'share.destroyed': ({ noticeDestroyed }) => noticeDestroyed,
  'share.deleted': ({ noticeDeleted }) => noticeDeleted,
  'share.code-requests-used-up': ({ noticeCodes }) => noticeCodes,
  'request.answered': ({ noticeAnswered }) => noticeAnswered,
  'request.full': ({ noticeFull }) => noticeFull,
};

/**
 * Plain text without a link, an id or anything that the sender wrote: a mail goes through machines that nobody chose. The
 * time of creation tells the sender which share or request it is about.
 */
export function writeNoticeMail({ words, locale }: MailLanguage, facts: NoticeMailFacts): MailText {
  const { service, type, at, createdAt } = facts;
  const say = (message: Parameters<typeof fill>[0], values: Readonly<Record<string, string>>) =>
    fill<never>(message, values, { locale }).join('');
  const paragraphs = [
    happened[type](words),
    say(words.noticeWhen, { when: momentIn(locale, at) }),
    say(words.noticeCreated, { when: momentIn(locale, createdAt) }),
    words.noticeWhy,
    words.automatic,
  ];
  return { subject: say(words.noticeSubject, { service }), text: `${paragraphs.join('\n\n')}\n` };
}
