import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { encodeId } from '#crypto/ids.ts';
import { checkPass } from '#server/records/check-pass.ts';
import type { PassPurpose } from './wire.ts';
import { sweep } from '#server/sweep/sweep.ts';
import { openSignInWorld, PUBLIC_URL, TestBrowser } from '#server/testing/test-sign-in.ts';
import type { SignInWorld } from '#server/testing/test-sign-in.ts';
import { dialects } from '#server/testing/test-stores.ts';
import { signInAt } from '#scripts/testing/sign-in-at-provider.ts';
import { openTestProvider } from '#scripts/testing/test-provider.ts';
import type { ClientSettings, TestProvider } from '#scripts/testing/test-provider.ts';

const HALF_DAY = 43_200;
const [id, otherId] = [new Uint8Array(16).fill(7), new Uint8Array(16).fill(8)];

describe.each(dialects)('signing in with a real provider, on %s', (dialect) => {
  let provider: TestProvider;
  let settings: ClientSettings;
  let world: SignInWorld;

  beforeAll(async () => {
    provider = await openTestProvider();
    settings = provider.register(PUBLIC_URL);
    world = await openSignInWorld({
      dialect,
      env: {
        ...settings,
        SOTTO_OIDC_GROUPS_CLAIM: '/groups',
        SOTTO_OIDC_GROUPS: 'board,ops',
        SOTTO_OIDC_CREATORS: 'group:board',
      },
    });
  });

  afterEach(() => {
    provider.mode = 'up';
    world.testStore.clock.seconds = Math.floor(Date.now() / 1000);
  });

  afterAll(async () => {
    await world[Symbol.asyncDispose]();
    await provider[Symbol.asyncDispose]();
  });

  const browser = () => new TestBrowser(world.ask);
  const countOf = async (table: 'session' | 'sign_in' | 'logout_token') =>
    (await world.deps.store.read.kysely.selectFrom(table).selectAll().execute()).length;

  const check = (pass: string, purpose: PassPurpose = 'open', of = id) =>
    checkPass(world.deps.store.read, {
      serverKey: world.deps.serverKey,
      pass,
      purpose,
      id: of,
    });

  test('a member signs in, is known for twelve hours, and signs out', async () => {
    const ana = browser();
    expect(await ana.read()).toBeNull();
    const { session } = await ana.signIn('ana');
    const expected = {
      who: 'ana@example.org',
      address: 'ana@example.org',
      groups: ['board'],
      creator: true,
      expiresAt: world.deps.clock.now() + HALF_DAY,
    };
    expect(session).toEqual(expected);
    expect(await ana.read()).toEqual(expected);
    const ended = await ana.post('end');
    expect(ended.headers.get('set-cookie')).toBe(
      '__Secure-sotto-session=; Max-Age=0; Path=/a/api/session; HttpOnly; SameSite=Strict; Secure',
    );
    expect(await ana.read()).toBeNull();
    expect((await ana.post('end')).status).toBe(200);
    await ana.signIn('ana');
    world.testStore.clock.advance(HALF_DAY);
    expect(await ana.read()).toBeNull();
  });

  test('only those whom a rule names are creators', async () => {
    expect((await browser().signIn('bob')).session).toMatchObject({
      who: 'bob@example.org',
      groups: [],
      creator: false,
    });
  });

  test('a pass says what its purpose needs, and is of no use for another', async () => {
    const ana = browser();
    await ana.signIn('ana');
    const [open, create] = [await ana.pass('open', encodeId(id)), await ana.pass('create', encodeId(id))];
    const named = { who: 'ana@example.org', address: 'ana@example.org', groups: ['board'] };
    expect(await check(open)).toMatchObject({ ...named, isCreator: false });
    expect((await check(await ana.pass('read', encodeId(id)), 'read'))?.address).toBeUndefined();
    expect(await check(create, 'create')).toMatchObject({ address: 'ana@example.org', isCreator: true });
    for (const purpose of ['create', 'request', 'read', 'answer'] as const)
      expect(await check(open, purpose)).toBeUndefined();
    expect(await check(open, 'open', otherId)).toBeUndefined();
    world.testStore.clock.advance(300);
    expect(await check(open)).toBeUndefined();
  });

  test('passes end with the session: signing out, logout at the provider, its row, a new sign-in, in every process', async () => {
    const other = await world.testStore.open();
    const checkThere = async (pass: string) =>
      checkPass(other.read, {
        serverKey: world.deps.serverKey,
        pass,
        purpose: 'open',
        id,
      });
    const ends: Record<string, (ana: TestBrowser) => Promise<unknown>> = {
      'signing out': (ana) => ana.post('end'),
      'logout at the provider': async () => logOut('ana'),
      'the row is gone': () => world.deps.store.write(async (tx) => tx.run('delete from session', [])),
      'a new sign-in': (ana) => ana.signIn('bob'),
    };
    for (const [how, end] of Object.entries(ends)) {
      const ana = browser();
      await ana.signIn('ana');
      const pass = await ana.pass('open', encodeId(id));
      expect(await checkThere(pass), how).toMatchObject({ who: 'ana@example.org' });
      await end(ana);
      expect(await check(pass), how).toBeUndefined();
      expect(await checkThere(pass), how).toBeUndefined();
    }
    await other.close();
  });

  /** The provider posts to a real address, so this posts for it. */
  async function logOut(account: string): Promise<number[]> {
    const statuses: number[] = [];
    for (const token of await provider.logoutTokens(account, settings.SOTTO_OIDC_CLIENT_ID)) {
      const reply = await postLogout(token);
      expect(reply.headers.get('cache-control')).toContain('no-store');
      statuses.push(reply.status);
    }
    return statuses;
  }

  const postLogout = (token: string) =>
    world.ask('POST', '/a/api/session/ended-by-provider', {
      bytes: new TextEncoder().encode(`logout_token=${token}`),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });

  test('a logout token counts once, and ends the sessions of one provider session', async () => {
    const [ana, another, bob] = [browser(), browser(), browser()];
    await ana.signIn('ana');
    const terminal = await ana.terminal();
    await bob.signIn('bob');
    const token = (await provider.logoutTokens('ana', settings.SOTTO_OIDC_CLIENT_ID)).at(-1) ?? '';
    await another.signIn('ana');
    expect((await postLogout(token)).status).toBe(200);
    expect(await ana.read()).toBeNull();
    const asTerminal = { headers: { authorization: `Bearer ${terminal}` }, json: {} };
    expect(await (await world.ask('POST', '/a/api/session/read', asTerminal)).json()).toEqual({ session: null });
    expect(await another.read()).toMatchObject({ who: 'ana@example.org' });
    expect(await bob.read()).toMatchObject({ who: 'bob@example.org' });
    const again = await postLogout(token);
    expect(again.status).toBe(400);
    expect(await again.json()).toMatchObject({ error: 'invalid_request' });
  });

  test('a terminal has a session of its own, which ends with the browser’s twelve hours', async () => {
    const ana = browser();
    const { session } = await ana.signIn('ana');
    const cookie = ana.cookies.get('__Secure-sotto-session') ?? '';
    const asToken = { authorization: `Bearer sotto_s_${cookie}` };
    const misread = await world.ask('POST', '/a/api/session/read', { json: {}, headers: asToken });
    expect(await misread.json()).toEqual({ session: null });
    world.testStore.clock.advance(3600);
    const reply = await ana.post('terminal');
    const { token, expiresAt } = (await reply.json()) as { token: string; expiresAt: number };
    expect(reply.headers.get('set-cookie')).toBeNull();
    expect(expiresAt).toBe(session.expiresAt);
    await ana.post('end');
    const headers = { authorization: `Bearer ${token}` };
    const read = await world.ask('POST', '/a/api/session/read', { json: {}, headers });
    expect(await read.json()).toEqual({ session });
    const json = { for: 'create', id: encodeId(id) };
    const { pass } = (await (await world.ask('POST', '/a/api/session/pass', { json, headers })).json()) as {
      pass: string;
    };
    expect(await check(pass, 'create')).toMatchObject({ isCreator: true });
    for (const verb of ['begin', 'finish', 'terminal'])
      expect((await world.ask('POST', `/a/api/session/${verb}`, { json: {}, headers })).status, verb).toBe(400);
    const thief = browser();
    thief.cookies.set('__Secure-sotto-session', token.slice('sotto_s_'.length));
    expect(await thief.read()).toBeNull();
    expect((await thief.post('terminal')).status).toBe(401);
    expect((await thief.post('pass', json)).status).toBe(401);
    expect((await world.ask('POST', '/a/api/session/end', { json: {}, headers })).status).toBe(200);
    expect(await check(pass, 'create')).toBeUndefined();
  });

  test('no terminal outlives a logout that comes at the same time', async () => {
    for (let round = 0; round < 5; round++) {
      const ana = browser();
      await ana.signIn('ana');
      const tokens: Promise<string | undefined>[] = [];
      const start = () => {
        for (let terminals = 0; terminals < 4; terminals++) tokens.push(ana.terminal().catch(() => undefined));
      };
      start();
      const ending = logOut('ana');
      start();
      expect(new Set(await ending)).toEqual(new Set([200]));
      for (const token of await Promise.all(tokens)) {
        if (token === undefined) continue;
        const asTerminal = { headers: { authorization: `Bearer ${token}` }, json: {} };
        const read = await world.ask('POST', '/a/api/session/read', asTerminal);
        expect(await read.json()).toEqual({ session: null });
      }
    }
  });

  test('nobody without a session gets a pass or a terminal', async () => {
    for (const [verb, json] of [
      ['pass', { for: 'open', id: encodeId(id) }],
      ['terminal', {}],
    ] as const) {
      const reply = await browser().post(verb, json);
      expect(reply.status).toBe(401);
      expect(await reply.json()).toMatchObject({ code: 'pass-required' });
    }
  });

  test('several tabs of a browser can sign in at once', async () => {
    const ana = browser();
    const [one, two] = [await ana.begin(), await ana.begin()];
    expect((await ana.finish(await signInAt(two.url, 'ana'))).session.who).toBe('ana@example.org');
    expect((await ana.finish(await signInAt(one.url, 'bob'))).session.who).toBe('bob@example.org');
  });

  test('a state that is unknown, used, old, or of another browser is refused', async () => {
    const [ana, eve] = [browser(), browser()];
    const refusal = { code: 'sign-in-refused', reason: 'unknown-state' };
    const finish = async (who: TestBrowser, { code, state, iss }: { code: string; state: string; iss?: string }) =>
      (await (await who.post('finish', { code, state, iss })).json()) as object;
    const first = await signInAt((await ana.begin()).url, 'ana');
    expect(await finish(ana, { ...first, state: 'A'.repeat(43) })).toMatchObject(refusal);
    await ana.finish(first);
    expect(await finish(ana, first)).toMatchObject(refusal);
    await eve.begin();
    expect(await finish(eve, await signInAt((await ana.begin()).url, 'ana'))).toMatchObject(refusal);
    expect(await finish(browser(), await signInAt((await ana.begin()).url, 'ana'))).toMatchObject(refusal);
    const old = await signInAt((await ana.begin()).url, 'ana');
    world.testStore.clock.advance(600);
    expect(await finish(ana, old)).toMatchObject(refusal);
  });

  test('the sweep forgets sign-ins, sessions and logout tokens that are over, and no others', async () => {
    const ana = browser();
    await ana.signIn('ana');
    await logOut('ana');
    await ana.signIn('ana');
    await ana.begin();
    await sweep(world.deps);
    expect(Math.min(await countOf('session'), await countOf('sign_in'), await countOf('logout_token'))).toBeGreaterThan(
      0,
    );
    world.testStore.clock.advance(HALF_DAY);
    await sweep(world.deps);
    expect([await countOf('session'), await countOf('sign_in'), await countOf('logout_token')]).toEqual([0, 0, 0]);
  });
});
