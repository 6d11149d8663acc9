import type { InferOutput } from 'valibot';
import type { Transaction } from '#server/db/database.ts';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import { giveBackPlace } from '#server/requests/answer-storage.ts';
import { passUploadGate } from '#server/bodies/gate.ts';
import { tryRemoveBody } from '#server/bodies/remove-body.ts';
import { statusWithNote } from './read-status.ts';
import { endShare, findShare, lockShare } from './storage.ts';
import type { ShareRow } from './storage.ts';
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
  await passUploadGate(deps.store.read, id, ownerProof);
  const { share } = await endNow(deps, id);
  if (share === undefined) throw new AppError('not-found');
  return statusWithNote(deps.store, share);
}

interface Ended {
  /** As it stands now. */
  readonly share: ShareRow | undefined;
  /** False when it had ended before. */
  readonly endedNow: boolean;
}

export async function endNow({ store, blobs }: Pick<Deps, 'store' | 'blobs'>, id: Uint8Array): Promise<Ended> {
  const ended = await store.write((tx) => endHeld(tx, id));
  const share = await findShare(store.read, id);
  if (share !== undefined) await tryRemoveBody({ store, blobs }, share);
  return { share, endedNow: ended !== undefined };
}

/** @returns the share as it was, if it ended by this; its body is the caller's to remove */
export async function endHeld(tx: Transaction, id: Uint8Array): Promise<ShareRow | undefined> {
  const share = await lockShare(tx, id);
  if (share?.endedAt !== null) return undefined;
  if (share.state === 'pending') await giveBackPlace(tx, id);
  await endShare(tx, share, 'deleted');
  return share;
}
