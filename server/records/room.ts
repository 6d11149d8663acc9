import type { Transaction } from '#server/db/database.ts';
import type { Deps } from '#server/deps.ts';
import { lockRoom, sumUsed } from './file-body.ts';
import { NO_ROOM_RETRY_SECONDS, noRoom } from './no-room.ts';
import { sumReserved } from './reservation-total.ts';
import { foldManyTotals } from './totals.ts';

/**
 * For a share that this transaction has already inserted, when room is tight: concurrent creates cannot exceed the
 * quota together. @throws AppError `insufficient-storage`
 */
export async function expectQuotaKept(tx: Transaction, { storage }: Deps['config']): Promise<void> {
  await lockRoom(tx);
  const [used, reserved] = [await sumUsed(tx), await sumReserved(tx)];
  if (used + reserved > storage.quotaBytes) throw noRoom(NO_ROOM_RETRY_SECONDS);
}

/**
 * The same for a running upload. Reservations of others do not count. @throws AppError `insufficient-storage`
 */
export async function expectWithinQuota(
  tx: Transaction,
  { storage }: Deps['config'],
  retryAfterSeconds: number,
): Promise<void> {
  await lockRoom(tx);
  if ((await sumUsed(tx)) > storage.quotaBytes) throw noRoom(retryAfterSeconds);
}

const MEASURED_FOR_MS = 1000;
/** More than anyone can send to all processes while a measurement is in use. */
const FLOOD_BYTES = 1_000_000_000;

export interface Room {
  /** Whether more than the configured minimum is free. */
  readonly onDisk: boolean;
  readonly freeBytes: number;
  readonly inQuota: boolean;
  /** So little is left that a measurement is not enough: others may be using it up. */
  readonly isTight: boolean;
}
interface Measured {
  readonly at: number;
  readonly room: Promise<Room>;
}
const lastMeasured = new WeakMap<Deps['store'], Measured>();
type Measuring = Pick<Deps, 'store' | 'blobs' | 'config'>;

/** Measures at most once a second. */
export function findRoom(deps: Measuring): Promise<Room> {
  const now = performance.now();
  let last = lastMeasured.get(deps.store);
  if (last === undefined || now - last.at > MEASURED_FOR_MS) {
    last = { at: now, room: measure(deps) };
    lastMeasured.set(deps.store, last);
  }
  return last.room;
}

async function measure({ store, blobs, config }: Measuring): Promise<Room> {
  const { quotaBytes, minFreeBytes } = config.storage;
  if (quotaBytes !== 0) await foldManyTotals(store);
  const left = quotaBytes === 0 ? Infinity : quotaBytes - (await sumUsed(store.read)) - (await sumReserved(store.read));
  const freeBytes = await blobs.freeBytes();
  return {
    onDisk: freeBytes >= minFreeBytes,
    freeBytes,
    inQuota: left > 0,
    isTight: left < FLOOD_BYTES,
  };
}
