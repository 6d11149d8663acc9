import * as v from 'valibot';
import { isGroup } from '#crypto/gates.ts';
import type { SignInConfig } from './config.ts';
import type { Env } from './read-settings.ts';
import { defaultOf, listOf, optional, required, text } from './setting.ts';
import { POINTER, readMemberRules } from './member-rules.ts';

const MAX_GROUPS = 32;

const issuerUrl = v.pipe(
  v.string(),
  v.check(isIssuer, 'the https address of an OpenID Connect provider, without ? and #, such as https://id.example.org'),
);

/** Plain http is for a provider on this machine, as in tests. */
function isIssuer(given: string): boolean {
  const url = URL.parse(given);
  if (url === null || /[?#]/.test(given) || url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && ['localhost', '127.0.0.1'].includes(url.hostname));
}

const scopes = v.pipe(
  v.string(),
  v.transform(listOf),
  v.check((given) => given.includes('openid'), 'scopes that include openid, such as "openid email groups"'),
);

const organisation = v.pipe(
  v.string(),
  v.trim(),
  v.check(
    (given) => given !== '' && given.length <= 60 && isPrintable(given),
    'the name of an organisation, of at most 60 characters',
  ),
);

/** Without controls and direction marks, which change how the rest of a line is shown. */
function isPrintable(given: string): boolean {
  return !/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u.test(given);
}

/** RFC 6901. */
const jsonPointer = v.pipe(v.string(), v.regex(POINTER, 'a JSON pointer into the claims, such as /groups'));

/** A name may hold a blank, so only commas part them. */
const groups = v.pipe(
  v.string(),
  v.transform((given) => [...new Set(given.split(',').map((group) => group.trim()))].filter((group) => group !== '')),
  v.check(
    (given) =>
      given.length > 0 && given.length <= MAX_GROUPS && given.every((group) => isGroup(group) && isPrintable(group)),
    `at most ${MAX_GROUPS} names of groups separated by commas, each of at most 128 bytes`,
  ),
);

const memberRules = v.pipe(
  v.string(),
  v.check(
    (given) => readMemberRules(given) !== undefined,
    'rules separated by commas, each @example.org, ana@example.org, group:NAME or claim:/pointer=value (not /email)',
  ),
  v.transform((given) => readMemberRules(given) ?? []),
);

/** Sign-in with the organisation's own OpenID Connect provider. */
export const signInSettings = {
  SOTTO_OIDC_ISSUER: optional(
    issuerUrl,
    { shownDefault: 'none' },
    'The OpenID Connect provider that members sign in with: `https://id.example.org`. If unset, nobody can sign in.',
  ),
  SOTTO_OIDC_CLIENT_ID: optional(text, { shownDefault: 'none' }, 'The client id of this service at the provider.'),
  SOTTO_OIDC_CLIENT_SECRET: optional(
    text,
    { shownDefault: 'none', secret: true },
    'The client secret of this service at the provider. Without one, only PKCE proves the client.',
  ),
  SOTTO_OIDC_NAME: optional(
    organisation,
    { shownDefault: 'the host name of the issuer' },
    'The organisation’s name on pages: "Only members of Example can open this".',
  ),
  SOTTO_OIDC_SCOPES: required(scopes, 'openid email', 'The scopes to ask the provider for, separated by blanks.'),
  SOTTO_OIDC_GROUPS_CLAIM: optional(
    jsonPointer,
    { shownDefault: 'none' },
    'Where a member’s groups are in the claims of the ID token, as a JSON pointer: `/groups`.',
  ),
  SOTTO_OIDC_GROUPS: optional(
    groups,
    { shownDefault: 'none' },
    'The groups that senders can choose, separated by commas, as the provider writes them. Others are not kept.',
  ),
  SOTTO_OIDC_MEMBERS: optional(
    memberRules,
    { shownDefault: 'everyone who can sign in' },
    'Who is a member: any of these rules, separated by commas: `@example.org` (a verified address there), `ana@example.org`, `group:staff`, `claim:/tid=…`. Required where the provider serves more than your organisation.',
  ),
  SOTTO_OIDC_CREATORS: optional(
    memberRules,
    { shownDefault: 'every member' },
    'Which members count as creators for `SOTTO_CREATE`, in the form of `SOTTO_OIDC_MEMBERS`.',
  ),
};

export type SignInSettings = v.InferOutput<v.ObjectSchema<typeof signInSettings, undefined>>;

export function toSignIn(settings: SignInSettings): SignInConfig | undefined {
  const { SOTTO_OIDC_ISSUER: issuer, SOTTO_OIDC_CLIENT_ID: clientId } = settings;
  if (issuer === undefined || clientId === undefined) return undefined;
  const { SOTTO_OIDC_CLIENT_SECRET: clientSecret, SOTTO_OIDC_GROUPS_CLAIM: groupsClaim } = settings;
  const { SOTTO_OIDC_MEMBERS: members, SOTTO_OIDC_CREATORS: creators } = settings;
  return {
    issuer,
    clientId,
    ...(clientSecret !== undefined && { clientSecret }),
    name: settings.SOTTO_OIDC_NAME ?? new URL(issuer).hostname,
    scopes: Object.freeze(settings.SOTTO_OIDC_SCOPES),
    ...(groupsClaim !== undefined && { groupsClaim }),
    groups: Object.freeze(settings.SOTTO_OIDC_GROUPS ?? []),
    ...(members && { members: Object.freeze(members) }),
    ...(creators && { creators: Object.freeze(creators) }),
  };
}

const MICROSOFT = /^\/(common|organizations|consumers|9188040d-6c67-4c5b-b112-36a304b66dad)(\/|$)/;

/** Issuers that serve every organisation, or everybody with an account; Microsoft's only under some paths. */
const SHARED_ISSUERS: Readonly<Record<string, RegExp>> = {
  'accounts.google.com': /^/,
  'appleid.apple.com': /^/,
  'github.com': /^/,
  'gitlab.com': /^/,
  'id.twitch.tv': /^/,
  'login.microsoftonline.com': MICROSOFT,
  'login.microsoftonline.us': MICROSOFT,
  'login.partner.microsoftonline.cn': MICROSOFT,
  'login.windows.net': MICROSOFT,
  'login.yahoo.com': /^/,
  'slack.com': /^/,
  'sts.windows.net': MICROSOFT,
  'www.facebook.com': /^/,
  'www.linkedin.com': /^/,
};

/** However the address is written: in upper case, with a port, or with slashes at its end. */
export function isSharedIssuer(issuer: string): boolean {
  const { hostname = '', pathname = '' } = URL.parse(issuer) ?? {};
  const paths = SHARED_ISSUERS[hostname.replace(/\.$/, '')];
  return paths?.test(pathname.toLowerCase().replace(/^\/+/, '/')) ?? false;
}

/** Settings of sign-in that contradict each other. */
export function ofSignIn(settings: Partial<SignInSettings>, given: Env): string[] {
  const isSet = (name: string) => given[name] !== undefined;
  if (!isSet('SOTTO_OIDC_ISSUER')) return withoutIssuer(given);
  const faults: string[] = [];
  if (!isSet('SOTTO_OIDC_CLIENT_ID')) faults.push('SOTTO_OIDC_ISSUER needs SOTTO_OIDC_CLIENT_ID.');
  if (isSet('SOTTO_DATABASE_URL') && !isSet('SOTTO_SERVER_KEY_FILE'))
    faults.push('SOTTO_OIDC_ISSUER needs SOTTO_SERVER_KEY_FILE with PostgreSQL.');
  const { SOTTO_OIDC_ISSUER: issuer, SOTTO_OIDC_MEMBERS: members, SOTTO_OIDC_CREATORS: creators } = settings;
  if (issuer !== undefined && isSharedIssuer(issuer) && !isSet('SOTTO_OIDC_MEMBERS'))
    faults.push(
      'SOTTO_OIDC_ISSUER serves more than one organisation, so SOTTO_OIDC_MEMBERS must say who is a member, such as @example.org.',
    );
  const rules = [...(members ?? []), ...(creators ?? [])];
  const needsGroups = isSet('SOTTO_OIDC_GROUPS') || rules.some(({ kind }) => kind === 'group');
  if (needsGroups && !isSet('SOTTO_OIDC_GROUPS_CLAIM'))
    faults.push('Groups need SOTTO_OIDC_GROUPS_CLAIM, which says where the provider names them.');
  return faults;
}

function withoutIssuer(given: Env): string[] {
  // A printed configuration contains the defaults.
  const useless = Object.entries(signInSettings).filter(
    ([name, setting]) => given[name] !== undefined && given[name] !== defaultOf(setting),
  );
  return useless.map(([name]) => `${name} has no effect without SOTTO_OIDC_ISSUER.`);
}
