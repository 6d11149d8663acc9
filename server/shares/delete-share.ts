import type { InferOutput } from 'valibot';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import { endNow } from '#server/records/end.ts';
import { requireUploadProof } from '#server/records/upload-proof.ts';
import { statusWithNote } from './read-status.ts';
import type { OwnerBody, StatusReply } from '#server/owner/wire.ts';

/**
 * Erases the content now and ends every lease. Also deletes an unfinished upload. A share that has already ended keeps
 * its state.
 * @throws AppError `malformed`, `not-found`
 */
export async function deleteShare(
  deps: Deps,
  id: Uint8Array,
  { ownerProof }: InferOutput<typeof OwnerBody>,
): Promise<StatusReply> {
  await requireUploadProof(deps.store.read, id, ownerProof);
  const { share } = await endNow(deps, id);
  if (share === undefined) throw new AppError('not-found');
  return statusWithNote(deps, share);
}
