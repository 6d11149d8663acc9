import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { JWTPayload } from 'jose';
import { dialects } from '#server/testing/test-stores.ts';
import {
  CLIENT_ID,
  CLIENT_SECRET,
  newKey,
  openFakeProvider,
  sign,
  signWithSecret,
  unsigned,
} from '#server/testing/fake-provider.ts';
import type { FakeProvider, SigningKey } from '#server/testing/fake-provider.ts';
import { openSignInWorld, PUBLIC_URL, TestBrowser } from '#server/testing/test-sign-in.ts';
import type { SignInWorld } from '#server/testing/test-sign-in.ts';

let provider: FakeProvider;
let world: SignInWorld;
let other: SigningKey;
let edwards: SigningKey;

beforeAll(async () => {
  other = await newKey('other');
  edwards = await newKey('edwards', 'Ed25519');
});

const envOf = ({ issuer }: FakeProvider) => ({
  SOTTO_OIDC_ISSUER: issuer,
  SOTTO_OIDC_CLIENT_ID: CLIENT_ID,
  SOTTO_OIDC_CLIENT_SECRET: CLIENT_SECRET,
});

beforeEach(async () => {
  provider = await openFakeProvider();
  world = await openSignInWorld({ env: envOf(provider) });
});

afterEach(async () => {
  await world[Symbol.asyncDispose]();
  await provider[Symbol.asyncDispose]();
});

const seconds = () => world.deps.clock.now();

const claimsOf = (nonce: string): JWTPayload => ({
  iss: provider.issuer,
  sub: 'ana',
  aud: CLIENT_ID,
  nonce,
  iat: seconds(),
  exp: seconds() + 300,
});

type Write = (claims: JWTPayload) => string | Promise<string>;

/** Signs in with the token that the provider writes of its usual claims. @returns the reply's body */
async function signInWith(write: Write, returned: object = {}): Promise<Record<string, unknown>> {
  const ana = new TestBrowser(world.ask);
  const { url, state } = await ana.begin();
  const claims = claimsOf(new URL(url).searchParams.get('nonce') ?? '');
  provider.token = async () => ({ json: { access_token: 'a', token_type: 'Bearer', id_token: await write(claims) } });
  const reply = await ana.post('finish', { code: 'a code', state, ...returned });
  return (await reply.json()) as Record<string, unknown>;
}

const signed: Write = (claims) => sign(provider.key, claims);
const with_ =
  (changes: (claims: JWTPayload) => JWTPayload): Write =>
  (claims) =>
    signed({ ...claims, ...changes(claims) });
const without =
  (name: string): Write =>
  (claims) =>
    signed(Object.fromEntries(Object.entries(claims).filter(([claim]) => claim !== name)));

test('a right token signs in', async () => {
  expect(await signInWith(signed)).toMatchObject({ session: { who: 'ana' } });
  expect(await signInWith(with_(() => ({ aud: [CLIENT_ID] })))).toMatchObject({ session: { who: 'ana' } });
});

test('times may differ by half a minute', async () => {
  const late = with_(({ exp, iat }) => ({ iat: Number(iat) - 325, exp: Number(exp) - 325 }));
  const early = with_(({ exp, iat }) => ({ iat: Number(iat) + 25, exp: Number(exp) + 25 }));
  for (const write of [late, early]) expect(await signInWith(write)).toMatchObject({ session: { who: 'ana' } });
});

const broken: Record<string, Write> = {
  'for another client': with_(() => ({ aud: 'another' })),
  'for several clients, meant for another': with_(() => ({ aud: [CLIENT_ID, 'another'], azp: 'another' })),
  'of another issuer': with_(() => ({ iss: 'https://evil.example' })),
  'of an issuer with a slash more': with_(({ iss }) => ({ iss: `${iss}/` })),
  'of another sign-in': with_(() => ({ nonce: 'another' })),
  'without a nonce': without('nonce'),
  'without a subject': without('sub'),
  'without an audience': without('aud'),
  'without an end': without('exp'),
  'with an end that is a text': with_(() => ({ exp: '9999999999' }) as unknown as JWTPayload),
  'that nobody signed': unsigned,
  'signed with the client’s secret': signWithSecret,
  'signed with an algorithm that is not allowed': (claims) => sign(edwards, claims),
  'signed with a key that nobody knows': (claims) => sign(other, claims),
  'signed with another key under a known name': (claims) => sign({ ...other, kid: 'one' }, claims),
  'with a changed claim': async (claims) => {
    const [head, , mac] = (await sign(provider.key, claims)).split('.');
    return `${head}.${Buffer.from(JSON.stringify({ ...claims, sub: 'eve' })).toString('base64url')}.${mac}`;
  },
  'that is no JWT': () => 'no token',
};

