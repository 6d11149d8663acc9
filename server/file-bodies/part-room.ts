import type { Deps } from '#server/deps.ts';
import { resizeUpload } from '#server/records/file-body.ts';
import { PART_RETRY_SECONDS } from '#server/records/no-room.ts';
import { expectWithinQuota } from '#server/records/room.ts';
import type { Room } from '#server/records/room.ts';
import { lockShare } from '#server/records/share.ts';
import { extendReservation } from './reserve.ts';

interface TakePartRoomInput {
  readonly id: Uint8Array;
  readonly bodyName: string;
  /** Length of the part. */
  readonly length: number;
  readonly client: string | undefined;
  readonly room: Room;
}

/**
 * Counts a part before it is written. It is refused only for bytes in use, not for space that others have reserved.
 * @returns how many bytes were counted, for `giveBackPartRoom`
 * @throws AppError `insufficient-storage`
 */
export async function takePartRoom(deps: Deps, part: TakePartRoomInput): Promise<number> {
  const { id, bodyName, length, client, room } = part;
  return deps.store.write(async (tx) => {
    const share = await lockShare(tx, id);
    // If the upload has ended or started over, `storePart` reports that after it has read the part.
    if (share?.state !== 'pending' || share.bodyName !== bodyName) return 0;
    // The same part sent twice at once may briefly count more than the whole file body.
    const sizeBytes = share.sizeBytes + length;
    await resizeUpload(tx, { id, bodyName, sizeBytes });
    if (room.isTight) await expectWithinQuota(tx, deps.config, PART_RETRY_SECONDS);
    const awaitedBytes = Math.max(0, share.bodyBytes - sizeBytes) + deps.config.limits.maxSealedBytes;
    await extendReservation(tx, deps, { id, client, bytes: length, awaitedBytes, freeBytes: room.freeBytes });
    return length;
  });
}

/** For a part that was not stored, or was stored before. */
export async function giveBackPartRoom(
  { store }: Pick<Deps, 'store'>,
  { id, bodyName, bytes }: Pick<TakePartRoomInput, 'id' | 'bodyName'> & { readonly bytes: number },
): Promise<void> {
  if (bytes === 0) return;
  await store.write(async (tx) => {
    const share = await lockShare(tx, id);
    if (share?.state !== 'pending' || share.bodyName !== bodyName) return;
    await resizeUpload(tx, { id, bodyName, sizeBytes: Math.max(0, share.sizeBytes - bytes) });
  });
}
