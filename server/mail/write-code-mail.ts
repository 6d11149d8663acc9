import { fill } from '#client/words/message.ts';
import type { Language } from '#client/words/message.ts';
import type { MailWords } from '#server/words/mail.ts';

/** The words of one language. */
export interface MailLanguage {
  readonly words: MailWords;
  /** Its tag. */
  readonly locale: string;
}

export interface CodeMailFacts {
  /** The operator's name for the service. */
  readonly service: string;
  readonly code: string;
  /** SPEC.md §15.4. */
  readonly mark: string;
  /** Unix seconds. */
  readonly askedAt: number;
  /** From when the mail is sent. */
  readonly lifeSeconds: number;
}

export interface MailText {
  readonly subject: string;
  readonly text: string;
}

/**
 * Plain text, without any address of the service: nobody learns to click on links in such a mail. The code is in no
 * subject, because locked phones show subjects. Code and mark have lines of their own and no blanks, so that a language
 * from right to left does not reorder their parts.
 */
export function writeCodeMail({ words, locale }: MailLanguage, facts: CodeMailFacts): MailText {
  const { service, code, mark, askedAt, lifeSeconds } = facts;
  // Without a direction: some mail programs show the marks that isolate values.
  const language: Language = { locale };
  const say = (message: Parameters<typeof fill>[0], values: Readonly<Record<string, string | number>>) =>
    fill<never>(message, values, language).join('');
  const paragraphs = [
    words.asked,
    `${words.code}\n${code}`,
    `${words.mark}\n${mark}`,
    say(words.when, { when: momentIn(locale, askedAt) }),
    words.only,
    say(words.lasts, { minutes: Math.floor(lifeSeconds / 60) }),
    words.notYou,
    words.automatic,
  ];
  return { subject: say(words.subject, { service }), text: `${paragraphs.join('\n\n')}\n` };
}

/** In UTC: the server does not know the reader's time zone. */
export function momentIn(locale: string, seconds: number): string {
  const parts: Intl.DateTimeFormatOptions = {
    ...({ day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' } as const),
    ...({ hourCycle: 'h23', timeZone: 'UTC', timeZoneName: 'short' } as const),
  };
  return new Intl.DateTimeFormat(locale, parts).format(seconds * 1000);
}
