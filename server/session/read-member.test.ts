import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SignInConfig } from '#server/config/config.ts';
import { readMemberRules } from '#server/config/member-rules.ts';
import { areGroupsLeftOut } from './claims.ts';
import type { Claims } from './claims.ts';
import { readMember } from './read-member.ts';

const ISSUER = 'https://id.example.org';
const ANA = { iss: ISSUER, sub: 'a1', email: 'Ana@Example.org', email_verified: true };
const GOOGLE = 'https://accounts.google.com';

const rules = (text: string) => readMemberRules(text) ?? expect.fail(`not rules: ${text}`);

const signIn = (given: Partial<SignInConfig> = {}): SignInConfig => ({
  issuer: ISSUER,
  clientId: 'sotto',
  name: 'Example',
  scopes: ['openid'],
  groups: [],
  ...given,
});

const parse = (text: string) => JSON.parse(text) as Claims;
const read = (given: Partial<SignInConfig>, claims: Claims) => readMember(signIn(given), claims);
const faultOf = (given: Partial<SignInConfig>, claims: Claims) => {
  const reading = read(given, claims);
  return 'fault' in reading ? reading.fault : undefined;
};
const memberOf = (given: Partial<SignInConfig>, claims: Claims) => {
  const reading = read(given, claims);
  return 'member' in reading ? reading.member : expect.fail(reading.fault);
};

describe('identity', () => {
  test('is issuer and subject; a verified address is only a name', () => {
    expect(read({}, { ...ANA, sid: 's1' })).toEqual({
      member: {
        iss: ISSUER,
        sub: 'a1',
        sid: 's1',
        who: 'ana@example.org',
        address: 'ana@example.org',
        groups: [],
        isCreator: true,
      },
    });
    const other = memberOf({}, { ...ANA, sub: 'a2' });
    expect([other.sub, other.address]).toEqual(['a2', 'ana@example.org']);
  });

  test.each([
    [{ sub: 'a' }],
    [{ iss: ISSUER }],
    [{ iss: ISSUER, sub: '' }],
    [{ iss: ISSUER, sub: 7 }],
    [{ iss: ISSUER, sub: ['a'] }],
    [{ iss: ISSUER, sub: 'a'.repeat(256) }],
    [{ iss: ISSUER, sub: 'a\ud800' }],
    [{ iss: ISSUER, sub: 'ana\u202egro' }],
    [{ iss: ISSUER, sub: 'a\nb' }],
  ])('without a subject that can be shown and told apart, nobody has signed in: %j', (claims) => {
    expect(read({}, claims)).toEqual({ fault: 'token-refused' });
  });

  test('a session that the provider does not name well is left out', () => {
    expect('sid' in memberOf({}, { ...ANA, sid: 12 })).toBe(false);
  });
});

