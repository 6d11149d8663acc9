import type { InferOutput } from 'valibot';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import { giveBackPlace } from '#server/requests/answer-storage.ts';
import { passUploadGate } from '#server/bodies/gate.ts';
import { tryRemoveBody } from '#server/bodies/remove-body.ts';
import { statusWithNote } from './read-status.ts';
import { endShare, findShare, lockShare } from './storage.ts';
import type { OwnerBody, OwnerStatus } from './wire.ts';

/**
 * Erases the content now, an unfinished upload too, and ends every lease. Without effect on a share that has ended: how it ended stays.
 * @throws AppError `malformed`, `not-found`
 */
export async function deleteShare(
  deps: Deps,
  id: Uint8Array,
  { ownerProof }: InferOutput<typeof OwnerBody>,
): Promise<OwnerStatus> {
  const { store } = deps;
  await passUploadGate(store.read, id, ownerProof);
  await store.write(async (tx) => {
    const share = await lockShare(tx, id);
    if (share?.endedAt !== null) return;
    if (share.state === 'pending') await giveBackPlace(tx, id);
    await endShare(tx, share, 'deleted');
  });
  const share = await findShare(store.read, id);
  if (share === undefined) throw new AppError('not-found');
  await tryRemoveBody(deps, share);
  return statusWithNote(store, share);
}
