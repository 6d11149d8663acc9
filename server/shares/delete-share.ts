import type { InferOutput } from 'valibot';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import { passGate } from './gate.ts';
import { statusWithNote } from './read-status.ts';
import { endShare, findShare, lockShare } from './storage.ts';
import type { OwnerBody, OwnerStatus } from './wire.ts';

/**
 * Erases the content now, and ends every lease. Without effect on a share that has ended: how it ended stays.
 * @throws AppError `malformed`, `not-found`
 */
export async function deleteShare(
  { store }: Deps,
  id: Uint8Array,
  { ownerProof }: InferOutput<typeof OwnerBody>,
): Promise<OwnerStatus> {
  await passGate(store.read, { id, holder: 'owner', proof: ownerProof });
  await store.write(async (tx) => {
    const share = await lockShare(tx, id);
    if (share?.endedAt === null) await endShare(tx, share, 'deleted');
  });
  const share = await findShare(store.read, id);
  if (share === undefined) throw new AppError('not-found');
  return statusWithNote(store, share);
}
