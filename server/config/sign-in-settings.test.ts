import { describe, expect, test } from 'vitest';
import { parseConfig } from './parse-config.ts';
import { isSharedIssuer } from './sign-in-settings.ts';
import { faultsOf } from '#server/testing/faults-of.ts';

const ISSUER = { SOTTO_OIDC_ISSUER: 'https://id.example.org', SOTTO_OIDC_CLIENT_ID: 'sotto' };
const MAIL = { SOTTO_SMTP_URL: 'smtps://me:hunter2@mail.example.org:465', SOTTO_MAIL_FROM: 'sotto@example.org' };

test('without an issuer nobody can sign in', () => {
  const config = parseConfig({});
  expect(['signIn' in config, 'who' in config.policy, config.policy.create]).toEqual([false, false, 'anyone']);
});

test('with an issuer everybody who can sign in there is a member and a creator, without groups', () => {
  expect(parseConfig(ISSUER).signIn).toEqual({
    issuer: 'https://id.example.org',
    clientId: 'sotto',
    name: 'id.example.org',
    scopes: ['openid', 'email'],
    groups: [],
  });
});

test('an operator can say who is a member, who creates, and which groups senders can choose', () => {
  const { signIn } = parseConfig({
    ...ISSUER,
    SOTTO_OIDC_CLIENT_SECRET: 'hunter2',
    SOTTO_OIDC_NAME: ' Example Ltd ',
    SOTTO_OIDC_SCOPES: 'openid, email groups',
    SOTTO_OIDC_GROUPS_CLAIM: '/realm_access/roles',
    SOTTO_OIDC_GROUPS: 'All staff, board,,board',
    SOTTO_OIDC_MEMBERS: '@Example.org',
    SOTTO_OIDC_CREATORS: 'group:board',
  });
  expect(signIn).toMatchObject({
    clientSecret: 'hunter2',
    name: 'Example Ltd',
    scopes: ['openid', 'email', 'groups'],
    groupsClaim: '/realm_access/roles',
    groups: ['All staff', 'board'],
    members: [{ kind: 'domain', domain: 'example.org' }],
    creators: [{ kind: 'group', group: 'board' }],
  });
});

test.each([
  ['SOTTO_OIDC_ISSUER', 'id.example.org'],
  ['SOTTO_OIDC_ISSUER', 'http://id.example.org'],
  ['SOTTO_OIDC_ISSUER', 'https://id.example.org/?tenant=1'],
  ['SOTTO_OIDC_ISSUER', 'https://me:hunter2@id.example.org'],
  ['SOTTO_OIDC_SCOPES', 'email'],
  ['SOTTO_OIDC_NAME', 'x'.repeat(61)],
  ['SOTTO_OIDC_NAME', 'Example\u202e'],
  ['SOTTO_OIDC_GROUPS_CLAIM', 'groups'],
  ['SOTTO_OIDC_GROUPS', ','],
  ['SOTTO_OIDC_GROUPS', 'a\nb'],
  ['SOTTO_OIDC_GROUPS', Array.from({ length: 33 }, (_, index) => `g${index}`).join()],
  ['SOTTO_OIDC_MEMBERS', 'example.org'],
  ['SOTTO_OIDC_MEMBERS', 'claim:/email=ana@example.org'],
  ['SOTTO_OIDC_CREATORS', 'ana'],
])('%s=%j is refused', (name, value) => {
  const faults = faultsOf({ ...ISSUER, SOTTO_OIDC_GROUPS_CLAIM: '/groups', [name]: value });
  expect(faults).toEqual([expect.stringMatching(`^${name} must be `)]);
});

test('a provider on this machine may be reached without encryption, as in tests', () => {
  expect(faultsOf({ ...ISSUER, SOTTO_OIDC_ISSUER: 'http://127.0.0.1:9000/realms/a' })).toEqual([]);
});

describe('an issuer that serves more than one organisation', () => {
  test.each([
    'https://accounts.google.com',
    'https://accounts.google.com/',
    'HTTPS://ACCOUNTS.GOOGLE.COM',
    'https://accounts.google.com:443',
    'https://accounts.google.com./',
    'https://login.microsoftonline.com/common/v2.0',
    'https://login.microsoftonline.com/common/v2.0/',
    'https://login.microsoftonline.com/Common',
    'https://login.microsoftonline.com//common/v2.0',
    'https://login.microsoftonline.com/organizations/v2.0',
    'https://LOGIN.microsoftonline.com/CONSUMERS/V2.0//',
    'https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0',
    'https://login.microsoftonline.us/organizations/v2.0',
    'https://sts.windows.net/common/',
    'https://gitlab.com',
    'https://www.linkedin.com/oauth',
  ])('does not start without rules for its members: %s', (issuer) => {
    const given = { ...ISSUER, SOTTO_OIDC_ISSUER: issuer };
    expect(isSharedIssuer(issuer)).toBe(true);
    expect(faultsOf(given)).toEqual([
      'SOTTO_OIDC_ISSUER serves more than one organisation, so SOTTO_OIDC_MEMBERS must say who is a member, such as @example.org.',
    ]);
    expect(faultsOf({ ...given, SOTTO_OIDC_MEMBERS: '@example.org' })).toEqual([]);
  });

  test.each([
    'https://login.microsoftonline.com/0b7a6bd0-1b3e-4f3a-9d0e-6f2f7f3f0a11/v2.0',
    'https://login.microsoftonline.com/common.example.org/v2.0',
    'https://accounts.google.com.example.org',
    'https://gitlab.example.org',
    'https://id.example.org/common/v2.0',
  ])('is not %s', (issuer) => {
    expect(faultsOf({ ...ISSUER, SOTTO_OIDC_ISSUER: issuer })).toEqual([]);
  });
});

