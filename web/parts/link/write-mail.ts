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
  /** Whether the key is missing from the link, because it is sent apart. */
  readonly keyApart: boolean;
  /** Only the people to whom the mail is addressed can open it, so `maxViews` is for each of them. */
  readonly people?: number;
  /** Unix seconds. */
  readonly notBefore?: number;
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
    ...(about.notBefore === undefined ? [] : [say(words.secret.from, { when: formatZoned(about.notBefore) })]),
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

function secretTerms({ maxViews, expiresAt, people = 1 }: SecretMail): string {
  const when = formatZoned(expiresAt);
  if (maxViews === 0) return say(words.secret.termsUnlimited, { when });
  return say(people > 1 ? words.secret.termsEach : words.secret.terms, { views: maxViews, when });
}

function secretNeeds(about: SecretMail): readonly string[] {
  return about.people === undefined ? keyNeeds(about) : [words.secret.needs.code, ...keyNeeds(about)];
}

function keyNeeds({ hasPassword, keyApart }: SecretMail): readonly string[] {
  if (hasPassword && keyApart) return [words.secret.needs.both];
  if (keyApart) return [words.secret.needs.key];
  return hasPassword ? [words.secret.needs.password] : [];
}
