import { createHmac } from 'node:crypto';
import type { Transaction } from '#server/db/database.ts';
import type { Deps } from '#server/deps.ts';
import { findToday, keepKey } from './storage.ts';

const KEY_BYTES = 32;

/** @returns the HMAC of each name under the key of the day, which is gone when the day is over. Days are those of UTC. */
export async function hashToday(
  tx: Transaction,
  { random }: Pick<Deps, 'random'>,
  names: readonly string[],
): Promise<Uint8Array[]> {
  const { day, key: known } = await findToday(tx);
  const key = known ?? (await keepKey(tx, { day, key: random(KEY_BYTES) }));
  return names.map((name) => createHmac('sha256', key).update(name).digest());
}