describe('addresses', () => {
  test.each([
    [{ email_verified: true }, true],
    [{ email_verified: false }, false],
    [{ email_verified: 'true' }, false],
    [{ email_verified: 1 }, false],
    [{ email_verified: null, xms_edov: true }, false],
    [{ email_verified: false, xms_edov: true }, false],
    [{ xms_edov: true }, true],
    [{ xms_edov: 1 }, true],
    [{ xms_edov: '1' }, true],
    [{ xms_edov: 'true' }, false],
    [{ xms_edov: false }, false],
    [{}, false],
  ])('%j counts as verified: %s', (verification, isVerified) => {
    const claims = { iss: ISSUER, sub: 'a1', email: 'ana@example.org', ...verification };
    const { who, address } = memberOf({}, claims);
    expect([who, address]).toEqual(isVerified ? ['ana@example.org', 'ana@example.org'] : ['a1', undefined]);
    expect(faultOf({ members: rules('@example.org') }, claims)).toBe(isVerified ? undefined : 'email-not-verified');
    expect(memberOf({ creators: rules('ana@example.org') }, claims).isCreator).toBe(isVerified);
  });

  test.each([
    'ana',
    'ana@example.org\r\nBcc: eve@evil.com',
    '"ana b"@example.org',
    'Ana <ana@example.org>',
    7,
    ['a@b.c'],
  ])('%j is no address', (email) => {
    const { who, address } = memberOf({}, { ...ANA, email });
    expect([who, address]).toEqual(['a1', undefined]);
    expect(faultOf({ members: rules('@example.org') }, { ...ANA, email })).toBe('not-a-member');
  });

  test('an unverified address is the reason only where a rule would have matched it', () => {
    const unverified = { ...ANA, email_verified: false };
    expect(faultOf({ members: rules('@elsewhere.org, bob@example.org') }, unverified)).toBe('not-a-member');
    expect(faultOf({ members: rules('ana@example.org') }, unverified)).toBe('email-not-verified');
    expect(faultOf({ members: rules('ana@example.org, claim:/tid=7') }, { ...unverified, tid: '7' })).toBe(undefined);
    expect(faultOf({}, unverified)).toBe(undefined);
  });

  test('a domain is the whole domain', () => {
    const members = rules('@example.org');
    for (const email of ['ana@sub.example.org', 'ana@notexample.org', 'example.org@evil.com'])
      expect(faultOf({ members }, { ...ANA, email })).toBe('not-a-member');
    expect(faultOf({ members: rules('@bücher.example') }, { ...ANA, email: 'ana@BÜCHER.example' })).toBe(undefined);
  });

  test.each([
    ['example.org', undefined],
    ['EXAMPLE.org', undefined],
    ['evil.com', 'not-a-member'],
    [undefined, 'not-a-member'],
    [['example.org'], 'not-a-member'],
  ])('at Google an address of the domain needs the hosted domain: %j', (hd, fault) => {
    const members = rules('@example.org');
    const claims = { ...ANA, iss: GOOGLE, ...(hd !== undefined && { hd }) };
    expect(faultOf({ issuer: GOOGLE, members }, claims)).toBe(fault);
    expect(faultOf({ issuer: `${GOOGLE}/`, members }, claims)).toBe(fault);
    expect(faultOf({ members }, claims)).toBe(undefined);
  });

  test('at Google the hosted domain alone makes nobody a member', () => {
    const given = { issuer: GOOGLE, members: rules('@example.org') };
    expect(faultOf(given, { ...ANA, email: 'ana@gmail.com', hd: 'example.org' })).toBe('not-a-member');
    expect(faultOf(given, { ...ANA, email_verified: false, hd: 'example.org' })).toBe('email-not-verified');
  });
});

describe('groups', () => {
  const given = { groupsClaim: '/groups', groups: ['Staff', 'board, old'] };

  test.each([
    [
      ['Staff', 'x', 'board, old', 'Staff'],
      ['Staff', 'board, old'],
    ],
    ['Staff', ['Staff']],
    [['staff', ['Staff'], { name: 'Staff' }, null, 7], []],
    ['Staff,x', []],
    [{ Staff: true }, []],
    [undefined, []],
  ])('only those that senders can choose are kept: %j', (groups, kept) => {
    expect(memberOf(given, { ...ANA, groups }).groups).toEqual(kept);
  });

  test('a rule can name a group that senders cannot choose', () => {
    const members = { ...given, members: rules('group:everyone'), creators: rules('group:Staff') };
    expect(memberOf(members, { ...ANA, groups: ['everyone'] })).toMatchObject({ groups: [], isCreator: false });
    expect(memberOf(members, { ...ANA, groups: ['everyone', 'Staff'] })).toMatchObject({ isCreator: true });
    expect(faultOf(members, { ...ANA, groups: ['Staff'] })).toBe('not-a-member');
  });

  test.each([
    ['/realm_access/roles', { realm_access: { roles: ['Staff'] } }],
    ['/https:~1~1example.org~1groups', { 'https://example.org/groups': ['Staff'] }],
    ['/a~01', { 'a~1': ['Staff'] }],
    ['/lists/1', { lists: ['x', ['Staff']] }],
  ])('%s leads to them', (groupsClaim, claims) => {
    expect(memberOf({ ...given, groupsClaim }, { ...ANA, ...claims }).groups).toEqual(['Staff']);
  });

  test.each(['/constructor/name', '/__proto__', '/groups/length', '/groups/01', '/groups/-', '/email/0', '/toString'])(
    '%s leads nowhere',
    (groupsClaim) => {
      const own = { groupsClaim, groups: ['Object', 'S', '1'] };
      expect(memberOf(own, { ...ANA, email: 'Sa@example.org', groups: ['S'] }).groups).toEqual([]);
    },
  );

  test.each([
    [{ _claim_names: { groups: 'src1' }, _claim_sources: { src1: { endpoint: 'https://graph.example/me' } } }],
    [{ hasgroups: true }],
  ])('too many of them are none, which refuses only where a group is needed: %j', (claims) => {
    const left = { ...ANA, ...claims };
    expect(areGroupsLeftOut(left, '/groups')).toBe(true);
    expect(memberOf(given, left).groups).toEqual([]);
    expect(faultOf({ ...given, members: rules('@example.org') }, left)).toBe(undefined);
    expect(faultOf({ ...given, members: rules('group:Staff') }, left)).toBe('not-a-member');
    expect(memberOf({ ...given, creators: rules('group:Staff') }, left).isCreator).toBe(false);
  });

  test('groups that are there were not left out', () => {
    expect(areGroupsLeftOut({ groups: [], hasgroups: true }, '/groups')).toBe(false);
    expect(areGroupsLeftOut({ hasgroups: false, _claim_names: { address: 'src1' } }, '/groups')).toBe(false);
  });
});

