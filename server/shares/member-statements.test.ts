import { describe, expect, test } from 'vitest';
import type { Deps } from '#server/deps.ts';
import { briefStep, traced } from '#server/testing/traced-deps.ts';
import { signedIn, withSignIn } from '#server/testing/test-members.ts';
import { madeShare, secret, TestShare } from '#server/testing/test-share.ts';
import { dialects, openTestStore } from '#server/testing/test-stores.ts';

/** Where each statement is a round trip, the receipt is in the one that spends. */
const RECEIPT = { SQLite: ['write: update "opening"'], PostgreSQL: [] };
const SESSION = 'write: select "session"';

/** What each use of a share without gates asks of database, keys and files, by name of the use. */
async function stepsOfPlainShare(deps: Deps, password: boolean): Promise<Record<string, string[]>> {
  const { deps: tracedDeps, take } = traced(deps);
  // After a failed write, SQLite repeats no group for a while.
  await deps.store.write(() => Promise.reject(new Error('Refused'))).catch(() => undefined);
  const share = new TestShare(await deps.store.now(), { maxViews: 2, password });
  const [claim, wrong] = [secret(), secret()];
  const uses: Record<string, (on: Deps) => Promise<unknown>> = {
    create: (on) => share.create(on),
    'create again': (on) => share.create(on),
    describe: (on) => share.describe(on, claim),
    'a wrong password': (on) => share.open(on, secret(), wrong).catch(() => undefined),
    open: (on) => share.open(on, claim),
    'open again': (on) => share.open(on, claim),
    renew: (on) => share.renew(on, claim),
    acknowledge: (on) => share.acknowledge(on, claim),
    status: (on) => share.status(on),
    shorten: async (on) => share.shorten(on, await deps.store.now()),
    delete: (on) => share.delete(on),
  };
  const steps: Record<string, string[]> = {};
  for (const [name, use] of Object.entries(uses)) {
    take();
    await use(tracedDeps);
    steps[name] = take();
  }
  return steps;
}

describe.each(dialects)('%s', (dialect) => {
  test.each([false, true])('a share without gates, with a password: %s, asks nothing of members', async (password) => {
    await using testStore = await openTestStore(dialect);
    const { deps } = testStore;
    const without = await stepsOfPlainShare(deps, password);
    expect(Object.values(without).filter((steps) => steps.length === 0)).toEqual([]);
    const isOfMembers = (step: string) => /member_terms|session|sign_in|logout_token/.test(step);
    expect(Object.values(without).flat().filter(isOfMembers)).toEqual([]);

    const steps = await stepsOfPlainShare(withSignIn(deps), password);
    const changed = Object.keys(without).filter((use) => steps[use]?.length !== without[use]?.length);
    // They compare a shown sender, or tell of one.
    expect(changed).toEqual(['create again', 'describe', 'status', 'shorten', 'delete']);
    for (const use of changed) {
      const others = steps[use]?.filter((step) => !isOfMembers(step));
      expect([use, others?.length]).toEqual([use, without[use]?.length]);
      expect(steps[use]?.filter(isOfMembers).map(briefStep)).toEqual(['read: select "member_terms"']);
    }
    for (const use of Object.keys(without).filter((name) => !changed.includes(name)))
      expect(steps[use]).toEqual(without[use]);
  });

  test('a member opens with the statements of any gate, one more for the session, and the receipt', async () => {
    await using testStore = await openTestStore(dialect);
    const deps = withSignIn(testStore.deps);
    const stepsOf = async (share: TestShare, pass?: string) => {
      const { deps: tracedDeps, take } = traced(deps);
      await (pass === undefined ? share.open(tracedDeps) : share.openAs(tracedDeps, pass));
      return take().map(briefStep);
    };
    const plain = await stepsOf(await madeShare(deps, { notBefore: testStore.clock.now() }));
    const share = await madeShare(deps, { members: ['ops'] });
    const steps = await stepsOf(share, await (await signedIn(deps, { groups: ['ops'] })).pass('open', share.id));
    expect(steps.filter((step) => step === SESSION)).toHaveLength(1);
    // After the row's lock.
    expect(steps.indexOf(SESSION)).toBeGreaterThan(steps.indexOf('write: select "share"'));
    expect(steps.filter((step) => step !== SESSION)).toEqual([...plain, ...RECEIPT[dialect]]);
  });

  test.each([
    ['no pass', () => undefined],
    ['a text that is no pass', () => 'A'.repeat(400)],
    ['the longest', () => 'A'.repeat(8192)],
  ])('%s costs no statement of its own', async (_name, write) => {
    await using testStore = await openTestStore(dialect);
    const deps = withSignIn(testStore.deps);
    const share = await madeShare(deps, { members: [] });
    const { deps: tracedDeps, take } = traced(deps);
    const pass = write();
    const opening = pass === undefined ? share.open(tracedDeps) : share.openAs(tracedDeps, pass);
    await expect(opening).rejects.toMatchObject({ code: 'pass-required' });
    expect(
      take()
        .map(briefStep)
        .filter((step) => /session|insert|update|delete/.test(step)),
    ).toEqual([]);
  });
});
