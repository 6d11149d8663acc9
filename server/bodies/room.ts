import type { Transaction } from '#server/db/database.ts';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import { foldManyTotals } from '#server/totals/storage.ts';
import { lockRoom, SHARE_OVERHEAD_BYTES, sumAwaited, sumUsed } from './storage.ts';

interface Reserved {
  /** Of the body. */
  readonly bodyBytes: number;
  /** With what may be sealed at its end. */
  readonly sizeBytes: number;
  /** On the disk. */
  readonly freeBytes: number;
}

/**
 * For an upload of this size, inside the transaction that makes it: its whole size counts from now on, so that what was
 * begun can be ended. @throws AppError `insufficient-storage`
 */
export async function reserveRoom(
  tx: Transaction,
  { storage }: Deps['config'],
  { bodyBytes, sizeBytes, freeBytes }: Reserved,
): Promise<void> {
  const { quotaBytes, minFreeBytes } = storage;
  await lockRoom(tx);
  // What has arrived of unfinished uploads is counted twice, as used and as awaited: too careful, until they are done.
  const enoughDisk = freeBytes - (await sumAwaited(tx)) - bodyBytes >= minFreeBytes;
  const withinQuota = quotaBytes === 0 || (await sumUsed(tx)) + sizeBytes + SHARE_OVERHEAD_BYTES <= quotaBytes;
  if (!enoughDisk || !withinQuota) throw new AppError('insufficient-storage');
}

/**
 * For a text that is in this transaction already, where room is tight: of those that come at once, no more stay than the
 * quota holds. @throws AppError `insufficient-storage`
 */
export async function expectQuotaKept(tx: Transaction, { storage }: Deps['config']): Promise<void> {
  await lockRoom(tx);
  if ((await sumUsed(tx)) > storage.quotaBytes) throw new AppError('insufficient-storage');
}

const MEASURED_FOR_MS = 1000;
/** More than anyone can send to all processes while a measurement is gone by. */
const FLOOD_BYTES = 1_000_000_000;

export interface Room {
  /** Whether the high-water mark is kept: for what was promised its place in the quota before, that is enough. */
  readonly onDisk: boolean;
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
  const left = quotaBytes === 0 ? Infinity : quotaBytes - (await sumUsed(store.read));
  return {
    onDisk: minFreeBytes === 0 || (await blobs.freeBytes()) >= minFreeBytes,
    inQuota: left > 0,
    isTight: left < FLOOD_BYTES,
  };
}
