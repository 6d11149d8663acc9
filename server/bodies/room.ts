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
interface Measured {
  readonly at: number;
  readonly enough: Promise<boolean>;
}
const lastMeasured = new WeakMap<Deps['store'], Measured>();

/** For what is small beside the high-water mark: whether that and the quota are kept. Measured once a second, however many ask. */
export function hasRoom(deps: Pick<Deps, 'store' | 'blobs' | 'config'>): Promise<boolean> {
  const now = performance.now();
  let measured = lastMeasured.get(deps.store);
  if (measured === undefined || now - measured.at > MEASURED_FOR_MS) {
    measured = { at: now, enough: isEnough(deps) };
    lastMeasured.set(deps.store, measured);
  }
  return measured.enough;
}

async function isEnough({ store, blobs, config }: Pick<Deps, 'store' | 'blobs' | 'config'>): Promise<boolean> {
  const { quotaBytes, minFreeBytes } = config.storage;
  if (minFreeBytes > 0 && (await blobs.freeBytes()) < minFreeBytes) return false;
  return quotaBytes === 0 || (await sumUsed(store.read)) < quotaBytes;
}
