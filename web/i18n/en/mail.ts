import type { Mail } from '#web/parts/link/mailto.ts';
import { formatZoned } from '#web/i18n/zoned-time.ts';
import { timesOrUnlimited } from './times.ts';

export interface SecretMail {
  readonly brand: string;
  readonly link: string;
  /** 0: unlimited. */
  readonly maxViews: number;
  /** Unix seconds. */
  readonly expiresAt: number;
  readonly hasPassword: boolean;
  /** The link is without its key. */
  readonly keyApart: boolean;
}

export interface RequestMail {
  readonly brand: string;
  readonly link: string;
  readonly maxAnswers: number;
  /** Unix seconds. */
  readonly expiresAt: number;
}

function needs({ hasPassword, keyApart }: SecretMail): string[] {
  if (!hasPassword && !keyApart) return [];
  const what = keyApart && hasPassword ? 'a key and a password' : keyApart ? 'a key' : 'a password';
  return [`You also need ${what}. I will send ${keyApart && hasPassword ? 'them' : 'it'} separately.`];
}

/** Mails with a link. Their text is stored by mail providers: no title, no password, and no key if it is sent apart. */
export const mail = {
  write: 'Write the mail',
  secret: (about: SecretMail): Mail => ({
    subject: `${about.brand}: a secret for you`,
    body: [
      'I have a secret for you. Open this link in your browser:',
      '',
      about.link,
      '',
      `It opens ${timesOrUnlimited(about.maxViews)}, until ${formatZoned(about.expiresAt)}.`,
      ...(about.maxViews === 1 ? ['Have somewhere to save it before you open it.'] : []),
      ...needs(about),
    ].join('\n'),
  }),
  request: ({ brand, link, maxAnswers, expiresAt }: RequestMail): Mail => ({
    subject: `${brand}: a request for you`,
    body: [
      'I need something from you that nobody else should read. Open this link in your browser to answer:',
      '',
      link,
      '',
      'Your answer is encrypted in your browser, and only I can read it.',
      `The link accepts ${maxAnswers === 1 ? 'one answer' : `${maxAnswers} answers`}, until ${formatZoned(expiresAt)}.`,
    ].join('\n'),
  }),
};
