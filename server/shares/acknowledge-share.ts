import type { InferOutput } from 'valibot';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import { hashOf, passGate, readSecret } from './gate.ts';
import { isLeaseAlive } from './lease.ts';
import { findLastLease, findOpening, markAcknowledged } from './opening-storage.ts';
import { reasonToEnd, stateOf, viewsLeft } from './share-state.ts';
import { endShare, lockShare } from './storage.ts';
import type { AcknowledgeAnswer, ClaimBody } from './wire.ts';

/**
 * The reader has the secret: ends the lease, and erases the content when that was all it was kept for. Idempotent, also
 * after the end. @throws AppError `malformed`, `not-found`, `lease-over`
 */
export async function acknowledgeShare(
  { store }: Deps,
  id: Uint8Array,
  { linkProof, claim }: InferOutput<typeof ClaimBody>,
): Promise<AcknowledgeAnswer> {
  const claimHash = hashOf(readSecret(claim));
  await passGate(store.read, { id, holder: 'link', proof: linkProof });
  return store.write(async (tx) => {
    const share = await lockShare(tx, id);
    if (share === undefined) throw new AppError('not-found');
    const opening = await findOpening(tx, id, claimHash);
    if (opening === undefined) throw new AppError('lease-over');
    const answer = { state: stateOf(share), viewsLeft: viewsLeft(share) };
    if (share.endedAt !== null) return { ...answer, endedAt: share.endedAt };
    if (opening.acknowledgedAt !== null) return answer;
    if (!isLeaseAlive(share, opening)) throw new AppError('lease-over');

    await markAcknowledged(tx, id, opening.seq);
    const reason = reasonToEnd(share);
    if (reason === undefined || (await findLastLease(tx, id)) !== null) return answer;
    return { ...answer, state: reason, endedAt: await endShare(tx, share, reason) };
  });
}
