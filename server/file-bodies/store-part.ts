import { BodyGone } from '#server/blobs/blobs.ts';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import { findAnswer } from '#server/records/answer.ts';
import { extendUpload } from '#server/records/file-body.ts';
import { noRoom, PART_RETRY_SECONDS, whileDiskMayBeFull } from '#server/records/no-room.ts';
import { partBytes } from '#server/records/part-geometry.ts';
import { findRoom } from '#server/records/room.ts';
import { findShare } from '#server/records/share.ts';
import type { ShareRow } from '#server/records/share.ts';
import { expectPending, requireUploadProof } from '#server/records/upload-proof.ts';
import { idleSeconds } from './begin-upload.ts';
import { giveBackPartRoom, takePartRoom } from './part-room.ts';
import type { PendingUploadReply } from './wire.ts';

/** Each part postpones when an idle upload is given up. The new time is stored only after a tenth of the wait. */
const EXTEND_EVERY = 0.1;

interface StorePartInput {
  readonly part: number;
  readonly ownerProof: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** The client as limits count it. Without one, no portion limits what the upload reserves. */
  readonly client?: string | undefined;
}

/**
 * Stores one part of a file body durably. Repeating the same bytes changes nothing; other bytes are refused.
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
  // Awaited after the last byte; a part may break off before that.
  counting.catch(() => undefined);
  // If a full disk prevents this, the part counts until the upload goes live.
  const giveBack = () =>
    counting.then((counted) => giveBackPartRoom(deps, { id, bodyName, bytes: counted })).catch(() => undefined);
  const put = await blobs
    .put({ body: bodyName, part, bytes: endAfter(counting, bytes), length })
    .catch(async (error: unknown) => {
      await giveBack();
      await expectSameUpload(deps, id, bodyName);
      if (error instanceof RangeError) throw new AppError('malformed');
      throw error instanceof BodyGone ? new AppError('unavailable') : error;
    });
  if (put !== 'stored') await giveBack();
  // Between the first check and the publishing of the part, the upload may have ended and its file body been deleted.
  const current = await expectSameUpload(deps, id, bodyName);
  if (put === 'different') throw new AppError('conflict');
  return { uploadUntil: await whileDiskMayBeFull(extendIfDue(deps, current)) };
}

/** Counts the part while it arrives, and ends the stream only after that: the two waits for the disk overlap. */
async function* endAfter(counting: Promise<unknown>, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* bytes;
  await counting;
}

/** @throws AppError like `expectPending`, after it has removed parts that belong to no upload */
async function expectSameUpload({ store, blobs }: Deps, id: Uint8Array, bodyName: string): Promise<ShareRow> {
  const share = await findShare(store.read, id);
  if (share?.bodyName === bodyName && share.endedAt === null) return share;
  await blobs.deleteBody(bodyName);
  if (share === undefined) throw new AppError('not-found');
  await expectPending(store.read, share);
  throw new AppError('conflict');
}

async function extendIfDue({ store }: Deps, share: ShareRow): Promise<number> {
  const { id, now, dueAt, expiresAt } = share;
  const waitSeconds = idleSeconds((await findAnswer(store.read, id)) !== undefined);
  const wanted = Math.min(now + waitSeconds, expiresAt);
  if (wanted < dueAt + EXTEND_EVERY * waitSeconds) return dueAt;
  return (await store.write((tx) => extendUpload(tx, { id, idleSeconds: waitSeconds }))) ?? dueAt;
}
