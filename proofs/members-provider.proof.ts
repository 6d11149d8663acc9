import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeId } from '#crypto/ids.ts';
import type { FinishReply, ReadReply } from '#server/session/wire.ts';
import type * as v from 'valibot';
import { CookieJar } from '#scripts/testing/cookie-jar.ts';
import { freePort } from '#scripts/testing/free-port.ts';
import { notProved } from '#scripts/testing/not-proved.ts';
import { runSotto } from './rig/run-sotto.ts';
import { CLIENT, startGlewlwyd } from './rig/start-glewlwyd.ts';
import type { Glewlwyd } from './rig/start-glewlwyd.ts';
import { startServer } from './rig/start-server.ts';
import type { RunningServer } from './rig/start-server.ts';
import { makeStore } from './rig/stores.ts';
import type { TestStore } from './rig/stores.ts';
import { mayInstall } from './rig/trace.ts';

/** Signs in at a provider that is not written for tests: glewlwyd, as Debian has it. */
const program = process.env['TEST_GLEWLWYD'];

const accounts = {
  ana: { password: 'password-of-ana', email: 'Ana@example.org', isVerified: true, groups: ['staff', 'board', 'x'] },
  bob: { password: 'password-of-bob', email: 'bob@example.org', isVerified: false, groups: [] },
  eve: { password: 'password-of-eve', email: 'eve@evil.example', isVerified: true, groups: ['staff'] },
};

let glewlwyd: Glewlwyd;
let store: TestStore;
let server: RunningServer;
let settings: Readonly<Record<string, string>>;
let publicUrl: string;

beforeAll(async () => {
  if (program === undefined) return;
  const port = await freePort();
  publicUrl = `http://localhost:${port}/`;
  glewlwyd = await startGlewlwyd(program, { publicUrl, accounts });
  store = await makeStore('SQLite');
  settings = {
    ...store.env,
    SOTTO_PUBLIC_URL: publicUrl,
    SOTTO_OIDC_ISSUER: glewlwyd.issuer,
    SOTTO_OIDC_CLIENT_ID: CLIENT.id,
    SOTTO_OIDC_CLIENT_SECRET: CLIENT.secret,
    SOTTO_OIDC_MEMBERS: '@example.org',
    SOTTO_OIDC_GROUPS_CLAIM: '/groups',
    SOTTO_OIDC_GROUPS: 'staff,admins',
  };
  server = await startServer({ env: settings, port });
});
afterAll(async () => {
  if (program === undefined) return;
  await server.end('SIGTERM');
  await glewlwyd.stop();
  await store.remove();
});

/** A browser on the service's own pages. */
function newBrowser() {
  const jar = new CookieJar();
  const post = async (verb: string, json: unknown = {}) => {
    const reply = await fetch(`${publicUrl}api/session/${verb}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: new URL(publicUrl).origin, ...jar.headers() },
      body: JSON.stringify(json),
    });
    jar.keep(reply);
    return { status: reply.status, body: (await reply.json()) as unknown };
  };
  const read = async () => ((await post('read')).body as v.InferOutput<typeof ReadReply>).session;
  return { post, read };
}

async function signIn(name: keyof typeof accounts) {
  const browser = newBrowser();
  const atProvider = await glewlwyd.signIn(name, accounts[name].password);
  const { url } = (await browser.post('begin')).body as { url: string };
  const { origin, pathname, searchParams } = await atProvider.follow(url);
  expect(`${origin}${pathname}`, glewlwyd.log()).toBe(`${publicUrl}signed-in`);
  const [code, state, iss] = ['code', 'state', 'iss'].map((member) => searchParams.get(member));
  const returned = { code, state, ...(typeof iss === 'string' && { iss }) };
  return { browser, atProvider, returned, finished: await browser.post('finish', returned) };
}

const proof = (name: string, run: () => Promise<void>) =>
  test(name, async ({ annotate }) => {
    if (program !== undefined) return run();
    expect(mayInstall(), 'as root on Linux glewlwyd can be had').toBe(false);
    await notProved(annotate, `${name}: there is no glewlwyd.`);
  });

proof('a member signs in, gets a pass, and the code counts once', async () => {
  const { browser, returned, finished } = await signIn('ana');
  expect(finished.status, JSON.stringify(finished.body)).toBe(200);
  const { session } = finished.body as v.InferOutput<typeof FinishReply>;
  expect(session).toMatchObject({
    who: 'ana@example.org',
    address: 'ana@example.org',
    groups: ['staff'],
    creator: true,
  });
  expect(await browser.read()).toEqual(session);
  const id = encodeId(randomBytes(16));
  expect(await browser.post('pass', { for: 'open', id })).toMatchObject({ status: 200 });
  expect((await browser.post('finish', returned)).status).not.toBe(200);
});

proof('an address that is not verified, or of another domain, makes no member', async () => {
  expect((await signIn('bob')).finished.body).toMatchObject({ reason: 'email-not-verified' });
  expect((await signIn('eve')).finished.body).toMatchObject({ reason: 'not-a-member' });
});

proof('its logout has no end and does not count, so an operator ends the sessions of a running service', async () => {
  const { browser, atProvider } = await signIn('ana');
  await atProvider.signOut();
  expect(await browser.read()).not.toBe(null);
  const ended = await runSotto(['admin', 'sessions', '--end-all'], settings);
  expect(ended.stdout).toMatch(/^[1-9]\d* sessions? ended\.\n$/);
  expect(await browser.read()).toBe(null);
});

proof('the doctor finds nothing wrong with the provider', async () => {
  const { stdout } = await runSotto(['admin', 'doctor'], settings);
  expect(stdout).toContain(`ok     The provider ${glewlwyd.issuer} can be reached.`);
  expect(stdout).toContain('ok     The provider accepts the client and its secret.');
  expect(stdout).not.toContain('WRONG');
  const wrong = await runSotto(['admin', 'doctor'], { ...settings, SOTTO_OIDC_CLIENT_SECRET: 'another' });
  expect(wrong.stdout).toContain('WRONG  The provider does not accept the client');
});
