import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFrame, sharePath } from '#server/testing/test-app.ts';
import { openSignInWorld, PUBLIC_URL, TestBrowser } from '#server/testing/test-sign-in.ts';
import type { SignInWorld } from '#server/testing/test-sign-in.ts';
import { secret, TestShare } from '#server/testing/test-share.ts';
import { signInAt } from '#scripts/testing/sign-in-at-provider.ts';
import { openTestProvider } from '#scripts/testing/test-provider.ts';
import type { TestProvider } from '#scripts/testing/test-provider.ts';
import { boundedFetch } from './provider-fetch.ts';

let provider: TestProvider;
let world: SignInWorld;
const failures: string[] = [];

beforeEach(async () => {
  failures.length = 0;
  provider = await openTestProvider();
  const failed = (reason: string) => void failures.push(reason);
  world = await openSignInWorld({
    env: { ...provider.register(PUBLIC_URL) },
    provider: { timeoutSeconds: 5, failed },
  });
});

afterEach(async () => {
  await world[Symbol.asyncDispose]();
  await provider[Symbol.asyncDispose]();
});

const isDown = async (reply: Response, reason = 'unreachable') =>
  expect([reply.status, await reply.json()]).toMatchObject([502, { code: 'provider-down', reason }]);

/** What somebody does who has nothing to do with members. */
async function useShare(): Promise<void> {
  const share = new TestShare(world.deps.clock.now());
  const { linkProof, openProof } = share;
  const path = `/a${sharePath(share)}`;
  expect((await world.ask('PUT', path, { bytes: createFrame(share) })).status).toBe(201);
  const json = { linkProof, openProof, claim: secret() };
  expect((await world.ask('POST', `${path}/open`, { json })).status).toBe(200);
}

describe.each(['down', 'silent'] as const)('a provider that is %s', (mode) => {
  test('from the start keeps nobody but those who sign in waiting, and them not for long', async () => {
    provider.mode = mode;
    const ana = new TestBrowser(world.ask);
    const begun = ana.post('begin');
    await useShare();
    await isDown(await begun);
    expect(failures).toEqual(['unreachable']);
    provider.mode = 'up';
    expect((await ana.signIn('ana')).session.who).toBe('ana@example.org');
  });

  test('later refuses the code, but those who are in stay in', async () => {
    const [ana, bob] = [new TestBrowser(world.ask), new TestBrowser(world.ask)];
    await ana.signIn('ana');
    const { url } = await bob.begin();
    const returned = await signInAt(url, 'bob');
    provider.mode = mode;
    const finished = bob.post('finish', returned);
    await useShare();
    await isDown(await finished);
    expect(await ana.read()).toMatchObject({ who: 'ana@example.org' });
    expect(await ana.pass('open', '1'.repeat(22).slice(0, 16))).toMatch(/^[\w-]+$/);
    expect((await bob.post('begin')).status).toBe(200);
    provider.mode = 'up';
    expect((await bob.signIn('bob')).session.who).toBe('bob@example.org');
  });
});

test('the provider is asked once for all who wait, and its answer is kept', async () => {
  const browsers = Array.from({ length: 10 }, () => new TestBrowser(world.ask));
  await Promise.all(browsers.map((browser) => browser.begin()));
  expect(provider.asked).toEqual(['GET /.well-known/openid-configuration']);
});

test('only so many requests wait for the provider at once, and then others may', async () => {
  const fetch = boundedFetch();
  const stop = new AbortController();
  provider.mode = 'silent';
  const waiting = Array.from({ length: 64 }, () => fetch(`${provider.issuer}/jwks`, { signal: stop.signal }));
  const ended = Promise.allSettled(waiting);
  await expect(fetch(`${provider.issuer}/jwks`)).rejects.toMatchObject({ members: { reason: 'busy' } });
  stop.abort();
  await ended;
  provider.mode = 'up';
  expect((await fetch(`${provider.issuer}/jwks`)).status).toBe(200);
});

test('a name that does not resolve is down', async () => {
  await using nowhere = await openSignInWorld({
    env: { SOTTO_OIDC_ISSUER: 'https://id.invalid', SOTTO_OIDC_CLIENT_ID: 'sotto' },
  });
  await isDown(await new TestBrowser(nowhere.ask).post('begin'));
});

test('a provider that takes other keys signs people in, also those who were on their way', async () => {
  const ana = new TestBrowser(world.ask);
  await ana.signIn('ana');
  const { url } = await ana.begin();
  const returned = await signInAt(url, 'bob');
  provider.rotateKeys();
  expect((await ana.finish(returned)).session.who).toBe('bob@example.org');
});
