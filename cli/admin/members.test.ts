import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runHere } from '#cli/testing/run-here.ts';

const SIGN_IN = { SOTTO_OIDC_ISSUER: 'https://id.example.org', SOTTO_OIDC_CLIENT_ID: 'sotto' };
const GROUPS = { SOTTO_OIDC_GROUPS_CLAIM: '/groups', SOTTO_OIDC_GROUPS: 'Staff,Board' };
const ANA = { sub: 'a1', email: 'Ana@example.org', email_verified: true };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sotto-members-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runHere(['admin', 'members', ...args], { SOTTO_DATA_DIR: join(folder, 'none'), ...env });

async function check(settings: Readonly<Record<string, string>>, claims: unknown, ...options: string[]) {
  const file = join(folder, 'claims.json');
  writeFileSync(file, typeof claims === 'string' ? claims : JSON.stringify(claims));
  const { code, out, err } = await run(['check', file, ...options], { ...SIGN_IN, ...settings });
  return { code, err, lines: out.split('\n').slice(0, -1), out };
}

test('without rules everyone who can sign in is a member and a creator; no database is needed', async () => {
  expect(await check({}, { ...ANA, iss: 'https://id.example.org' })).toMatchObject({
    code: 0,
    err: '',
    lines: [
      'member   yes: everyone who can sign in',
      'named    ana@example.org',
      'groups   none',
      'creator  yes: every member is one',
    ],
  });
});

test('each rule says whether it matches, and why not', async () => {
  const rules = {
    ...GROUPS,
    SOTTO_OIDC_MEMBERS: '@example.com,bob@example.org,group:Admins,claim:/tid=7,claim:/staff=true',
    SOTTO_OIDC_CREATORS: 'group:Board',
  };
  expect((await check(rules, { ...ANA, groups: ['Staff', 'x'], tid: '8', staff: true })).lines).toEqual([
    'member   yes',
    '         @example.com: no, the address is ana@example.org',
    '         bob@example.org: no, the address is ana@example.org',
    '         group:Admins: no, this is not one of the groups',
    '         claim:/tid=7: no, the claim has another value',
    '         claim:/staff=true: matches',
    'named    ana@example.org',
    'groups   Staff',
    'creator  no',
    '         group:Board: no, this is not one of the groups',
  ]);
  const none = await check(rules, { sub: 'a1' });
  expect([none.code, none.lines]).toEqual([
    1,
    [
      'member   no: no rule of SOTTO_OIDC_MEMBERS matches',
      '         @example.com: no, there is no address in the claim email',
      '         bob@example.org: no, there is no address in the claim email',
      '         group:Admins: no, there is no claim at /groups',
      '         claim:/tid=7: no, there is no such claim',
      '         claim:/staff=true: no, there is no such claim',
    ],
  ]);
});

test('an address that is not verified is named as the reason, and never used', async () => {
  const unverified = { ...ANA, email_verified: false };
  const domain = { SOTTO_OIDC_MEMBERS: '@example.org' };
  expect((await check(domain, unverified)).lines).toEqual([
    'member   no: a rule of SOTTO_OIDC_MEMBERS would match if the address were verified',
    '         @example.org: no, the provider has not verified the address (email_verified)',
  ]);
  expect((await check({}, unverified)).lines).toContain('named    a1 (sub, because no address is verified)');
  expect((await check({}, unverified)).lines).toContain('         ana@example.org is not verified, and is not used');
});

test('groups that the provider left out are none, and the answer says why', async () => {
  const left = { ...ANA, _claim_names: { groups: 'src1' } };
  expect((await check(GROUPS, left)).lines).toContain(
    'groups   none: the provider left them out, because they are too many',
  );
  expect((await check({ ...GROUPS, SOTTO_OIDC_MEMBERS: 'group:Staff' }, left)).lines).toEqual([
    'member   no: no rule of SOTTO_OIDC_MEMBERS matches',
    '         group:Staff: no, the provider left out the groups, because they are too many',
  ]);
});

test('at Google an address of the domain needs an account of the domain', async () => {
  const google = { SOTTO_OIDC_ISSUER: 'https://accounts.google.com', SOTTO_OIDC_MEMBERS: '@example.org' };
  expect((await check(google, ANA)).lines[1]).toBe(
    '         @example.org: no, the account is not of this domain (hd), which Google needs',
  );
  expect((await check(google, { ...ANA, hd: 'example.org' })).code).toBe(0);
});

test('claims of another issuer, or without a subject, are no sign-in', async () => {
  expect((await check({}, { ...ANA, iss: 'https://evil.example' })).lines).toEqual([
    'member   no: iss is not SOTTO_OIDC_ISSUER (https://id.example.org)',
  ]);
  expect((await check({}, { email: 'ana@example.org' })).lines).toEqual([
    'member   no: the claim sub is missing, or is not a text that can be shown',
  ]);
});

test('for programs there is JSON', async () => {
  const settings = { ...GROUPS, SOTTO_OIDC_MEMBERS: '@example.org' };
  const { code, out } = await check(settings, { ...ANA, groups: 'Board' }, '--json');
  expect([code, JSON.parse(out)]).toEqual([
    0,
    {
      isMember: true,
      rules: [{ rule: '@example.org', matches: true }],
      who: 'ana@example.org',
      address: 'ana@example.org',
      groups: ['Board'],
      isCreator: true,
      creatorRules: [],
    },
  ]);
  const refused = await check(settings, { sub: 'a1' }, '--json');
  expect([refused.code, JSON.parse(refused.out)]).toMatchObject([1, { isMember: false }]);
});

test('a file that is no object of claims, or a wrong command, is refused with one sentence', async () => {
  for (const text of ['', '[]', 'null', '"a"', '{"sub":', 'eyJhbGciOiJSUzI1NiJ9.e30.x']) {
    const { code, out, err } = await check({}, text);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/claims\.json is not a JSON object of claims, such as \{"sub": "…", "email": "…"\}\.\n$/);
  }
  expect((await run(['check', join(folder, 'missing')], SIGN_IN)).err).toMatch(
    /missing cannot be read \(ENOENT\)\.\n$/,
  );
  expect((await run(['check', '/dev/zero'], SIGN_IN)).err).toContain('it is larger than 1 MiB');
  for (const args of [[], ['chek'], ['check'], ['check', 'a', 'b'], ['check', 'a', '--yaml']]) {
    const { code, err } = await run(args, SIGN_IN);
    expect(code, args.join(' ')).toBe(2);
    expect(err).toMatch(/^sotto: [^\n]+\n$/);
  }
  expect(await run(['check', 'a'])).toMatchObject({
    code: 1,
    err: 'sotto: Nobody can sign in here: SOTTO_OIDC_ISSUER is not set.\n',
  });
});

test('claims that a terminal would obey are shown, not obeyed', async () => {
  const settings = { ...GROUPS, SOTTO_OIDC_MEMBERS: 'claim:/a=b' };
  const { out } = await check(settings, { sub: '\u001b[2J', a: '\u001b[2J', groups: ['\u001b'] });
  expect(out).not.toContain('\u001b');
});
