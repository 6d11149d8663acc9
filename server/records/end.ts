import { tryRemoveBody } from './remove-file-body.ts';
import type { Transaction } from '#server/db/database.ts';
import type { Deps } from '#server/deps.ts';
import { giveBackPlace } from './answer.ts';
import { endShare, findShare, lockShare } from './share.ts';
import type { ShareRow } from './share.ts';

export interface EndResult {
  /** As it stands now. */
  readonly share: ShareRow | undefined;
  /** False when it had ended before. */
  readonly endedNow: boolean;
}

/** Of a share, an answer or an upload, whoever wants it gone. Without effect on what has ended. */
export async function endNow({ store, blobs }: Pick<Deps, 'store' | 'blobs'>, id: Uint8Array): Promise<EndResult> {
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