test('a claim is a text, a list that holds it, or a number or boolean as JSON writes it', () => {
  const matches = (rule: string, claims: Claims) =>
    faultOf({ members: rules(rule) }, { ...ANA, ...claims }) === undefined;
  expect(matches('claim:/tid=7', { tid: '7' })).toBe(true);
  expect(matches('claim:/tid=7', { tid: 7 })).toBe(true);
  expect(matches('claim:/roles=a', { roles: ['b', 'a'] })).toBe(true);
  expect(matches('claim:/staff=true', { staff: true })).toBe(true);
  expect(matches('claim:/roles=a', { roles: [['a']] })).toBe(false);
  expect(matches('claim:/x=undefined', {})).toBe(false);
  expect(matches('claim:/x=null', { x: null })).toBe(false);
  expect(matches('claim:/x=[object Object]', { x: {} })).toBe(false);
});

describe('hostile claims', () => {
  const NAMES = ['iss', 'sub', 'sid', 'email', 'email_verified', 'xms_edov', 'hd', 'groups', 'tid', '__proto__'];
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 4 }),
    fc.constantFrom(ISSUER, 'ana@example.org', true, ['Staff'], 'a\ud800'),
  );
  /** As JSON.parse makes them: `__proto__` is an own member. */
  const hostile = fc
    .array(fc.tuple(fc.oneof(fc.constantFrom(...NAMES, '_claim_names', 'hasgroups'), fc.string()), value))
    .map((entries) => parse(`{${entries.map((entry) => entry.map((one) => JSON.stringify(one)).join(':')).join()}}`));
  const config = signIn({
    groupsClaim: '/groups',
    groups: ['Staff', 'Board'],
    members: rules('@example.org,bob@example.org,group:Staff,claim:/tid=7,claim:/__proto__/x=1'),
    creators: rules('group:Board,claim:/groups/length=1'),
  });

  test('never throw, and never give more than the settings name', () => {
    fc.assert(
      fc.property(hostile, (claims) => {
        for (const given of [config, signIn(), { ...config, issuer: GOOGLE }]) {
          const reading = readMember(given, claims);
          if ('fault' in reading) continue;
          const { iss, sub, who, address, groups } = reading.member;
          expect([iss, sub]).toEqual([claims['iss'], claims['sub']]);
          expect(who).toBe(address ?? sub);
          expect(address === undefined || claims['email_verified'] === true || !('email_verified' in claims)).toBe(
            true,
          );
          expect(given.groups).toEqual(expect.arrayContaining([...groups]));
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('an empty object inherits no membership', () => {
    const inherited = Object.create({ ...ANA, tid: '7' }) as Claims;
    expect(readMember(config, inherited)).toEqual({ fault: 'token-refused' });
    expect(readMember(config, parse('{"__proto__":{"iss":"a","sub":"b"}}'))).toEqual({ fault: 'token-refused' });
  });

  test('a list of a hundred thousand groups and a nesting of a hundred thousand are read', () => {
    const groups = Array.from({ length: 100_000 }, (_, index) => `g${index}`);
    expect(memberOf(config, { ...ANA, groups: [...groups, 'Staff'] }).groups).toEqual(['Staff']);
    let deep: unknown = 'Staff';
    for (let depth = 0; depth < 100_000; depth++) deep = [deep];
    expect(memberOf(config, { ...ANA, groups: deep }).groups).toEqual([]);
  });
});
