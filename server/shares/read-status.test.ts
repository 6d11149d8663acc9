import { expect, test } from 'vitest';
import { encodeId } from '#crypto/ids.ts';
import { madeShare, secret, TestShare } from '#server/testing/test-share.ts';
import { dialects, openTestStore } from '#server/testing/test-stores.ts';
import { readStatuses } from './read-status.ts';

test.each(dialects)(
  '%s: a batch reports many states in the requested order, with null for wrong proofs and unknown ids',
  async (dialect) => {
    await using testStore = await openTestStore(dialect);
    const { deps, clock } = testStore;
    const [live, read, deleted] = await Promise.all([
      madeShare(deps, { password: true, maxViews: 0 }),
      madeShare(deps, { maxViews: 3 }),
      madeShare(deps),
    ]);
    const claim = secret();
    await read.open(deps, claim);
    clock.advance(5);
    await read.open(deps);
    await read.acknowledge(deps, claim);
    await deleted.delete(deps);
    const ask = (share: TestShare, ownerProof = share.ownerProof) => ({ id: encodeId(share.id), ownerProof });
    const unknown = new TestShare(clock.now());

    const { statuses } = await readStatuses(deps, {
      shares: [ask(unknown), ask(deleted), ask(live, secret()), ask(read), ask(live), ask(read)],
    });

    const status = {
      createdAt: clock.now() - 5,
      expiresAt: clock.now() - 5 + 3600,
      attempts: 0,
      attemptLimit: 5,
      onLimit: 'lock',
    };
    const ofRead = {
      ...status,
      state: 'live',
      maxViews: 3,
      viewsLeft: 1,
      hasPassword: false,
      openedAt: [clock.now() - 5, clock.now()],
      reading: 1,
    };
    expect(statuses).toEqual([
      null,
      {
        ...status,
        state: 'deleted',
        maxViews: 1,
        viewsLeft: 1,
        hasPassword: false,
        openedAt: [],
        reading: 0,
        endedAt: clock.now(),
      },
      null,
      ofRead,
      { ...status, state: 'live', maxViews: 0, viewsLeft: null, hasPassword: true, openedAt: [], reading: 0 },
      ofRead,
    ]);
    expect(await readStatuses(deps, { shares: [] })).toEqual({ statuses: [] });
  },
);
