import * as v from 'valibot';
import { readAddress } from '#crypto/address.ts';
import type { MailConfig, Policy } from './config.ts';
import type { Env } from './read-settings.ts';
import type { SignInSettings } from './sign-in-settings.ts';
import { defaultOf, listOf, optional, required, wholeNumber } from './setting.ts';

const MAX_MAILS = 1_000_000;
/** One creator may cause a quarter of the mails of a day, and one person needs three. */
export const MIN_MAILS_PER_DAY = 12;

const address = v.pipe(
  v.string(),
  v.check((given) => readAddress(given) !== undefined, 'an email address without a name, such as sotto@example.org'),
  v.transform((given) => readAddress(given)?.address ?? ''),
);

const domainOf = (given: string): string | undefined => readAddress(`a@${given}`)?.address.slice('a@'.length);

const domains = v.pipe(
  v.string(),
  v.transform((given) => listOf(given).map(domainOf)),
  v.check(
    (known) => known.length > 0 && !known.includes(undefined),
    'domains separated by commas, such as example.org,example.com',
  ),
  v.transform((known) => [...new Set(known.filter((domain) => domain !== undefined))]),
);

const smtpUrl = v.pipe(
  v.string(),
  v.check(isSmtpUrl, 'an address such as smtps://user:password@mail.example.org:465, without a path'),
  v.check(hasReadableLogin, 'an address in which a % of the user or the password is written as %25'),
);

/** They are decoded when the service logs in. */
function hasReadableLogin(given: string): boolean {
  const { username = '', password = '' } = URL.parse(given) ?? {};
  try {
    decodeURIComponent(`${username} ${password}`);
    return true;
  } catch {
    return false;
  }
}

function isSmtpUrl(given: string): boolean {
  const url = URL.parse(given);
  if (url === null || !/^smtps?:$/.test(url.protocol) || url.hostname === '') return false;
  return /^\/?$/.test(url.pathname) && url.search === '' && url.hash === '';
}

/** The operator's mail relay, and who may have codes mailed to people. */
export const mailSettings = {
  SOTTO_SMTP_URL: optional(
    smtpUrl,
    { shownDefault: 'none', secret: true },
    'The mail relay that takes the codes for named people: `smtps://user:password@mail.example.org:465`, or `smtp://…:587` with STARTTLS. If unset, the service sends no mail.',
  ),
  SOTTO_SMTP_TLS: required(
    v.picklist(['required', 'off'], 'required or off'),
    'required',
    '`off` sends mail to the relay without encryption, with a warning at start. A relay on this machine never needs encryption.',
  ),
  SOTTO_MAIL_FROM: optional(
    address,
    { shownDefault: 'none' },
    'The sender of the mails: `sotto@example.org`. Required with `SOTTO_SMTP_URL`.',
  ),
  SOTTO_MAIL_RECIPIENTS: optional(
    v.picklist(['off', 'members', 'token', 'anyone'], 'off, members, token or anyone'),
    { shownDefault: '`members` with `SOTTO_OIDC_ISSUER`, otherwise `token`' },
    'Who may limit a share to named people, who then get codes by mail: nobody (`off`), `members` who have signed in, holders of a `token`, or `anyone` who may create. Needs `SOTTO_SMTP_URL`.',
  ),
  SOTTO_MAIL_DOMAINS: optional(
    domains,
    { shownDefault: 'any' },
    'The only domains of addresses that can be named, separated by commas: `example.org,example.com`. Subdomains are not included.',
  ),
  SOTTO_MAILS_PER_DAY: required(
    wholeNumber(0, MAX_MAILS),
    '2000',
    'The mails with codes that the service may send per day (UTC). Each named person reserves three; one creator may use a quarter, one address 60. 0: no limit.',
  ),
};

type MailSettings = v.InferOutput<v.ObjectSchema<typeof mailSettings, undefined>>;

export function toMail(settings: MailSettings & Pick<SignInSettings, 'SOTTO_OIDC_ISSUER'>): MailConfig | undefined {
  const { SOTTO_SMTP_URL: url, SOTTO_MAIL_FROM: from } = settings;
  if (url === undefined || from === undefined) return undefined;
  return {
    smtpUrl: url,
    from,
    tls: settings.SOTTO_SMTP_TLS === 'required',
    who: settings.SOTTO_MAIL_RECIPIENTS ?? (settings.SOTTO_OIDC_ISSUER === undefined ? 'token' : 'members'),
    domains: Object.freeze(settings.SOTTO_MAIL_DOMAINS ?? []),
    perDay: settings.SOTTO_MAILS_PER_DAY,
  };
}

/** The choices of senders. Absent members are absent in `/api/config` too, because older clients are strict. */
export function peoplePolicy(mail: MailConfig | undefined): Pick<Policy, 'people' | 'peopleDomains'> {
  if (mail === undefined || mail.who === 'off') return {};
  return { people: mail.who, ...(mail.domains.length > 0 && { peopleDomains: mail.domains }) };
}

/** Settings of mail that contradict each other. */
export function ofMail(settings: Partial<MailSettings>, given: Env): string[] {
  const url = given['SOTTO_SMTP_URL'];
  if (url === undefined) {
    // A printed configuration contains the defaults.
    const useless = Object.entries(mailSettings).filter(
      ([name, setting]) => given[name] !== undefined && given[name] !== defaultOf(setting) && !isOff(name, given),
    );
    return useless.map(([name]) => `${name} has no effect without SOTTO_SMTP_URL.`);
  }
  const faults: string[] = [];
  if (settings.SOTTO_MAIL_RECIPIENTS === 'members' && given['SOTTO_OIDC_ISSUER'] === undefined)
    faults.push('SOTTO_MAIL_RECIPIENTS=members needs SOTTO_OIDC_ISSUER.');
  if (given['SOTTO_DATABASE_URL'] !== undefined && given['SOTTO_SERVER_KEY_FILE'] === undefined)
    faults.push('SOTTO_SMTP_URL needs SOTTO_SERVER_KEY_FILE with PostgreSQL.');
  if (given['SOTTO_MAIL_FROM'] === undefined) faults.push('SOTTO_SMTP_URL needs SOTTO_MAIL_FROM.');
  if (settings.SOTTO_SMTP_TLS === 'off' && settings.SOTTO_SMTP_URL?.startsWith('smtps:') === true)
    faults.push('SOTTO_SMTP_TLS is off, but SOTTO_SMTP_URL begins with smtps:.');
  const { SOTTO_MAILS_PER_DAY: perDay = 0 } = settings;
  if (perDay > 0 && perDay < MIN_MAILS_PER_DAY)
    faults.push(`SOTTO_MAILS_PER_DAY (${perDay}) is too low for one person: at least ${MIN_MAILS_PER_DAY}, or 0.`);
  return faults;
}

const isOff = (name: string, given: Env): boolean => name === 'SOTTO_MAIL_RECIPIENTS' && given[name] === 'off';
