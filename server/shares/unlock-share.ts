import type { InferOutput } from 'valibot';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import { unlockOpenings } from '#server/records/attempt.ts';
import { requireProof } from '#server/records/proof.ts';
import { findShare, lockShare } from '#server/records/share.ts';
import { statusWithNote } from './read-status.ts';
import type { OwnerBody, StatusReply } from '#server/owner/wire.ts';

/**
 * Removes the lock that wrong passwords caused, and resets their count. No effect on a share that is not locked.
 * @throws AppError `malformed`, `not-found`
 */
export async function unlockShare(
  deps: Deps,
  id: Uint8Array,
  { ownerProof }: InferOutput<typeof OwnerBody>,
): Promise<StatusReply> {
  const { store } = deps;
  await requireProof(store.read, { id, holder: 'owner', proof: ownerProof });
  await store.write(async (tx) => {
    const share = await lockShare(tx, id);
    if (share?.state === 'locked') await unlockOpenings(tx, id);
  });
  const share = await findShare(store.read, id);
  if (share === undefined) throw new AppError('not-found');
  return statusWithNote(deps, share);
}
