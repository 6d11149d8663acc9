import { createHmac } from 'node:crypto';
import type { Transaction } from '#server/db/database.ts';
import type { Deps } from '#server/deps.ts';
import { findToday, keepKey } from '#server/records/tally.ts';

const KEY_BYTES = 32;

interface HashesOfToday {
  /** Unix seconds. */
  readonly now: number;
  /** The UTC day, as a number of days since 1970. */
  readonly day: number;
  /** In the order of the names. */
  readonly hashes: readonly Uint8Array[];
}

/** @param key of the day */
export const hashWith = (key: Uint8Array, name: string): Uint8Array => createHmac('sha256', key).update(name).digest();

/**
 * Hashes names with HMAC under the key of the day. The key is deleted after that day, so the hashes no longer identify
 * anyone.
 */
export async function hashToday(
  tx: Transaction,
  { random }: Pick<Deps, 'random'>,
  names: readonly string[],
): Promise<HashesOfToday> {
  const { now, day, key: known } = await findToday(tx);
  const key = known ?? (await keepKey(tx, { day, key: random(KEY_BYTES) }));
  return { now, day, hashes: names.map((name) => hashWith(key, name)) };
}