describe('settings that contradict each other', () => {
  test('have no effect without an issuer', () => {
    const given = { SOTTO_OIDC_CLIENT_SECRET: 'hunter2', SOTTO_OIDC_MEMBERS: '@example.org' };
    const faults = faultsOf(given);
    expect(faults).toEqual([
      'SOTTO_OIDC_CLIENT_SECRET has no effect without SOTTO_OIDC_ISSUER.',
      'SOTTO_OIDC_MEMBERS has no effect without SOTTO_OIDC_ISSUER.',
    ]);
    expect(faults.join()).not.toContain('hunter2');
    expect(faultsOf({ SOTTO_OIDC_SCOPES: 'openid email' })).toEqual([]);
  });

  test('need an issuer for members', () => {
    for (const create of ['member', 'member-or-token'])
      expect(faultsOf({ SOTTO_CREATE: create })).toEqual([`SOTTO_CREATE=${create} needs SOTTO_OIDC_ISSUER.`]);
    expect(faultsOf({ SOTTO_WEBHOOKS: 'members' })).toEqual(['SOTTO_WEBHOOKS=members needs SOTTO_OIDC_ISSUER.']);
    expect(faultsOf({ ...MAIL, SOTTO_MAIL_RECIPIENTS: 'members' })).toEqual([
      'SOTTO_MAIL_RECIPIENTS=members needs SOTTO_OIDC_ISSUER.',
    ]);
    const all = { SOTTO_CREATE: 'member', SOTTO_WEBHOOKS: 'members', SOTTO_MAIL_RECIPIENTS: 'members' };
    expect(faultsOf({ ...ISSUER, ...MAIL, ...all })).toEqual([]);
  });

  test('need a client, and on PostgreSQL a server key', () => {
    const { SOTTO_OIDC_ISSUER } = ISSUER;
    expect(faultsOf({ SOTTO_OIDC_ISSUER })).toEqual(['SOTTO_OIDC_ISSUER needs SOTTO_OIDC_CLIENT_ID.']);
    const postgres = { ...ISSUER, SOTTO_DATABASE_URL: 'postgres://db/x' };
    expect(faultsOf(postgres)).toEqual(['SOTTO_OIDC_ISSUER needs SOTTO_SERVER_KEY_FILE with PostgreSQL.']);
    expect(faultsOf({ ...postgres, SOTTO_SERVER_KEY_FILE: '/run/secrets/key' })).toEqual([]);
  });

  test.each([
    { SOTTO_OIDC_GROUPS: 'staff' },
    { SOTTO_OIDC_MEMBERS: '@example.org,group:staff' },
    { SOTTO_OIDC_CREATORS: 'group:staff' },
  ])('name groups without the claim that has them: %j', (given) => {
    expect(faultsOf({ ...ISSUER, ...given })).toEqual([
      'Groups need SOTTO_OIDC_GROUPS_CLAIM, which says where the provider names them.',
    ]);
    expect(faultsOf({ ...ISSUER, ...given, SOTTO_OIDC_GROUPS_CLAIM: '/groups' })).toEqual([]);
  });
});

describe('whom senders can let open', () => {
  test('keeps its order, without duplicates', () => {
    const { policy } = parseConfig({ ...ISSUER, ...MAIL, SOTTO_WHO: 'members, named,members' });
    expect(policy.who).toEqual(['members', 'named']);
  });

  test('needs sign-in and mail for those who are named', () => {
    expect(faultsOf({ SOTTO_WHO: 'members,named' })).toEqual([
      'SOTTO_WHO has members, which needs SOTTO_OIDC_ISSUER.',
      'SOTTO_WHO has named, which needs SOTTO_SMTP_URL, and SOTTO_MAIL_RECIPIENTS other than off.',
    ]);
    const off = { ...MAIL, SOTTO_MAIL_RECIPIENTS: 'off', SOTTO_WHO: 'anyone,named' };
    expect(faultsOf(off)).toHaveLength(1);
    expect(faultsOf({ SOTTO_WHO: 'anyone' })).toEqual([]);
    expect(faultsOf({ SOTTO_WHO: 'everyone' })).toEqual([
      'SOTTO_WHO must be one or more of anyone, named and members, separated by commas, not "everyone".',
    ]);
    expect(faultsOf({ SOTTO_WHO: ',' })).toHaveLength(1);
  });

  test('leaves no requests where only named people open', () => {
    expect(parseConfig({ ...MAIL, SOTTO_WHO: 'named' }).policy.requests).toBe(false);
    expect(parseConfig({ ...ISSUER, SOTTO_WHO: 'members' }).policy.requests).toBe(true);
  });
});

test('with sign-in and mail, members can name people', () => {
  expect(parseConfig({ ...MAIL, ...ISSUER }).policy.people).toBe('members');
  expect(parseConfig({ ...MAIL, ...ISSUER, SOTTO_MAIL_RECIPIENTS: 'token' }).policy.people).toBe('token');
});
