import type { InferOutput } from 'valibot';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import { hashOf, passGate, readSecret, refusal } from '#server/records/proof.ts';
import { isLeaseAlive, renewedLease } from '#server/records/lease.ts';
import { extendLease, findOpening } from '#server/records/opening.ts';
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
  await passGate(store.read, { id, holder: 'link', proof: linkProof });
  return store.write(async (tx) => {
    const share = await lockShare(tx, id);
    if (share === undefined) throw new AppError('not-found');
    if (share.endedAt !== null) throw await refusal(tx, share);
    const opening = await findOpening(tx, id, claimHash);
    if (opening === undefined || !isLeaseAlive(share, opening)) throw new AppError('lease-over');
    const leaseUntil = renewedLease(share, opening);
    await extendLease(tx, id, { seq: opening.seq, leaseUntil });
    return { leaseUntil };
  });
}
