import type { Transaction } from '#server/db/database.ts';
import type { Deps } from '#server/deps.ts';
import { giveBackPlace } from './answer.ts';
import { tryRemoveFileBody } from './remove-file-body.ts';
import { endShare, findShare, lockShare } from './share.ts';
import type { ShareRow } from './share.ts';

interface EndResult {
  /** The row after the call. */
  readonly share: ShareRow | undefined;
  /** False if it had already ended. */
  readonly endedNow: boolean;
}

/** Ends a share, an answer or an upload, for its owner or the operator. No effect if it has already ended. */
export async function endNow({ store, blobs }: Pick<Deps, 'store' | 'blobs'>, id: Uint8Array): Promise<EndResult> {
  const ended = await store.write((tx) => endHeld(tx, id));
  const share = await findShare(store.read, id);
  if (share !== undefined) await tryRemoveFileBody({ store, blobs }, share);
  return { share, endedNow: ended !== undefined };
}

/** @returns the share as it was before, or undefined if it had already ended. The caller removes its file body. */
export async function endHeld(tx: Transaction, id: Uint8Array): Promise<ShareRow | undefined> {
  const share = await lockShare(tx, id);
  if (share?.endedAt !== null) return undefined;
  if (share.state === 'pending') await giveBackPlace(tx, id);
  await endShare(tx, share, 'deleted');
  return share;
}
