import type { Transaction } from '#server/db/database.ts';
import type { Deps } from '#server/deps.ts';
import { portions, reservation } from '#server/http/limits/limits.ts';
import { prefixesOf } from '#server/http/limits/portions.ts';
import { hashToday } from '#server/quota/hash-today.ts';
import { lockRoom, SHARE_OVERHEAD_BYTES, sumUsed } from '#server/records/file-body.ts';
import { NO_ROOM_RETRY_SECONDS, noRoom } from '#server/records/no-room.ts';
import { findFirstLapse, findReservedSums } from '#server/records/reservation-total.ts';
import type { ReservedSums } from '#server/records/reservation-total.ts';
import { dropReservation, fillReservation, putReservation } from '#server/records/reservation.ts';
import type { Networks } from '#server/records/reservation.ts';

type Part = Pick<Deps, 'config' | 'random'>;

interface UploadingInput {
  /** The client as limits count it; undefined if no portion limits it. */
  readonly client: string | undefined;
  /** The most bytes that may still arrive, including the largest `sealed` at the end. */
  readonly awaitedBytes: number;
  /** Free bytes on the disk. */
  readonly freeBytes: number;
}

interface ReservationDecision extends Networks {
  readonly bytes: number;
}

/**
 * Decides what a new upload reserves: at most its client's portion of the free space. So a large file is not refused
 * because of its size, and a few clients cannot reserve everything. Runs in the transaction that creates the upload.
 * @throws AppError `insufficient-storage` if the disk or the quota has no room for the whole upload, or others have
 *   reserved the room
 */
export async function decideReservation(
  tx: Transaction,
  deps: Part,
  upload: UploadingInput,
): Promise<ReservationDecision> {
  await lockRoom(tx);
  const free = await findFree(tx, deps.config, upload.freeBytes);
  if (upload.awaitedBytes > free) throw noRoom(NO_ROOM_RETRY_SECONDS);
  const networks = await networksOf(tx, deps, upload.client);
  const reserved = await findReservedSums(tx, networks);
  const bytes = Math.min(upload.awaitedBytes, portionLeft(networks, reserved, free));
  if (bytes > free - reserved.all) throw noRoom((await findFirstLapse(tx)) ?? NO_ROOM_RETRY_SECONDS);
  return { ...networks, bytes };
}

interface ArrivingPartInput extends UploadingInput {
  readonly id: Uint8Array;
  /** Length of the arriving part. */
  readonly bytes: number;
}

/** Deducts an arriving part from the reservation. Makes a new one if the reservation is used up or has lapsed. */
export async function extendReservation(tx: Transaction, deps: Part, part: ArrivingPartInput): Promise<void> {
  const { id, bytes, awaitedBytes } = part;
  const forSeconds = reservation.betweenPartsSeconds;
  if (await fillReservation(tx, { id, bytes, forSeconds })) return;
  await lockRoom(tx);
  const free = await findFree(tx, deps.config, part.freeBytes);
  const networks = await networksOf(tx, deps, part.client);
  await dropReservation(tx, id);
  const reserved = await findReservedSums(tx, networks);
  const left = Math.min(portionLeft(networks, reserved, free), Math.max(0, free - reserved.all));
  await putReservation(tx, { ...networks, id, bytes: Math.min(awaitedBytes, left), forSeconds });
}

/** The free space, reserved or not: on the disk above its minimum, and in the quota. */
async function findFree(tx: Transaction, { storage }: Deps['config'], freeBytes: number): Promise<number> {
  const onDisk = Math.max(0, freeBytes - storage.minFreeBytes);
  if (storage.quotaBytes === 0) return onDisk;
  return Math.min(onDisk, Math.max(0, storage.quotaBytes - (await sumUsed(tx)) - SHARE_OVERHEAD_BYTES));
}

/** The database stores only hashes of the uploading client's networks; their key is deleted when the day is over. */
async function networksOf(tx: Transaction, deps: Part, client: string | undefined): Promise<Networks> {
  const prefixes = client === undefined ? [] : prefixesOf(client);
  if (prefixes.length === 0) return { addressHash: null, siteHash: null, networkHash: null };
  const { hashes } = await hashToday(
    tx,
    deps,
    prefixes.map(({ name }) => `room ${name}`),
  );
  const hashOf = (portion: number): Uint8Array | null =>
    hashes[prefixes.findIndex((prefix) => prefix.portion === portion)] ?? null;
  return {
    addressHash: hashOf(portions.address),
    siteHash: hashOf(portions.site),
    networkHash: hashOf(portions.network),
  };
}

/** How much of the free space this client may still reserve. */
function portionLeft({ addressHash, siteHash, networkHash }: Networks, reserved: ReservedSums, free: number): number {
  const left = (hash: Uint8Array | null, portion: number, held: number) =>
    hash === null ? Infinity : Math.max(0, Math.floor(free * portion) - held);
  return Math.min(
    left(addressHash, portions.address, reserved.address),
    left(siteHash, portions.site, reserved.site),
    left(networkHash, portions.network, reserved.network),
  );
}
