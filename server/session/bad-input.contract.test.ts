import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeId } from '#crypto/ids.ts';
import { SIGN_IN_SETTINGS, signedIn } from '#server/testing/test-members.ts';
import { openSignInWorld, PUBLIC_URL } from '#server/testing/test-sign-in.ts';
import type { SignInWorld } from '#server/testing/test-sign-in.ts';
import { secret, TestShare } from '#server/testing/test-share.ts';

const failures: unknown[] = [];
let world: SignInWorld;
let cookie: string;

beforeAll(async () => {
  world = await openSignInWorld({
    // Nobody is there: what is malformed is refused before anything is asked.
    env: SIGN_IN_SETTINGS,
    log: { info: () => undefined, warn: () => undefined, error: (...fault) => void failures.push(fault) },
  });
  const ana = await signedIn(world.deps);
  cookie = `__Secure-sotto-session=${Buffer.from(ana.secret).toString('base64url')}`;
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  expect(failures).toEqual([]);
});

const origin = new URL(PUBLIC_URL).origin;
const id = encodeId(new TestShare(0).id);
const state = secret();

const rows = async () => {
  const { kysely } = world.deps.store.read;
  const tables = ['session', 'sign_in', 'logout_token'] as const;
  return Promise.all(tables.map((table) => kysely.selectFrom(table).selectAll().execute()));
};

const nothingIsNeeded = { 'an empty list': [], null: null, text: '{}', number: 0, 'a member': { session: state } };
const bad: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  ...{ begin: nothingIsNeeded, read: nothingIsNeeded, terminal: nothingIsNeeded, end: nothingIsNeeded },
  pass: {
    ...{ 'no purpose': { id }, 'no id': { for: 'open' }, 'an unknown purpose': { for: 'delete', id } },
    ...{ 'purposes in a list': { for: ['open'], id }, 'a purpose of an object': { for: 'constructor', id } },
    ...{ 'an empty id': { for: 'open', id: '' }, 'a long id': { for: 'open', id: '1'.repeat(23) } },
    ...{ 'an id of other letters': { for: 'open', id: '0OIl' }, 'ids in a list': { for: 'open', id: [id] } },
    ...{ 'groups of its own': { for: 'open', id, groups: ['ops'] }, 'a longer life': { for: 'open', id, exp: 2e9 } },
    ...{
      'another name': { for: 'create', id, who: 'eve@evil.example' },
      'being a creator': { for: 'create', id, creator: true },
    },
  },
  finish: {
    ...{ 'no code': { state }, 'no state': { code: 'a' }, 'an empty code': { state, code: '' } },
    ...{ 'a long code': { state, code: 'a'.repeat(4097) }, 'codes in a list': { state, code: ['a'] } },
    ...{
      'a short state': { state: state.slice(1), code: 'a' },
      'a long issuer': { state, code: 'a', iss: 'a'.repeat(2049) },
    },
    ...{
      'an issuer that is null': { state, code: 'a', iss: null },
      'more of the query': { state, code: 'a', error: 'x' },
    },
  },
};

const cases = Object.entries(bad).flatMap(([verb, bodies]) =>
  Object.entries(bodies).map(([name, json]) => ({ verb, name, json })),
);

test.each(cases)('$verb with $name is malformed, for members and for strangers', async ({ verb, json }) => {
  const before = await rows();
  for (const headers of [{ origin }, { origin, cookie }]) {
    const reply = await world.ask('POST', `/a/api/session/${verb}`, { json, headers });
    expect(await reply.json()).toMatchObject({ status: 400, code: 'malformed' });
    expect(reply.headers.getSetCookie()).toEqual([]);
  }
  expect(await rows()).toEqual(before);
});

test.each([
  ['a form without its member', ''],
  ['another member', 'token=a.b.c'],
  ['two tokens', 'logout_token=a.b.c&logout_token=a.b.c'],
  ['an empty token', 'logout_token='],
  ['a token of other letters', 'logout_token=a.b.c%00'],
  ['a long token', `logout_token=${'a'.repeat(16_385)}`],
])('a logout of the provider with %s is refused', async (_name, form) => {
  const before = await rows();
  const reply = await world.ask('POST', '/a/api/session/ended-by-provider', {
    bytes: new TextEncoder().encode(form),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  expect([400, 413]).toContain(reply.status);
  expect(await rows()).toEqual(before);
});
