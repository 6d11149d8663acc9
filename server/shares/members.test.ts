import { describe, expect, test, vi } from 'vitest';
import type { Deps } from '#server/deps.ts';
import { signedIn, withSignIn } from '#server/testing/test-members.ts';
import { madeShare, secret } from '#server/testing/test-share.ts';
import type { TestShare, TestTerms } from '#server/testing/test-share.ts';
import { dialects, openTestStore } from '#server/testing/test-stores.ts';
import type { TestDialect } from '#server/testing/test-stores.ts';
import { createShare } from './create-share.ts';

const [passRequired, notAMember] = [{ code: 'pass-required' }, { code: 'not-a-member' }];

/** A share for members on a service where they can sign in. */
async function openMemberShare(dialect: TestDialect, terms: TestTerms = { members: [] }) {
  const testStore = await openTestStore(dialect);
  const deps = withSignIn(testStore.deps);
  const share = await madeShare(deps, terms);
  const passFor = async (of: TestShare, claims = {}) => (await signedIn(deps, claims)).pass('open', of.id);
  return {
    testStore,
    deps,
    share,
    clock: testStore.clock,
    passFor,
    [Symbol.asyncDispose]: () => testStore[Symbol.asyncDispose](),
  };
}

describe.each(dialects)('%s', (dialect) => {
  const rows = (deps: Deps, table: 'gate' | 'member_terms' | 'opening') =>
    deps.store.read.kysely.selectFrom(table).selectAll().execute();

  test('a member opens, once, and the owner reads who and when, also after the end', async () => {
    await using here = await openMemberShare(dialect);
    const { deps, share, clock, passFor } = here;
    const claim = secret();
    const opened = await share.openAs(deps, await passFor(share), { claim });
    expect(opened.head).toMatchObject({ viewsLeft: 0, repeated: false });
    expect(Buffer.from(opened.sealed)).toEqual(Buffer.from(share.toCreate.sealed));
    const receipt = { at: clock.now(), type: 'address', who: 'ana@example.org' };
    expect(await share.receipts(deps)).toEqual([receipt]);
    expect(await share.status(deps)).toMatchObject({ members: {}, receipts: [{ openedAt: clock.now() }] });
    await share.acknowledge(deps, claim);
    const { state, members, receipts } = await share.status(deps);
    expect([state, members, receipts?.length]).toEqual(['spent', undefined, 1]);
    expect(await share.receipts(deps)).toEqual([receipt]);
    expect(await rows(deps, 'member_terms')).toEqual([]);
  });

  test('a receipt has the time of its opening, even if a second passes between them', async () => {
    await using here = await openMemberShare(dialect);
    const { deps, share, clock, passFor } = here;
    const pass = await passFor(share);
    vi.spyOn(clock, 'now').mockImplementation(() => clock.seconds++);
    await share.openAs(deps, pass);
    vi.restoreAllMocks();
    const { receipts = [] } = await share.status(deps);
    expect(receipts).toHaveLength(1);
    const times = (await share.receipts(deps)).map(({ at }) => at);
    expect(times).toEqual(receipts.map(({ openedAt }) => openedAt));
  });

  test('a receipt names the account by its identifier if the provider has verified no address', async () => {
    await using here = await openMemberShare(dialect);
    const { deps, share, passFor } = here;
    // Somebody has chosen the name of their account.
    await share.openAs(deps, await passFor(share, { sub: 'ana@example.org', address: null }));
    expect(await share.receipts(deps)).toEqual([expect.objectContaining({ type: 'account', who: 'ana@example.org' })]);
  });

  test('nothing but a pass for this share, to open it, within its time opens; nothing is counted', async () => {
    await using here = await openMemberShare(dialect, { members: [], password: true });
    const { deps, share, clock } = here;
    const member = await signedIn(deps);
    const other = await madeShare(deps, { members: [] });
    const purposes = ['create', 'request', 'read', 'answer'] as const;
    const useless = [
      ...(await Promise.all(purposes.map((purpose) => member.pass(purpose, share.id)))),
      await member.pass('open', other.id),
      await member.pass('open', share.id, { exp: clock.now() }),
      `${await member.pass('open', share.id)}A`,
    ];
    for (const openProof of [share.openProof, secret()]) {
      await expect(share.open(deps, secret(), openProof)).rejects.toMatchObject(passRequired);
      for (const pass of useless)
        await expect(share.openAs(deps, pass, { openProof })).rejects.toMatchObject(passRequired);
    }
    const pass = await member.pass('open', share.id);
    await expect(share.openAs(deps, pass, { openProof: secret() })).rejects.toMatchObject({ code: 'wrong-password' });
    expect(await share.status(deps)).toMatchObject({ state: 'live', attempts: 1, openedAt: [] });
    clock.advance(299);
    expect((await share.openAs(deps, pass)).head.repeated).toBe(false);
  });

  test('a pass ends after five minutes, with signing out, and with the session', async () => {
    await using here = await openMemberShare(dialect);
    const { deps, share, clock } = here;
    const member = await signedIn(deps);
    const early = await member.pass('open', share.id);
    clock.advance(300);
    await expect(share.openAs(deps, early)).rejects.toMatchObject(passRequired);
    const fresh = await member.pass('open', share.id);
    await member.signOut();
    await expect(share.openAs(deps, fresh)).rejects.toMatchObject(passRequired);
    const late = await signedIn(deps);
    clock.advance(43_200);
    const stillRight = await late.pass('open', share.id);
    const another = await madeShare(deps, { members: [] });
    await expect(share.openAs(deps, stillRight)).rejects.toMatchObject({ code: 'ended' });
    await expect(another.openAs(deps, await late.pass('open', another.id))).rejects.toMatchObject(passRequired);
  });

  test('another process, with the same key, lets the same members in', async () => {
    await using here = await openMemberShare(dialect, { members: ['ops'], maxViews: 2 });
    const { testStore, deps, share } = here;
    const store = await testStore.open();
    const member = await signedIn(deps, { groups: ['ops'] });
    await share.openAs({ ...deps, store }, await member.pass('open', share.id));
    await member.signOut();
    await expect(share.openAs({ ...deps, store }, await member.pass('open', share.id))).rejects.toMatchObject(
      passRequired,
    );
    await store.close();
  });

  test('a share for groups opens for their members only', async () => {
    await using here = await openMemberShare(dialect, { members: ['ops', 'staff'], maxViews: 2 });
    const { deps, share, passFor } = here;
    for (const groups of [[], ['op'], ['Ops'], ['guests']])
      await expect(share.openAs(deps, await passFor(share, { groups }))).rejects.toMatchObject(notAMember);
    await share.openAs(deps, await passFor(share, { groups: ['guests', 'staff'] }));
    expect(await share.describe(deps)).toMatchObject({ members: { groups: ['ops', 'staff'] }, viewsLeft: 1 });
  });

  test('too early comes first, and a reader whose lease runs needs no pass', async () => {
    await using here = await openMemberShare(dialect);
    const { deps, clock, passFor } = here;
    const later = await madeShare(deps, { members: [], notBefore: clock.now() + 60, maxViews: 2 });
    await expect(later.open(deps)).rejects.toMatchObject({ code: 'too-early' });
    clock.advance(60);
    await expect(later.open(deps)).rejects.toMatchObject(passRequired);
    const claim = secret();
    const first = await later.openAs(deps, await passFor(later), { claim });
    const again = await later.open(deps, claim);
    expect([again.head.repeated, again.sealed]).toEqual([true, first.sealed]);
    expect(await later.receipts(deps)).toHaveLength(1);
    await expect(later.open(deps, claim, secret())).rejects.toMatchObject(passRequired);
  });

  test('of 50 members who open at once, one opens, and the owner gets one receipt', async () => {
    await using here = await openMemberShare(dialect);
    const { deps, share, passFor } = here;
    const passes = await Promise.all(Array.from({ length: 50 }, (_, at) => passFor(share, { sub: `m${at}` })));
    const openings = await Promise.allSettled(passes.map((pass) => share.openAs(deps, pass)));
    const winner = openings.findIndex(({ status }) => status === 'fulfilled');
    expect(openings.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of openings) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'ended' });
    expect(await share.receipts(deps)).toMatchObject([{ who: `m${winner}@example.org` }]);
    expect(await rows(deps, 'opening')).toHaveLength(1);
  });

  test('where nobody can sign in any more, and with another server key, it opens for nobody', async () => {
    await using here = await openMemberShare(dialect);
    const { testStore, deps, share, passFor } = here;
    const pass = await passFor(share);
    const { signIn: _, ...withoutSignIn } = deps.config;
    await expect(share.openAs({ ...deps, config: withoutSignIn }, pass)).rejects.toMatchObject(passRequired);
    const rekeyed = { ...deps, serverKey: deps.random(32) };
    await expect(share.openAs(rekeyed, pass)).rejects.toMatchObject(passRequired);
    const member = await signedIn(rekeyed);
    await expect(share.openAs(rekeyed, await member.pass('open', share.id))).rejects.toMatchObject(notAMember);
    expect(await share.status(testStore.deps)).toMatchObject({ state: 'live', openedAt: [] });
    expect((await share.delete(rekeyed)).state).toBe('deleted');
  });

  test('what is for members is refused where nobody can sign in, and so are groups that nobody has', async () => {
    await using here = await openMemberShare(dialect);
    const { testStore, deps } = here;
    const refused = (limit: string) => ({ code: 'terms-refused', members: { limit } });
    await expect(madeShare(testStore.deps, { members: [] })).rejects.toMatchObject(refused('members'));
    await expect(madeShare(testStore.deps, { showSender: true })).rejects.toMatchObject(refused('members'));
    await expect(madeShare(deps, { members: ['ops', 'guests'] })).rejects.toMatchObject(refused('groups'));
  });

  test('the key of the receipts belongs to exactly the shares for members, and the gate to its bit', async () => {
    await using here = await openMemberShare(dialect);
    const { deps, share } = here;
    const { receiptKey, ...withoutKey } = share.toCreate.head;
    const malformed = { code: 'malformed' };
    await expect(createShare(deps, { ...share.toCreate, head: withoutKey })).rejects.toMatchObject(malformed);
    await expect(madeShare(deps, { receiptKey: receiptKey ?? '' })).rejects.toMatchObject(malformed);
    await expect(madeShare(deps, { gates: { members: {} } })).rejects.toMatchObject(malformed);
    await expect(madeShare(deps, { members: [], gates: {} })).rejects.toMatchObject(malformed);
    const longer = 'ä'.repeat(65);
    await expect(madeShare(withSignIn(deps, { groups: [longer] }), { members: [longer] })).rejects.toMatchObject(
      malformed,
    );
  });

  test('a repeated create compares the groups and the receipt key', async () => {
    await using here = await openMemberShare(dialect, { members: ['ops'] });
    const { deps, share } = here;
    expect(await share.create(deps)).toMatchObject({ created: false });
    const { head } = share.toCreate;
    const changes = [
      { gates: { members: {} } },
      { gates: { members: { groups: ['staff'] } } },
      { receiptKey: secret() },
    ];
    for (const changed of changes) {
      const again = createShare(deps, { ...share.toCreate, head: { ...head, ...changed } });
      await expect(again).rejects.toMatchObject({ code: 'conflict' });
    }
  });
});
