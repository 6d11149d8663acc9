import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeId } from '#crypto/ids.ts';
import { createLog } from '#server/http/log.ts';
import { openMetrics } from '#server/metrics/open-metrics.ts';
import { createFrame, sharePath } from '#server/testing/test-app.ts';
import { openSignInWorld, PUBLIC_URL, TestBrowser } from '#server/testing/test-sign-in.ts';
import type { SignInWorld } from '#server/testing/test-sign-in.ts';
import { secret, TestShare } from '#server/testing/test-share.ts';
import { signInAt } from '#scripts/testing/sign-in-at-provider.ts';
import { openTestProvider } from '#scripts/testing/test-provider.ts';
import type { TestProvider } from '#scripts/testing/test-provider.ts';

/** Attacks on the routes of `api/session`, each as somebody would try it. */

const ORIGIN = new URL(PUBLIC_URL).origin;
const [SESSION, SIGN_IN] = ['__Secure-sotto-session', '__Secure-sotto-signin'];
let provider: TestProvider;
let world: SignInWorld;
let logged = '';
const metrics = openMetrics();

beforeAll(async () => {
  provider = await openTestProvider();
  const write = (lines: string) => void (logged += lines);
  const settings = provider.register(PUBLIC_URL);
  world = await openSignInWorld({
    env: { ...settings },
    log: createLog({ level: 'info', out: write, err: write }),
    metrics,
  });
});

afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await provider[Symbol.asyncDispose]();
});

const browser = () => new TestBrowser(world.ask);
const verbs = ['begin', 'finish', 'read', 'pass', 'terminal', 'end'] as const;
const send = (verb: string, headers: Readonly<Record<string, string>>, json: unknown = {}) =>
  world.ask('POST', `/a/api/session/${verb}`, { json, headers });

test('fixation: a session that somebody else planted ends when its browser signs in, and every sign-in has a new one', async () => {
  const [eve, ana] = [browser(), browser()];
  await eve.signIn('bob');
  const planted = eve.cookies.get(SESSION) ?? '';
  ana.cookies.set(SESSION, planted);
  await ana.signIn('ana');
  expect(ana.cookies.get(SESSION)).not.toBe(planted);
  expect(await eve.read()).toBeNull();
  const invented = Buffer.alloc(32, 1).toString('base64url');
  ana.cookies.set(SESSION, invented);
  await ana.signIn('ana');
  expect(ana.cookies.get(SESSION)).not.toBe(invented);
});

test('CSRF: no request of another origin, or of none, is heard, with or without cookies', async () => {
  const ana = browser();
  await ana.signIn('ana');
  const origins = [
    'https://evil.example',
    'null',
    `${ORIGIN}.evil.example`,
    'http://sotto.example',
    `${ORIGIN}:444`,
    '',
  ];
  for (const verb of verbs) {
    const cookie = { cookie: ana.cookieHeader() };
    expect((await send(verb, cookie)).status, verb).toBe(400);
    expect((await send(verb, {})).status, verb).toBe(400);
    for (const origin of origins) {
      for (const headers of [{ origin }, { origin, ...cookie }]) {
        const reply = await send(verb, headers);
        expect([verb, origin, reply.status, await reply.json()]).toMatchObject([
          verb,
          origin,
          400,
          { code: 'malformed' },
        ]);
        expect(reply.headers.get('set-cookie')).toBeNull();
      }
    }
  }
  expect(await ana.read()).not.toBeNull();
});

test('CSRF: a form or a plain text of another site is no message', async () => {
  const ana = browser();
  await ana.signIn('ana');
  for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=a']) {
    for (const verb of verbs) {
      const headers = { origin: ORIGIN, cookie: ana.cookieHeader(), 'content-type': type };
      const reply = await world.ask('POST', `/a/api/session/${verb}`, {
        bytes: new TextEncoder().encode('{}'),
        headers,
      });
      expect([verb, type, reply.status]).toEqual([verb, type, 415]);
    }
  }
});