test.each(Object.entries(broken))('a token %s is refused', async (_name, write) => {
  provider.keys.push(edwards.published);
  expect(await signInWith(write)).toMatchObject({ code: 'sign-in-refused', reason: 'token-refused' });
});

const untimely: Record<string, Write> = {
  'that is over': with_(({ exp, iat }) => ({ iat: Number(iat) - 400, exp: Number(exp) - 400 })),
  'from the future': with_(({ exp, iat }) => ({ iat: Number(iat) + 60, exp: Number(exp) + 60 })),
  'that is not valid yet': with_(({ iat }) => ({ nbf: Number(iat) + 60 })),
  'written long ago': with_(({ iat }) => ({ iat: Number(iat) - 3600 })),
};

test.each(Object.entries(untimely))('a token %s is a fault of the clocks', async (_name, write) => {
  expect(await signInWith(write)).toMatchObject({ code: 'sign-in-refused', reason: 'clock' });
});

test('a code that the provider does not know, or knows no more, is refused', async () => {
  const ana = new TestBrowser(world.ask);
  const { state } = await ana.begin();
  const reply = await ana.post('finish', { code: 'used', state });
  expect([reply.status, await reply.json()]).toMatchObject([403, { code: 'sign-in-refused', reason: 'code-refused' }]);
});

describe('mix-up: a code of another provider', () => {
  test.each([
    ['names another issuer', { iss: 'https://evil.example' }, false],
    ['names none, though this provider always does', {}, true],
  ])('%s, and does not leave', async (_name, returned, namesItself) => {
    provider.metadata = { authorization_response_iss_parameter_supported: namesItself };
    expect(await signInWith(signed, returned)).toMatchObject({ code: 'sign-in-refused', reason: 'code-refused' });
    expect(provider.asked).not.toContain('POST /token');
  });

  test('the right issuer is accepted', async () => {
    provider.metadata = { authorization_response_iss_parameter_supported: true };
    expect(await signInWith(signed, { iss: provider.issuer })).toMatchObject({ session: { who: 'ana' } });
  });
});

test('the provider gets the secret where it wants it', async () => {
  const write = async () => ({ json: { access_token: 'a', token_type: 'Bearer', id_token: await signed(claims) } });
  const ana = new TestBrowser(world.ask);
  const { url, state } = await ana.begin();
  const claims = claimsOf(new URL(url).searchParams.get('nonce') ?? '');
  provider.token = async (form, authorization) => {
    if (form.get('client_secret') === null && authorization.startsWith('Basic ')) return write();
    return { status: 401, json: { error: 'invalid_client' } };
  };
  expect((await ana.post('finish', { code: 'a code', state })).status).toBe(200);
});

test('a provider that refuses the client, fails, or says something else is down', async () => {
  const replies: [object, number, string][] = [
    [{ error: 'invalid_client' }, 401, 'client-refused'],
    [{ error: 'server_error' }, 500, 'not-as-documented'],
    [{}, 404, 'not-as-documented'],
  ];
  for (const [json, status, reason] of replies) {
    const ana = new TestBrowser(world.ask);
    const { state } = await ana.begin();
    provider.token = async () => ({ status, json: { ...json } });
    const reply = await ana.post('finish', { code: 'a code', state });
    expect([reply.status, await reply.json()]).toMatchObject([502, { code: 'provider-down', reason }]);
  }
});

test('metadata must name the configured issuer, and keys on https', async () => {
  const faults: [object, string][] = [
    [{ issuer: 'https://evil.example' }, 'wrong-issuer'],
    [{ issuer: `${provider.issuer}/` }, 'wrong-issuer'],
    [{ jwks_uri: 'file:///etc/passwd' }, 'not-as-documented'],
    [{ jwks_uri: undefined }, 'not-as-documented'],
    [{ authorization_endpoint: 'javascript:alert(1)' }, 'not-as-documented'],
    [{ authorization_endpoint: undefined }, 'not-as-documented'],
  ];
  for (const [metadata, reason] of faults) {
    await using fresh = await openSignInWorld({ env: envOf(provider) });
    provider.metadata = { ...metadata };
    const reply = await new TestBrowser(fresh.ask).post('begin');
    expect([reply.status, await reply.json(), metadata]).toMatchObject([502, { code: 'provider-down', reason }, {}]);
  }
});

