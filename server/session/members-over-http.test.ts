import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeId } from '#crypto/ids.ts';
import { createFrame, sharePath } from '#server/testing/test-app.ts';
import type { Ask } from '#server/testing/test-app.ts';
import { secret, TestShare } from '#server/testing/test-share.ts';
import type { TestTerms } from '#server/testing/test-share.ts';
import { openSignInWorld, PUBLIC_URL, TestBrowser } from '#server/testing/test-sign-in.ts';
import type { SignInWorld } from '#server/testing/test-sign-in.ts';
import { dialects } from '#server/testing/test-stores.ts';
import { openTestProvider } from '#scripts/testing/test-provider.ts';
import type { TestProvider } from '#scripts/testing/test-provider.ts';

type Opened = Pick<TestShare, 'id' | 'linkProof' | 'openProof'>;

describe.each(dialects)('members over HTTP, on %s', (dialect) => {
  let provider: TestProvider;
  let world: SignInWorld;
  let usual: Readonly<Record<string, string>>;

  beforeAll(async () => {
    provider = await openTestProvider();
    const groups = { SOTTO_OIDC_GROUPS_CLAIM: '/groups', SOTTO_OIDC_GROUPS: 'staff,board' };
    usual = { ...provider.register(PUBLIC_URL), ...groups, SOTTO_OIDC_MEMBERS: '@example.org' };
    world = await openSignInWorld({ dialect, env: usual });
  });
  afterAll(async () => {
    await world[Symbol.asyncDispose]();
    await provider[Symbol.asyncDispose]();
  });

  /** Somebody who has signed in before the change, in a browser that stays open. */
  async function signedIn(account: string): Promise<TestBrowser> {
    const browser = new TestBrowser(world.ask);
    await browser.signIn(account);
    return browser;
  }
  async function made(terms: TestTerms): Promise<TestShare> {
    const share = new TestShare(await world.deps.store.now(), terms);
    expect((await world.ask('PUT', `/a${sharePath(share)}`, { bytes: createFrame(share) })).status).toBe(201);
    return share;
  }
  async function open(ask: Ask, { id, linkProof, openProof }: Opened, pass?: string) {
    const path = `/a/api/shares/${encodeId(id)}/open`;
    const json = { linkProof, openProof, claim: secret(), ...(pass && { pass }) };
    const reply = await ask('POST', path, { json });
    return reply.ok ? 'open' : ((await reply.json()) as { code: string }).code;
  }
  const passFor = (browser: TestBrowser, share: TestShare) => browser.pass('open', encodeId(share.id));

  test('after the operator removes a group, new passes lack it, an earlier one lasts its five minutes, and the group can come back', async () => {
    const ana = await signedIn('ana');
    const share = await made({ members: ['board'], maxViews: 3 });
    const earlier = await passFor(ana, share);
    const without = await world.restart({ ...usual, SOTTO_OIDC_GROUPS: 'staff' });
    ana.ask = without.ask;
    expect(await ana.read()).toMatchObject({ who: 'ana@example.org' });
    expect(await open(without.ask, share, await passFor(ana, share))).toBe('not-a-member');
    expect(await open(without.ask, share, earlier)).toBe('open');
    const another = new TestShare(await world.deps.store.now(), { members: ['board'] });
    const refused = await without.ask('PUT', `/a${sharePath(another)}`, { bytes: createFrame(another) });
    expect(await refused.json()).toMatchObject({ code: 'terms-refused', limit: 'groups' });
    world.testStore.clock.advance(300);
    expect(await open(without.ask, share, earlier)).toBe('pass-required');
    // An earlier share still says whom it is for.
    const described = await without.ask('POST', `/a${sharePath(share, 'describe')}`, {
      json: { linkProof: share.linkProof },
    });
    expect(await described.json()).toMatchObject({ members: { groups: ['board'] }, viewsLeft: 2 });

    const again = await world.restart(usual);
    ana.ask = again.ask;
    expect(await open(again.ask, share, await passFor(ana, share))).toBe('open');
  });

  test('a group that the operator adds counts from the next sign-in', async () => {
    provider.accounts.set('dan', { email: 'dan@example.org', email_verified: true, groups: ['ops'] });
    const dan = await signedIn('dan');
    const { ask, deps } = await world.restart({ ...usual, SOTTO_OIDC_GROUPS: 'staff,board,ops' });
    dan.ask = ask;
    const share = new TestShare(await deps.store.now(), { members: ['ops'] });
    expect((await ask('PUT', `/a${sharePath(share)}`, { bytes: createFrame(share) })).status).toBe(201);
    expect(await open(ask, share, await passFor(dan, share))).toBe('not-a-member');
    await dan.signIn('dan');
    expect(await open(ask, share, await passFor(dan, share))).toBe('open');
  });

  test('if the rules no longer name a member, the session goes on, and the next sign-in is refused', async () => {
    const ana = await signedIn('ana');
    const share = await made({ members: [], maxViews: 2 });
    const { ask } = await world.restart({ ...usual, SOTTO_OIDC_MEMBERS: 'bob@example.org', SOTTO_CREATE: 'member' });
    ana.ask = ask;
    expect(await open(ask, share, await passFor(ana, share))).toBe('open');
    const next = new TestBrowser(ask);
    await expect(next.signIn('ana')).rejects.toThrow('not-a-member');
    expect((await next.post('pass', { for: 'open', id: encodeId(share.id) })).status).toBe(401);
    await next.signIn('bob');
    expect(await open(ask, share, await passFor(next, share))).toBe('open');
  });

  test('after a change of the provider nobody is the same member, and earlier sessions and shares go on until they end', async () => {
    const ana = await signedIn('ana');
    const share = await made({ members: [], maxViews: 2 });
    await using other = await openTestProvider();
    const { ask } = await world.restart({ ...usual, ...other.register(PUBLIC_URL) });
    ana.ask = ask;
    expect(await open(ask, share, await passFor(ana, share))).toBe('open');
    const newcomer = new TestBrowser(ask);
    await newcomer.signIn('ana');
    expect(await open(ask, share, await passFor(newcomer, share))).toBe('open');
    const { kysely } = world.deps.store.read;
    const members = await kysely.selectFrom('session').select('sub_tag').distinct().execute();
    await newcomer.post('end');
    expect(await kysely.selectFrom('session').select('sub_tag').distinct().execute()).toHaveLength(members.length - 1);
  });

  test('without a sign-in, an earlier pass opens nothing, and nothing is used up', async () => {
    const ana = await signedIn('ana');
    const share = await made({ members: [] });
    const earlier = await passFor(ana, share);
    const { ask } = await world.restart({});
    expect(await open(ask, share, earlier)).toBe('pass-required');
    expect(
      (await ask('POST', '/a/api/session/read', { json: {}, headers: { cookie: ana.cookieHeader() } })).status,
    ).toBe(404);
    expect(await open(world.ask, share, earlier)).toBe('open');
  });

  test('a first moment, members and a password are checked in this order, and only a wrong password counts', async () => {
    const ana = await signedIn('ana');
    const { clock } = world.testStore;
    const share = await made({
      members: ['board'],
      password: true,
      notBefore: clock.now() + 60,
      expiresAt: clock.now() + 4000,
    });
    const wrong = { id: share.id, linkProof: share.linkProof, openProof: secret() };
    const pass = await passFor(ana, share);
    const status = async () => {
      const reply = await world.ask('POST', `/a${sharePath(share, 'status')}`, {
        json: { ownerProof: share.ownerProof },
      });
      return (await reply.json()) as object;
    };
    for (const given of [undefined, pass])
      for (const one of [share, wrong]) expect(await open(world.ask, one, given)).toBe('too-early');
    expect(await status()).toMatchObject({
      attempts: 0,
      viewsLeft: 1,
      notBefore: share.toCreate.head.gates?.notBefore,
    });
    clock.advance(60);
    const bob = await signedIn('bob');
    for (const one of [share, wrong]) {
      expect(await open(world.ask, one)).toBe('pass-required');
      expect(await open(world.ask, one, await passFor(bob, share))).toBe('not-a-member');
    }
    expect(await status()).toMatchObject({ attempts: 0, viewsLeft: 1 });
    expect(await open(world.ask, wrong, pass)).toBe('wrong-password');
    expect(await status()).toMatchObject({ attempts: 1, viewsLeft: 1 });
    expect(await open(world.ask, share, pass)).toBe('open');
    const receipts = [{ at: clock.now(), type: 'address', who: 'ana@example.org' }];
    expect(await share.receipts(world.deps)).toEqual(receipts);
  });
});