test('login CSRF: a code that somebody else got is of no use in this browser', async () => {
  const [eve, ana] = [browser(), browser()];
  const { url } = await eve.begin();
  const forEve = await signInAt(url, 'bob');
  await ana.begin();
  const reply = await ana.post('finish', { ...forEve });
  expect([reply.status, await reply.json()]).toMatchObject([403, { reason: 'unknown-state' }]);
  expect(await ana.read()).toBeNull();
  const own = await ana.begin();
  const swapped = await ana.post('finish', { ...(await signInAt((await eve.begin()).url, 'bob')), state: own.state });
  expect([swapped.status, await swapped.json()]).toMatchObject([403, { reason: 'code-refused' }]);
});

test('replay: two requests with one code and state, at once, make one session at most', async () => {
  const ana = browser();
  const returned = await signInAt((await ana.begin()).url, 'ana');
  const replies = await Promise.all(Array.from({ length: 4 }, () => ana.post('finish', returned)));
  expect(replies.map(({ status }) => status).sort()).toEqual([200, 403, 403, 403]);
});

test('cookie tossing: two cookies of one name are refused, and the form on plain http does not count', async () => {
  const ana = browser();
  await ana.signIn('ana');
  const own = `${SESSION}=${ana.cookies.get(SESSION)}`;
  const tossed = `=${Buffer.alloc(32, 2).toString('base64url')}`;
  for (const name of [SESSION, SIGN_IN]) {
    for (const cookie of [`${own}; ${name}${tossed}; ${name}${tossed}`, `${name}=; ${name}${tossed}`]) {
      for (const verb of verbs) expect((await send(verb, { origin: ORIGIN, cookie })).status, verb).toBe(400);
    }
  }
  const plain = own.replace('__Secure-', '');
  expect(await (await send('read', { origin: ORIGIN, cookie: plain })).json()).toEqual({ session: null });
  const others = `a=1; ${SESSION}x=2; x${SESSION}=3; sotto-session=4; ${own}; b="${SESSION}=5"`;
  expect(await (await send('read', { origin: ORIGIN, cookie: others })).json()).toMatchObject({
    session: { who: 'ana@example.org' },
  });
});

test('a token with a cookie is refused, and the credentials of a sign-in in front are ignored', async () => {
  const ana = browser();
  await ana.signIn('ana');
  const terminal = await ana.terminal();
  const token = { authorization: `Bearer ${terminal}` };
  expect((await send('read', { ...token, cookie: 'a=1' })).status).toBe(400);
  expect((await send('read', { ...token, cookie: ana.cookieHeader(), origin: ORIGIN })).status).toBe(400);
  for (const authorization of ['Basic YTpi', 'Bearer of-a-gateway', `Bearer ${terminal}x`, `bearer  sotto_s_short`]) {
    const reply = await send('read', { authorization, cookie: ana.cookieHeader(), origin: ORIGIN });
    expect(await reply.json()).toMatchObject({ session: { who: 'ana@example.org' } });
    expect((await send('read', { authorization })).status).toBe(400);
  }
});

test('the cookies say what browsers must know of them', async () => {
  const ana = browser();
  const begun = (await ana.post('begin')).headers.get('set-cookie');
  const attributes = 'Path=/a/api/session; HttpOnly; SameSite=Strict; Secure';
  expect(begun).toMatch(new RegExp(`^${SIGN_IN}=[A-Za-z0-9_-]{43}; Max-Age=600; ${attributes}$`));
  expect((await ana.post('begin')).headers.get('set-cookie')).toBe(begun);
  const returned = await signInAt((await ana.begin()).url, 'ana');
  const finished = (await ana.post('finish', returned)).headers.get('set-cookie');
  expect(finished).toMatch(new RegExp(`^${SESSION}=[A-Za-z0-9_-]{43}; Max-Age=43200; ${attributes}$`));
});

