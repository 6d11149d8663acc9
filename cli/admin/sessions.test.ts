import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runHere } from '#cli/testing/run-here.ts';
import { signedIn } from '#server/testing/test-members.ts';
import { openTestStore } from '#server/testing/test-stores.ts';
import type { TestStore } from '#server/testing/test-stores.ts';

const SIGN_IN = { SOTTO_OIDC_ISSUER: 'https://id.example.org', SOTTO_OIDC_CLIENT_ID: 'sotto' };

let testStore: TestStore;
beforeEach(async () => {
  testStore = await openTestStore('SQLite');
  const { serverKey = new Uint8Array() } = testStore.deps;
  writeFileSync(join(testStore.dataDir, 'server.key'), serverKey, { mode: 0o600 });
  // The commands have the clock of the machine.
  testStore.clock.seconds = Math.floor(Date.now() / 1000);
});
afterEach(() => testStore[Symbol.asyncDispose]());

const sessions = (args: readonly string[], env: Readonly<Record<string, string>> = SIGN_IN) =>
  runHere(['admin', 'sessions', ...args], { SOTTO_DATA_DIR: testStore.dataDir, ...env });

const said = async (...args: string[]) => (await sessions(args)).out.trim();

test('sessions are counted, also where nobody can sign in any more', async () => {
  expect(await sessions([], {})).toEqual({ code: 0, out: '0 sessions of 0 members.\n', err: '' });
  await signedIn(testStore.deps);
  expect(await said()).toBe('1 session of 1 member.');
  await signedIn(testStore.deps);
  await signedIn(testStore.deps, { sub: 'bob' });
  expect(await said()).toBe('3 sessions of 2 members.');
  expect(JSON.parse(await said('--json'))).toEqual({ sessions: 3, members: 2 });
});

test('an operator ends the sessions of one person by the sub of the provider', async () => {
  for (const sub of ['ana', 'ana', 'bob']) await signedIn(testStore.deps, { sub });
  expect(await said('--end-sub', 'ana')).toBe('2 sessions ended.');
  expect(await said()).toBe('1 session of 1 member.');
  expect(await sessions(['--end-sub=ana'])).toEqual({
    code: 3,
    out: '',
    err: 'sotto: Nobody with this sub has a session from https://id.example.org. It is the claim "sub", exactly.\n',
  });
  const other = { ...SIGN_IN, SOTTO_OIDC_ISSUER: 'https://other.example.org' };
  expect((await sessions(['--end-sub', 'bob'], other)).code).toBe(3);
  expect(await sessions(['--end-sub', 'bob'], {})).toMatchObject({
    code: 1,
    err: 'sotto: Nobody can sign in here: SOTTO_OIDC_ISSUER is not set.\n',
  });
  expect(JSON.parse(await said('--end-sub', 'bob', '--json'))).toEqual({ ended: 1 });
});

test('where several organisations sign in, --iss ends the sessions of one issuer alone', async () => {
  const issuerOf = (tenant: string) => `https://login.microsoftonline.com/${tenant}/v2.0`;
  const [one, other] = [
    issuerOf('8eaef023-2b34-4da1-9baa-8bc8c9d6a490'),
    issuerOf('9122040d-6c67-4c5b-b112-36a304b66dad'),
  ];
  for (const iss of [one, one, other]) await signedIn(testStore.deps, { iss, sub: 'AAAA' });
  const shared = { ...SIGN_IN, SOTTO_OIDC_ISSUER: issuerOf('organizations'), SOTTO_OIDC_MEMBERS: '@example.org' };
  const unnamed = await sessions(['--end-sub', 'AAAA'], shared);
  expect(unnamed.code).toBe(3);
  expect(unnamed.err).toContain('SOTTO_OIDC_ISSUER may serve several organisations, each with an issuer of its own');
  expect(await said()).toBe('3 sessions of 2 members.');
  expect((await sessions(['--end-sub', 'AAAA', '--iss', one], shared)).out).toBe('2 sessions ended.\n');
  const again = await sessions(['--end-sub', 'AAAA', '--iss', one], shared);
  expect([again.code, again.err]).toEqual([
    3,
    `sotto: Nobody with this sub has a session from ${one}. It is the claim "sub", exactly.\n`,
  ]);
  // Also where this issuer is no longer set.
  expect((await sessions(['--end-sub', 'AAAA', '--iss', other], {})).out).toBe('1 session ended.\n');
  expect((await sessions(['--iss', one], shared)).code).toBe(2);
});

test('an operator ends all sessions, and may repeat it', async () => {
  for (const sub of ['ana', 'bob']) await signedIn(testStore.deps, { sub });
  expect(await said('--end-all')).toBe('2 sessions ended.');
  expect(await said('--end-all')).toBe('0 sessions ended.');
});

test('two ends at once, or another word, are mistakes, and nothing ends', async () => {
  await signedIn(testStore.deps);
  for (const args of [['--end-all', '--end-sub', 'ana'], ['ana'], ['--end'], ['--end-sub']])
    expect((await sessions(args)).code, args.join(' ')).toBe(2);
  expect(await said()).toBe('1 session of 1 member.');
});

test('the audit says that an operator ended sessions, and not whose', async () => {
  await signedIn(testStore.deps, { sub: 'ana' });
  const audit = join(testStore.dataDir, 'audit.log');
  for (const args of [[], ['--json', '--end-sub=ana'], ['--end-all']])
    expect((await sessions(args, { ...SIGN_IN, SOTTO_AUDIT: audit })).code).toBe(0);
  const lines = readFileSync(audit, 'utf8');
  expect([...lines.matchAll(/"command":"([^"]*)"/g)].map(([, command]) => command)).toEqual([
    'sessions',
    'sessions --end-sub',
    'sessions --end-all',
  ]);
  expect(lines).not.toContain('ana');
});
