import type { InferOutput } from 'valibot';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import { decideReading } from '#server/records/decide-opening.ts';
import { renewedLease } from '#server/records/lease.ts';
import { findOpening } from '#server/records/opening.ts';
import { extendLease } from '#server/records/opening-lease.ts';
import { hashOf, readSecret, requireProof } from '#server/records/proof.ts';
import { refusal } from '#server/records/refusal.ts';
import { lockShare } from '#server/records/share.ts';
import type { ClaimBody, RenewReply } from './wire.ts';

/**
 * Gives a reader who is still downloading more time, up to the lease's cap.
 * @throws AppError `malformed`, `not-found`, `ended`, `lease-over`
 */
export async function renewLease(
  { store }: Deps,
  id: Uint8Array,
  { linkProof, claim }: InferOutput<typeof ClaimBody>,
): Promise<InferOutput<typeof RenewReply>> {
  const claimHash = hashOf(readSecret(claim));
  await requireProof(store.read, { id, holder: 'link', proof: linkProof });
  return store.write(async (tx) => {
    const share = await lockShare(tx, id);
    if (share === undefined) throw new AppError('not-found');
    const decision = decideReading(share, await findOpening(tx, id, claimHash));
    if (decision.kind === 'refuse') throw await refusal(tx, share, decision.code);
    const leaseUntil = renewedLease(share, decision.opening);
    await extendLease(tx, id, { seq: decision.opening.seq, leaseUntil });
    return { leaseUntil };
  });
}
