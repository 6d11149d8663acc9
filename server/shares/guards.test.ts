import { describe, expect, test } from 'vitest';
import type { Deps } from '#server/deps.ts';
import { openHash } from '#server/erasure/at-rest.ts';
import { addAttempt } from '#server/records/attempt.ts';
import { isRepeatedClaim, spendView } from '#server/records/opening.ts';
import type { SpendViewInput } from '#server/records/opening.ts';
import { hashOf, readSecret } from '#server/records/proof.ts';
import { findShare } from '#server/records/share.ts';
import { madeShare, secret } from '#server/testing/test-share.ts';
import type { TestShare } from '#server/testing/test-share.ts';
import { dialects, openTestStore } from '#server/testing/test-stores.ts';

/** The input of the spend, as an opening has it after the proofs. Anything may happen before the spend. */
async function afterProof(deps: Deps, share: TestShare): Promise<SpendViewInput> {
  const row = await findShare(deps.store.read, share.id);
  const hashOfOpen = (key: Uint8Array | undefined) => key && openHash(key, readSecret(share.openProof));
  const openHashOfRow = row && (await deps.store.withKey(row, hashOfOpen));
  if (row === undefined || openHashOfRow === undefined) throw new Error('no such share');
  return {
    id: share.id,
    slot: row.slot,
    linkHash: hashOf(readSecret(share.linkProof)),
    openHash: openHashOfRow,
    claimHash: hashOf(readSecret(secret())),
    leaseSeconds: 600,
    capSeconds: 3600,
  };
}

describe.each(dialects)(
  '%s: the guarded statement still refuses a share that changed after the proof was checked',
  (dialect) => {
    const meanwhile: Record<string, (deps: Deps, share: TestShare, advance: (seconds: number) => void) => unknown> = {
      'the share expired': (_deps, _share, advance) => advance(3600),
      'it was locked': (deps, share) => share.open(deps, secret(), secret()).catch(() => undefined),
      'its owner deleted it': (deps, share) => share.delete(deps),
      'the last view was spent': (deps, share) => share.open(deps),
    };

    test.each(Object.entries(meanwhile))('%s', async (_name, happen) => {
      await using testStore = await openTestStore(dialect);
      const { deps, clock } = testStore;
      const share = await madeShare(deps, { password: true, attemptLimit: 1 });
      const spend = await afterProof(deps, share);
      await happen(deps, share, (seconds) => clock.advance(seconds));
      const before = await share.status(deps);
      expect(await deps.store.write((tx) => spendView(tx, spend))).toBe(undefined);
      expect(await deps.store.write((tx) => addAttempt(tx, share.id, hashOf(spend.openHash)))).toBe(undefined);
      expect(await share.status(deps)).toEqual(before);
    });

    test('another open proof, link or slot spends nothing, and a right open proof is not an attempt', async () => {
      await using testStore = await openTestStore(dialect);
      const { deps } = testStore;
      const share = await madeShare(deps, { password: true });
      const spend = await afterProof(deps, share);
      const other = hashOf(spend.openHash);
      const wrong: Partial<SpendViewInput>[] = [{ openHash: other }, { linkHash: other }];
      if (dialect === 'SQLite') wrong.push({ slot: 1 });
      for (const change of wrong) {
        expect(await deps.store.write((tx) => spendView(tx, { ...spend, ...change }))).toBe(undefined);
      }
      expect(await deps.store.write((tx) => addAttempt(tx, share.id, spend.openHash))).toBe(undefined);
      expect(await share.status(deps)).toMatchObject({ viewsLeft: 1, attempts: 0, openedAt: [] });
    });

    test('a repeated claim rolls back the second view', async () => {
      await using testStore = await openTestStore(dialect);
      const { deps } = testStore;
      const share = await madeShare(deps, { maxViews: 5 });
      const spend = await afterProof(deps, share);
      await deps.store.write((tx) => spendView(tx, spend));
      const again = await deps.store.write((tx) => spendView(tx, spend)).catch((error: unknown) => error);
      expect(isRepeatedClaim(again)).toBe(true);
      expect(await share.status(deps)).toMatchObject({ viewsLeft: 4, reading: 1 });
    });
  },
);
