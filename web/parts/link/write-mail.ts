import { say } from '#web/i18n/words.ts';
import { formatZoned } from '#web/i18n/zoned-time.ts';
import { mail as words } from '#words/mail.ts';
import type { Mail } from './mailto.ts';

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

/** Mails are stored by mail providers: no title, no password, and no key if it is sent apart. */
export const secretMail = (about: SecretMail): Mail => ({
  subject: say(words.secret.subject, { brand: about.brand }),
  body: linesOf(words.secret.open, about.link, [
    secretTerms(about),
    ...(about.maxViews === 1 ? [words.secret.saveFirst] : []),
    ...secretNeeds(about),
  ]),
});

export const requestMail = ({ brand, link, maxAnswers, expiresAt }: RequestMail): Mail => ({
  subject: say(words.request.subject, { brand }),
  body: linesOf(words.request.open, link, [
    words.request.privacy,
    say(words.request.terms, { answers: maxAnswers, when: formatZoned(expiresAt) }),
  ]),
});

/** The link has its own line, without the marks that isolate a value: a mail program would make them part of it. */
const linesOf = (invitation: string, link: string, rest: readonly string[]): string =>
  [invitation, '', link, '', ...rest].join('\n');

function secretTerms({ maxViews, expiresAt }: SecretMail): string {
  const when = formatZoned(expiresAt);
  return maxViews === 0
    ? say(words.secret.termsUnlimited, { when })
    : say(words.secret.terms, { views: maxViews, when });
}

function secretNeeds({ hasPassword, keyApart }: SecretMail): readonly string[] {
  if (hasPassword && keyApart) return [words.secret.needs.both];
  if (keyApart) return [words.secret.needs.key];
  return hasPassword ? [words.secret.needs.password] : [];
}
