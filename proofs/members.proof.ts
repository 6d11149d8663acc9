import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApiError } from '#client/errors.ts';
import { CookieJar } from '#scripts/testing/cookie-jar.ts';
import { freePort } from '#scripts/testing/free-port.ts';
import { signInAt } from '#scripts/testing/sign-in-at-provider.ts';
import { openTestProvider } from '#scripts/testing/test-provider.ts';
import type { TestProvider } from '#scripts/testing/test-provider.ts';
import { expiryIn, makeShare, randomSecret } from './rig/make-share.ts';
import type { TestShare } from './rig/make-share.ts';
import { bySize } from './rig/proof-size.ts';
import { startServer } from './rig/start-server.ts';
import type { RunningServer } from './rig/start-server.ts';
import { makeStore, storeKinds } from './rig/stores.ts';
import type { TestStore } from './rig/stores.ts';

const ROUNDS = bySize({ ci: 4, full: 40 });

type Json = Readonly<Record<string, unknown>>;

describe.each(storeKinds)('shares for members on %s, through two processes', (kind) => {
  let store: TestStore;
  let provider: TestProvider;
  let servers: readonly [RunningServer, RunningServer];
  let publicUrl: string;
  let clientId: string;

  beforeAll(async () => {
    store = await makeStore(kind);
    provider = await openTestProvider();
    const port = await freePort();
    publicUrl = `http://localhost:${port}/`;
    const settings = provider.register(publicUrl);
    clientId = settings.SOTTO_OIDC_CLIENT_ID;
    const keyFile = join(store.dataDir, 'a-server.key');
    writeFileSync(keyFile, randomBytes(32), { mode: 0o600 });
    const isShared = store.env['SOTTO_DATABASE_URL'] !== undefined;
    const env = {
      ...{ ...store.env, ...settings, SOTTO_PUBLIC_URL: publicUrl },
      ...(isShared && { SOTTO_SERVER_KEY_FILE: keyFile }),
    };
    servers = [await startServer({ env, port }), await startServer({ env })];
  });
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.end('SIGTERM')));
    await provider[Symbol.asyncDispose]();
    await store.remove();
  });

  const serverOf = (turn: number): RunningServer => servers[turn % 2] ?? expect.unreachable();

  /** A browser of the pages, whose requests reach one process or the other. */
  function newBrowser() {
    const jar = new CookieJar();
    const post = async (turn: number, verb: string, json: Json = {}): Promise<Json> => {
      const reply = await fetch(`${serverOf(turn).url}api/session/${verb}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: new URL(publicUrl).origin, ...jar.headers() },
        body: JSON.stringify(json),
      });
      jar.keep(reply);
      return (await reply.json()) as Json;
    };
    const pass = async (turn: number, { id }: TestShare, purpose = 'open') =>
      String((await post(turn, 'pass', { for: purpose, id }))['pass']);
    return {
      post,
      pass,
      /** Begins at one process, and finishes at the other. */
      async signIn(account: string) {
        const { url } = await post(0, 'begin');
        const { code, state, iss } = await signInAt(String(url), account);
        await post(1, 'finish', { code, state, iss });
      },
    };
  }

  async function newShare(maxViews: number): Promise<TestShare> {
    const { api } = serverOf(0);
    const share = makeShare({ maxViews, expiresAt: await expiryIn(api, 3600), members: [] });
    await api.create(share.id, share.body);
    return share;
  }

  /** @returns the code of the refusal */
  async function open(turn: number, { id, linkProof, openProof }: TestShare, pass?: string): Promise<string> {
    for (;;) {
      try {
        const body = { linkProof, openProof, claim: randomSecret(), ...(pass !== undefined && { pass }) };
        await serverOf(turn).api.open(id, body, { repeatable: true });
        return 'opened';
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        // Nothing was done: the database was busy.
        if (error.code !== 'unavailable') return error.code;
      }
    }
  }

  test('a pass for another share or purpose opens nothing, in either process', async () => {
    const ana = newBrowser();
    await ana.signIn('ana');
    const [share, other] = [await newShare(0), await newShare(0)];
    for (const turn of [0, 1]) {
      const wrong = [undefined, await ana.pass(turn, other)];
      for (const purpose of ['create', 'request', 'read', 'answer']) wrong.push(await ana.pass(turn, share, purpose));
      for (const pass of wrong) expect(await open(turn + 1, share, pass)).toBe('pass-required');
      expect(await open(turn + 1, share, await ana.pass(turn, share))).toBe('opened');
    }
  });

  test('after the reply to signing out in one process, no pass opens in any', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const ana = newBrowser();
      await ana.signIn('ana');
      const share = await newShare(0);
      const pass = await ana.pass(round, share);
      let isOver = false;
      const late: string[] = [];
      const racing = Array.from({ length: 8 }, async (_, turn) => {
        for (let tries = 0; tries < 5; tries++) {
          const wasOver = isOver;
          const outcome = await open(turn, share, pass);
          if (wasOver) late.push(outcome);
        }
      });
      await ana.post(round, 'end');
      isOver = true;
      await Promise.all(racing);
      late.push(await open(0, share, pass), await open(1, share, pass));
      expect(new Set(late)).toEqual(new Set(['pass-required']));
    }
  });

  test('a logout that the provider sends to one process ends passes and terminals in the other', async () => {
    const bob = newBrowser();
    await bob.signIn('bob');
    const share = await newShare(0);
    const pass = await bob.pass(0, share);
    expect(await open(1, share, pass)).toBe('opened');
    const { token } = await bob.post(1, 'terminal');
    await provider.logOut('bob', clientId);
    expect(await open(1, share, pass)).toBe('pass-required');
    const reply = await fetch(`${serverOf(1).url}api/session/read`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${String(token)}` },
      body: '{}',
    });
    expect(await reply.json()).toEqual({ session: null });
  });

  test('no process has logged an error', () => {
    for (const server of servers) {
      const faults = server
        .output()
        .toString()
        .split('\n')
        .filter((line) => line.includes('"level":"error"'));
      expect(faults.filter((line) => !line.includes('"code":"unavailable"'))).toEqual([]);
    }
  });
});