test('open redirect and header injection: nothing of a request is in the address at the provider, or in a header', async () => {
  const ana = browser();
  const evil = 'https://evil.example/\r\nset-cookie: a=b';
  for (const json of [{ url: evil }, { returnTo: evil }, { redirect_uri: evil }])
    expect((await ana.post('begin', json)).status).toBe(400);
  ana.cookies.set(SIGN_IN, 'not-32-bytes%0d%0aset-cookie: a=b');
  const reply = await ana.post('begin');
  expect(reply.headers.get('set-cookie')).toMatch(/^[\w-]+=[A-Za-z0-9_-]{43}; Max-Age/);
  const { url } = (await reply.json()) as { url: string };
  expect(url.startsWith(`${provider.issuer}/auth?`)).toBe(true);
  const { redirect_uri: redirectUri, ...asked } = Object.fromEntries(new URL(url).searchParams);
  expect(redirectUri).toBe(`${PUBLIC_URL}signed-in`);
  expect(asked).toMatchObject({ response_type: 'code', scope: 'openid email', code_challenge_method: 'S256' });
  const { state } = await ana.begin();
  for (const code of [evil, 'a&redirect_uri=https://evil.example', 'a#b'])
    expect(
      await (await ana.post('finish', { code, state: (await ana.begin()).state, iss: provider.issuer })).json(),
    ).toMatchObject({ reason: 'code-refused' });
  expect(state).toHaveLength(43);
});

test('messages are small, strict JSON', async () => {
  const ana = browser();
  expect((await ana.post('read', { padding: 'a'.repeat(17_000) })).status).toBe(413);
  for (const verb of verbs) expect((await ana.post(verb, { unknown: 1 })).status, verb).toBe(400);
});

test('no other route changes with the cookie of a session', async () => {
  const ana = browser();
  await ana.signIn('ana');
  const now = world.deps.clock.now();
  const replies = async (headers: Readonly<Record<string, string>>) => {
    const share = new TestShare(now, { maxViews: 0 });
    const { linkProof, openProof } = share;
    const [claim, path] = [secret(), `/a${sharePath(share)}`];
    const replies = [
      await world.ask('PUT', path, { bytes: createFrame(share), headers }),
      await world.ask('POST', `${path}/describe`, { json: { linkProof }, headers }),
      await world.ask('POST', `${path}/open`, { json: { linkProof, openProof, claim }, headers }),
      await world.ask('POST', `${path}/open`, { json: { linkProof: secret(), openProof, claim }, headers }),
      await world.ask('GET', '/a/api/config', { headers }),
    ];
    return replies.map(({ status, headers }) => [status, headers.get('set-cookie')]);
  };
  const [plain, withCookie] = [await replies({}), await replies({ cookie: ana.cookieHeader(), origin: ORIGIN })];
  expect(withCookie).toEqual(plain);
  expect(plain.map(([status]) => status)).toEqual([201, 200, 200, 404, 200]);
});

test('canary: no cookie, code, state, token, subject or address is in logs, metrics, errors, or in clear in the database', async () => {
  provider.accounts.set('canary-subject', { email: 'canary-address@example.org', email_verified: true });
  const ana = browser();
  const { url, state } = await ana.begin();
  const returned = await signInAt(url, 'canary-subject');
  await ana.post('finish', returned);
  const secrets = [...ana.cookies.values()];
  const { nonce = '' } = Object.fromEntries(new URL(url).searchParams);
  const terminal = await ana.terminal();
  const pass = await ana.pass('create', encodeId(new Uint8Array(16)));
  const errors = [
    await ana.post('finish', returned),
    await ana.post('finish', { ...returned, iss: 'https://a.example' }),
  ];
  await ana.begin();
  const scraped = await metrics.text(world.deps)();
  const values = [...secrets, state, returned.code, nonce, terminal, terminal.slice('sotto_s_'.length), pass];
  const names = ['canary-subject', 'canary-address'];
  const said = `${logged}${scraped}${(await Promise.all(errors.map((reply) => reply.text()))).join()}`;
  expect(logged).toContain('/api/session/finish');
  for (const value of [...values, ...names]) expect(said).not.toContain(value);
  const stored = readdirSync(world.testStore.dataDir)
    .filter((name) => name.startsWith('sotto.db') || name.includes('.db'))
    .map((name) => readFileSync(join(world.testStore.dataDir, name)));
  expect(
    Buffer.concat(stored).includes(
      createHash('sha256')
        .update(Buffer.from(secrets[1] ?? '', 'base64url'))
        .digest(),
    ),
  ).toBe(true);
  for (const value of [...values, ...names]) {
    for (const file of stored) {
      expect(file.includes(value)).toBe(false);
      if (value.length === 43) expect(file.includes(Buffer.from(value, 'base64url'))).toBe(false);
    }
  }
});