test('keys that the provider changes are asked for at once', async () => {
  expect(await signInWith(signed)).toMatchObject({ session: {} });
  provider.keys = [other.published];
  expect(await signInWith((claims) => sign(other, claims))).toMatchObject({ session: { who: 'ana' } });
  expect(await signInWith(signed)).toMatchObject({ reason: 'token-refused' });
});

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';

describe.each(dialects)('logout tokens, on %s', (dialect) => {
  let here: SignInWorld;
  let n = 0;

  beforeEach(async () => {
    here = await openSignInWorld({ dialect, env: envOf(provider) });
  });

  afterEach(() => here[Symbol.asyncDispose]());

  const logoutOf = (changes: object = {}): JWTPayload => ({
    iss: provider.issuer,
    aud: CLIENT_ID,
    sub: 'ana',
    jti: `token ${n++}`,
    iat: seconds(),
    exp: seconds() + 120,
    events: { [EVENT]: {} },
    ...changes,
  });

  const post = async (token: string, path = PUBLIC_URL) =>
    here.ask('POST', `${new URL(path).pathname}api/session/ended-by-provider`, {
      bytes: new TextEncoder().encode(new URLSearchParams({ logout_token: token }).toString()),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });

  async function signedIn(claims: object): Promise<TestBrowser> {
    const browser = new TestBrowser(here.ask);
    const { url, state } = await browser.begin();
    const all = { ...claimsOf(new URL(url).searchParams.get('nonce') ?? ''), ...claims };
    provider.token = async () => ({ json: { access_token: 'a', token_type: 'Bearer', id_token: await signed(all) } });
    expect((await browser.post('finish', { code: 'a code', state })).status).toBe(200);
    return browser;
  }

  test('name a session, a subject, or both', async () => {
    const one = await signedIn({ sid: '1' });
    const two = await signedIn({ sid: '2' });
    const unnamed = await signedIn({});
    const bob = await signedIn({ sub: 'bob', sid: '3' });
    const isIn = async () =>
      Promise.all([one, two, unnamed, bob].map(async (browser) => (await browser.read()) !== null));
    const end = async (changes: object) => (await post(await signed(logoutOf(changes)))).status;
    expect(await end({ sid: '3', sub: 'ana' })).toBe(200);
    expect(await isIn()).toEqual([true, true, false, true]);
    expect(await end({ sid: '1', sub: undefined })).toBe(200);
    expect(await isIn()).toEqual([false, true, false, true]);
    expect(await end({})).toBe(200);
    expect(await isIn()).toEqual([false, false, false, true]);
    expect(await end({ sub: 'nobody' })).toBe(200);
    expect(await isIn()).toEqual([false, false, false, true]);
  });

  test('count once, however many processes receive them', async () => {
    const token = await signed(logoutOf());
    const statuses = await Promise.all(
      [post(token), post(token), post(token)].map(async (reply) => (await reply).status),
    );
    expect(statuses.sort()).toEqual([200, 400, 400]);
  });

  const wrong: Record<string, () => string | Promise<string>> = {
    'for another client': () => signed(logoutOf({ aud: 'another' })),
    'of another issuer': () => signed(logoutOf({ iss: 'https://evil.example' })),
    'five minutes old': () => signed(logoutOf({ iat: seconds() - 340, exp: seconds() + 120 })),
    'that are over': () => signed(logoutOf({ exp: seconds() - 40 })),
    'from the future': () => signed(logoutOf({ iat: seconds() + 60 })),
    'without an end': () => signed(logoutOf({ exp: undefined })),
    'without a time': () => signed(logoutOf({ iat: undefined })),
    'without a number': () => signed(logoutOf({ jti: undefined })),
    'without the event': () => signed(logoutOf({ events: { other: {} } })),
    'that name nobody': () => signed(logoutOf({ sub: undefined })),
    'with a nonce, as ID tokens have': () => signed(logoutOf({ nonce: 'a nonce' })),
    'that nobody signed': () => unsigned(logoutOf()),
    'signed with the client’s secret': () => signWithSecret(logoutOf()),
    'signed with an algorithm that is not allowed': () => sign(edwards, logoutOf()),
    'signed with another key': () => sign({ ...other, kid: 'one' }, logoutOf()),
    'that are an ID token': () => signed(claimsOf('a nonce')),
    'that are no token': () => 'no-token',
  };

  test('that are wrong end nothing', async () => {
    const ana = await signedIn({});
    for (const [name, write] of Object.entries(wrong)) {
      const reply = await post(await write());
      expect([name, reply.status, await reply.json()]).toMatchObject([name, 400, { error: 'invalid_request' }]);
      expect(reply.headers.get('cache-control')).toContain('no-store');
    }
    expect(await ana.read()).not.toBeNull();
  });
});
