import type { Transaction } from '#server/db/database.ts';
import type { Deps } from '#server/deps.ts';
import { portions, reservation } from '#server/http/limits/limits.ts';
import { prefixesOf } from '#server/http/limits/portions.ts';
import { hashToday } from '#server/quota/hash-today.ts';
import { dropReservation, fillReservation, putReservation } from '#server/records/reservation.ts';
import type { Networks } from '#server/records/reservation.ts';
import { findFirstLapse, findReservedSums } from '#server/records/reservation-total.ts';
import type { ReservedSums } from '#server/records/reservation-total.ts';
import { NO_ROOM_RETRY_SECONDS, noRoom } from '#server/records/no-room.ts';
import { lockRoom, SHARE_OVERHEAD_BYTES, sumUsed } from '#server/records/file-body.ts';

type Part = Pick<Deps, 'config' | 'random'>;

interface Uploading {
  /** As limits count; undefined: no portion limits it. */
  readonly client: string | undefined;
  /** The most that may still come, with what may be sealed at the end. */
  readonly awaitedBytes: number;
  /** On the disk. */
  readonly freeBytes: number;
}

export interface Reserved extends Networks {
  readonly bytes: number;
}

/**
 * An upload that begins reserves no more than its client's portion of the free space, so a large file is not refused because
 * of its size, and a few clients cannot reserve everything. Runs in the transaction that creates the upload.
 * @throws AppError `insufficient-storage` when the disk or the quota has no room for all of it, or others have reserved it
 */
export async function decideReservation(tx: Transaction, deps: Part, upload: Uploading): Promise<Reserved> {
  await lockRoom(tx);
  const free = await findFree(tx, deps.config, upload.freeBytes);
  if (upload.awaitedBytes > free) throw noRoom(NO_ROOM_RETRY_SECONDS);
  const networks = await networksOf(tx, deps, upload.client);
  const promised = await findReservedSums(tx, networks);
  const bytes = Math.min(upload.awaitedBytes, portionLeft(networks, promised, free));
  if (bytes > free - promised.all) throw noRoom((await findFirstLapse(tx)) ?? NO_ROOM_RETRY_SECONDS);
  return { ...networks, bytes };
}

export interface Arriving extends Uploading {
  readonly id: Uint8Array;
  /** The length of the part that comes now. */
  readonly bytes: number;
}

/** For a part that comes: takes it from the reservation, and reserves anew what is left when that is used up or has lapsed. */
export async function extendReservation(tx: Transaction, deps: Part, part: Arriving): Promise<void> {
  const { id, bytes, awaitedBytes } = part;
  const forSeconds = reservation.betweenPartsSeconds;
  if (await fillReservation(tx, { id, bytes, forSeconds })) return;
  await lockRoom(tx);
  const free = await findFree(tx, deps.config, part.freeBytes);
  const networks = await networksOf(tx, deps, part.client);
  await dropReservation(tx, id);
  const promised = await findReservedSums(tx, networks);
  const left = Math.min(portionLeft(networks, promised, free), Math.max(0, free - promised.all));
  await putReservation(tx, { ...networks, id, bytes: Math.min(awaitedBytes, left), forSeconds });
}

/** The space that is free, whether reserved or not: on the disk above its mark, and in the quota. */
async function findFree(tx: Transaction, { storage }: Deps['config'], freeBytes: number): Promise<number> {
  const onDisk = Math.max(0, freeBytes - storage.minFreeBytes);
  if (storage.quotaBytes === 0) return onDisk;
  return Math.min(onDisk, Math.max(0, storage.quotaBytes - (await sumUsed(tx)) - SHARE_OVERHEAD_BYTES));
}

/** Not even the database says who uploads: hashes, whose key is gone when the day is over. */
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
function portionLeft({ addressHash, siteHash, networkHash }: Networks, promised: ReservedSums, free: number): number {
  const left = (hash: Uint8Array | null, portion: number, held: number) =>
    hash === null ? Infinity : Math.max(0, Math.floor(free * portion) - held);
  return Math.min(
    left(addressHash, portions.address, promised.address),
    left(siteHash, portions.site, promised.site),
    left(networkHash, portions.network, promised.network),
  );
}
