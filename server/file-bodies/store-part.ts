import { BodyGone } from '#server/blobs/blobs.ts';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import { findShare } from '#server/records/share.ts';
import type { ShareRow } from '#server/records/share.ts';
import { findAnswer } from '#server/records/answer.ts';
import { idleSeconds } from './begin-upload.ts';
import { expectPending, requireUploadProof } from '#server/records/upload-proof.ts';
import { partBytes } from '#server/records/part-geometry.ts';
import { noRoom, PART_RETRY_SECONDS, whileDiskMayBeFull } from '#server/records/no-room.ts';
import { giveBackPartRoom, takePartRoom } from './part-room.ts';
import { findRoom } from '#server/records/room.ts';
import { prolongUpload } from '#server/records/file-body.ts';
import type { PendingUploadReply } from './wire.ts';

/** Each part puts off the end; it is written down when a tenth of the idle time is used up. */
const PROLONG_EVERY = 0.1;

export interface StorePartInput {
  readonly part: number;
  readonly ownerProof: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** As limits count; absent: no portion limits what the upload reserves. */
  readonly client?: string | undefined;
}

/**
 * Keeps one part of a body, durably. The same bytes again change nothing; other bytes are refused.
 * @throws AppError `malformed`, `not-found`, `ended`, `conflict`, `insufficient-storage`
 */
export async function storePart(deps: Deps, id: Uint8Array, toStore: StorePartInput): Promise<PendingUploadReply> {
  const { store, blobs } = deps;
  const { part, ownerProof, bytes } = toStore;
  const share = await requireUploadProof(store.read, id, ownerProof);
  const { bodyName, ...geometry } = await expectPending(store.read, share);
  const length = partBytes(geometry, part);
  if (length === undefined) throw new AppError('malformed');
  const room = await findRoom(deps);
  if (!room.onDisk) throw noRoom(PART_RETRY_SECONDS);
  const counting = whileDiskMayBeFull(takePartRoom(deps, { id, bodyName, length, client: toStore.client, room }));
  // Awaited with the last byte; a part may break off before that.
  counting.catch(() => undefined);
  // A part that cannot be taken off again, on a full disk, counts until the upload goes live.
  const giveBack = () =>
    counting.then((counted) => giveBackPartRoom(deps, { id, bodyName, bytes: counted })).catch(() => undefined);
  const put = await blobs
    .put({ body: bodyName, part, bytes: wholeWhen(counting, bytes), length })
    .catch(async (error: unknown) => {
      await giveBack();
      await expectSameUpload(deps, id, bodyName);
      if (error instanceof RangeError) throw new AppError('malformed');
      throw error instanceof BodyGone ? new AppError('unavailable') : error;
    });
  if (put !== 'stored') await giveBack();
  // Between the look above and the part's appearing, the upload may have ended, and its body been deleted.
  const now = await expectSameUpload(deps, id, bodyName);
  if (put === 'different') throw new AppError('conflict');
  return { uploadUntil: await whileDiskMayBeFull(prolonged(deps, now)) };
}

/** The part is counted while it comes in, and is whole only when that is done: two waits for the disk in one. */
async function* wholeWhen(counting: Promise<unknown>, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* bytes;
  await counting;
}

/** @throws AppError as `expectPending`, after removing what was stored for nobody */
async function expectSameUpload({ store, blobs }: Deps, id: Uint8Array, bodyName: string): Promise<ShareRow> {
  const share = await findShare(store.read, id);
  if (share?.bodyName === bodyName && share.endedAt === null) return share;
  await blobs.deleteBody(bodyName);
  if (share === undefined) throw new AppError('not-found');
  await expectPending(store.read, share);
  throw new AppError('conflict');
}

async function prolonged({ store }: Deps, share: ShareRow): Promise<number> {
  const { id, now, dueAt, expiresAt } = share;
  const idle = idleSeconds((await findAnswer(store.read, id)) !== undefined);
  const wanted = Math.min(now + idle, expiresAt);
  if (wanted < dueAt + PROLONG_EVERY * idle) return dueAt;
  return (await store.write((tx) => prolongUpload(tx, { id, idleSeconds: idle }))) ?? dueAt;
}
