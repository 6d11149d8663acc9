import { describe, expect, test } from 'vitest';
import type { Deps } from '#server/deps.ts';
import { madeShare, secret } from '#server/testing/test-share.ts';
import type { TestShare } from '#server/testing/test-share.ts';
import { dialects, openTestStore } from '#server/testing/test-stores.ts';
import { briefStep, traced } from '#server/testing/traced-deps.ts';

const spending = {
  SQLite: ['write: update "share"', 'write: insert "opening"', 'write: select "content"'],
  PostgreSQL: ['write: with "share"'],
};
const lookedAt = ['read: select "share"', 'lend a key'];
const decidedAgain = ['read: select "share"', 'read: select "opening"'];

describe.each(dialects)('%s', (dialect) => {
  async function stepsOf(deps: Deps, open: (deps: Deps) => Promise<unknown>): Promise<string[]> {
    const { deps: tracedDeps, take } = traced(deps);
    await open(tracedDeps).catch(() => undefined);
    return take().map(briefStep);
  }
  const opening =
    (share: TestShare, claim = secret(), openProof = share.openProof) =>
    (deps: Deps) =>
      share.open(deps, claim, openProof);

  test('a first opening reads one row and spends in one transaction, with no further reads', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps } = testStore;
    const share = await madeShare(deps, { maxViews: 2 });
    const claim = secret();
    const spend = [...lookedAt, 'begin', ...spending[dialect]];
    expect(await stepsOf(deps, opening(share, claim))).toEqual(spend);
    const repeated = await stepsOf(deps, opening(share, claim));
    expect(repeated.slice(-3)).toEqual([...decidedAgain, 'read: select "content"']);
  });

  test('a wrong password costs one statement, and does not read the claim', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps } = testStore;
    const share = await madeShare(deps, { password: true });
    const steps = await stepsOf(deps, opening(share, secret(), secret()));
    expect(steps).toEqual([...lookedAt, 'begin', 'write: update "share"']);
  });

  test.each([
    ['spent', { password: true }],
    ['locked', { password: true, attemptLimit: 1, maxViews: 2 }],
  ])('if a share is %s, a right password takes the same steps as a wrong one', async (state, terms) => {
    await using testStore = await openTestStore(dialect);
    const { deps } = testStore;
    const share = await madeShare(deps, terms);
    await (state === 'spent' ? share.open(deps) : share.open(deps, secret(), secret()).catch(() => undefined));
    const right = await stepsOf(deps, opening(share));
    expect(right).toEqual([...lookedAt, ...decidedAgain, 'read: select "opening"']);
    expect(await stepsOf(deps, opening(share, secret(), secret()))).toEqual(right);
  });
});
