import type { Deps } from '#server/deps.ts';
import { lockShare } from '#server/records/share.ts';
import { PART_RETRY_SECONDS } from '#server/records/no-room.ts';
import { extendReservation } from './reserve.ts';
import { expectWithinQuota } from '#server/records/room.ts';
import type { Room } from '#server/records/room.ts';
import { resizeUpload } from '#server/records/file-body.ts';

export interface PartRoom {
  readonly id: Uint8Array;
  readonly bodyName: string;
  /** The bytes of the part. */
  readonly length: number;
  readonly client: string | undefined;
  readonly room: Room;
}

/**
 * Counts a part before it is written, against what is really used: what others have only reserved refuses nobody.
 * @returns how many bytes were counted, for `giveBackPartRoom`
 * @throws AppError `insufficient-storage`
 */
export async function takePartRoom(deps: Deps, part: PartRoom): Promise<number> {
  const { id, bodyName, length, client, room } = part;
  return deps.store.write(async (tx) => {
    const share = await lockShare(tx, id);
    // An upload that has ended, or was cut anew, is told so after the part was read.
    if (share?.state !== 'pending' || share.bodyName !== bodyName) return 0;
    // Parts that are sent twice at once make it more than the body for a moment.
    const sizeBytes = share.sizeBytes + length;
    await resizeUpload(tx, { id, bodyName, sizeBytes });
    if (room.isTight) await expectWithinQuota(tx, deps.config, PART_RETRY_SECONDS);
    const awaitedBytes = Math.max(0, share.bodyBytes - sizeBytes) + deps.config.limits.maxSealedBytes;
    await extendReservation(tx, deps, { id, client, bytes: length, awaitedBytes, freeBytes: room.freeBytes });
    return length;
  });
}

/** For a part that was not kept, or was there before. */
export async function giveBackPartRoom(
  { store }: Pick<Deps, 'store'>,
  { id, bodyName, bytes }: Pick<PartRoom, 'id' | 'bodyName'> & { readonly bytes: number },
): Promise<void> {
  if (bytes === 0) return;
  await store.write(async (tx) => {
    const share = await lockShare(tx, id);
    if (share?.state !== 'pending' || share.bodyName !== bodyName) return;
    await resizeUpload(tx, { id, bodyName, sizeBytes: Math.max(0, share.sizeBytes - bytes) });
  });
}
