import { describe, expect, test } from 'vitest';
import { openHash } from '#server/erasure/at-rest.ts';
import { ANA } from '#server/testing/named-share.ts';
import { mailing } from '#server/testing/mailed-codes.ts';
import { withSignIn } from '#server/testing/test-members.ts';
import { madeRequest } from '#server/testing/test-request.ts';
import { madeShare, secret } from '#server/testing/test-share.ts';
import { dialects, openTestStore } from '#server/testing/test-stores.ts';
import { addAttempt } from './attempt.ts';
import { decideOpening } from './decide-opening.ts';
import { spendView } from './opening.ts';
import { hashOf, readSecret } from './proof.ts';
import { findGuarded } from './share.ts';

/**
 * Processes of versions without gates, also beside this one, run the same statements and the same decision without a gate.
 * They have not changed since.
 */
describe.each(dialects)('%s', (dialect) => {
  test.each([
    ['named people', { people: [ANA] }],
    ['members', { members: [] }],
  ])('statements that know no gates neither open a share for %s nor count an attempt', async (_who, gate) => {
    await using testStore = await openTestStore(dialect);
    const deps = withSignIn(mailing(testStore.deps));
    const share = await madeShare(deps, { ...gate, password: true });
    const linkHash = hashOf(readSecret(share.linkProof));
    const guard = { id: share.id, holder: 'link', proofHash: linkHash } as const;
    const row = (await findGuarded(deps.store.read, guard)) ?? expect.unreachable();
    const { id, slot } = row;
    const hashUnder = (proof: string) =>
      deps.store.withKey(row, (key) => openHash(key ?? expect.unreachable(), readSecret(proof)));
    const [right, wrong] = [await hashUnder(share.openProof), await hashUnder(secret())];
    for (const openHash of [right, wrong]) {
      const claim = { claimHash: hashOf(readSecret(secret())), leaseSeconds: 600, capSeconds: 3600 };
      expect(await deps.store.write((tx) => spendView(tx, { id, linkHash, slot, openHash, ...claim }))).toBe(undefined);
      expect(await deps.store.write((tx) => addAttempt(tx, id, openHash))).toBe(undefined);
      expect(decideOpening({ share: row, openHash, opening: undefined })).toEqual({ kind: 'count-attempt' });
    }
    expect(await share.status(deps)).toMatchObject({ state: 'live', viewsLeft: 1, attempts: 0, openedAt: [] });
  });

  test('what older versions read of a request for members is that it takes no answers', async () => {
    await using testStore = await openTestStore(dialect);
    const deps = withSignIn(testStore.deps);
    const [open, closed] = [
      await madeRequest(deps, { maxAnswers: 3 }),
      await madeRequest(deps, { members: [], maxAnswers: 3 }),
    ];
    const { kysely } = deps.store.read;
    const read = async ({ id }: { id: Uint8Array }) =>
      (await kysely.selectFrom('request').select('max_answers').where('share_id', '=', Buffer.from(id)).execute())[0]
        ?.max_answers;
    expect([await read(open), await read(closed)]).toEqual([3, 0]);
    expect([await open.describe(deps), await closed.describe(deps)]).toMatchObject([
      { state: 'open', answersLeft: 3 },
      { state: 'open', answersLeft: 3 },
    ]);
  });
});
