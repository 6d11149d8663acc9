import type { Transaction } from '#server/db/database.ts';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import { lockRoom, sumAwaited, sumUsed } from './storage.ts';

/**
 * For an upload of this size, inside the transaction that makes it: its whole size counts from now on, so that what was
 * begun can be ended. @param freeBytes on the disk. @throws AppError `insufficient-storage`
 */
export async function reserveRoom(
  tx: Transaction,
  { storage }: Deps['config'],
  { bytes, freeBytes }: { readonly bytes: number; readonly freeBytes: number },
): Promise<void> {
  const { quotaBytes, minFreeBytes } = storage;
  await lockRoom(tx);
  // What has arrived of unfinished uploads is counted twice, as used and as awaited: too careful, until they are done.
  const enoughDisk = freeBytes - (await sumAwaited(tx)) - bytes >= minFreeBytes;
  const withinQuota = quotaBytes === 0 || (await sumUsed(tx)) + bytes <= quotaBytes;
  if (!enoughDisk || !withinQuota) throw new AppError('insufficient-storage');
}

const MEASURED_FOR_MS = 1000;
interface Room {
  readonly onDisk: boolean;
  readonly inQuota: boolean;
}
interface Measured {
  readonly at: number;
  readonly room: Promise<Room>;
}
const lastMeasured = new WeakMap<Deps['store'], Measured>();
type Measuring = Pick<Deps, 'store' | 'blobs' | 'config'>;

/** For what is small beside the high-water mark: whether that and the quota are kept. */
export async function hasRoom(deps: Measuring): Promise<boolean> {
  const { onDisk, inQuota } = await measured(deps);
  return onDisk && inQuota;
}

/** For what was promised its place in the quota when its upload began: whoever fills the quota since takes it from nobody. */
export async function hasPromisedRoom(deps: Measuring): Promise<boolean> {
  return (await measured(deps)).onDisk;
}

/** Once a second, however many ask. */
function measured(deps: Measuring): Promise<Room> {
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
  return {
    onDisk: minFreeBytes === 0 || (await blobs.freeBytes()) >= minFreeBytes,
    inQuota: quotaBytes === 0 || (await sumUsed(store.read)) < quotaBytes,
  };
}
