import type { Transaction } from '#server/db/database.ts';
import type { Deps } from '#server/deps.ts';
import { foldManyTotals } from './totals.ts';
import { NO_ROOM_RETRY_SECONDS, noRoom } from './no-room.ts';
import { sumReserved } from './reservation-total.ts';
import { lockRoom, sumUsed } from './file-body.ts';

/**
 * For a text that is in this transaction already, where room is tight: of those that come at once, no more stay than the
 * quota holds. @throws AppError `insufficient-storage`
 */
export async function expectQuotaKept(tx: Transaction, { storage }: Deps['config']): Promise<void> {
  await lockRoom(tx);
  const [used, promised] = [await sumUsed(tx), await sumReserved(tx)];
  if (used + promised > storage.quotaBytes) throw noRoom(NO_ROOM_RETRY_SECONDS);
}

/** The same for an upload that goes on: what others have only reserved does not count. @throws AppError `insufficient-storage` */
export async function expectWithinQuota(
  tx: Transaction,
  { storage }: Deps['config'],
  retryAfterSeconds: number,
): Promise<void> {
  await lockRoom(tx);
  if ((await sumUsed(tx)) > storage.quotaBytes) throw noRoom(retryAfterSeconds);
}

const MEASURED_FOR_MS = 1000;
/** More than anyone can send to all processes while a measurement is gone by. */
const FLOOD_BYTES = 1_000_000_000;

export interface Room {
  /** Whether the high-water mark is kept. */
  readonly onDisk: boolean;
  readonly freeBytes: number;
  readonly inQuota: boolean;
  /** Too little is left to go by a measurement that others may be ahead of. */
  readonly isTight: boolean;
}
interface Measured {
  readonly at: number;
  readonly room: Promise<Room>;
}
const lastMeasured = new WeakMap<Deps['store'], Measured>();
type Measuring = Pick<Deps, 'store' | 'blobs' | 'config'>;

/** Measured once a second, however many ask. */
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
