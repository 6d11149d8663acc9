import type { InferOutput } from 'valibot';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import { requireProof } from '#server/records/proof.ts';
import { findShare, lockShare } from '#server/records/share.ts';
import { bringExpiryForward } from '#server/records/share-terms.ts';
import { statusWithNote } from './read-status.ts';
import type { ShortenBody, StatusReply } from '#server/owner/wire.ts';

/**
 * Brings the expiry forward. A time in the past ends the share with the next sweep; a time after the current expiry,
 * or a share that has ended, changes nothing. Can be repeated.
 * @throws AppError `malformed`, `not-found`
 */
export async function shortenShare(
  deps: Deps,
  id: Uint8Array,
  { ownerProof, expiresAt }: InferOutput<typeof ShortenBody>,
): Promise<StatusReply> {
  const { store } = deps;
  await requireProof(store.read, { id, holder: 'owner', proof: ownerProof });
  await store.write(async (tx) => {
    const share = await lockShare(tx, id);
    if (share?.endedAt === null && expiresAt < share.expiresAt) {
      await bringExpiryForward(tx, { id, expiresAt: Math.max(expiresAt, share.now) });
    }
  });
  const share = await findShare(store.read, id);
  if (share === undefined) throw new AppError('not-found');
  return statusWithNote(deps, share);
}
