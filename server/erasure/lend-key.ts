import type { Random } from '#server/random.ts';
import { KEY_BYTES } from './slot-file.ts';

/** Overwrites the key after `use` has finished or failed. `use` must keep no copy. */
export async function lendKey<K extends Uint8Array | undefined, T>(
  key: K,
  use: (key: K) => T | Promise<T>,
): Promise<T> {
  try {
    return await use(key);
  } finally {
    key?.fill(0);
  }
}

/** Lends the erasure key of a new share. */
export function withNewKey<T>(random: Random, use: (key: Uint8Array) => Promise<T>): Promise<T> {
  return lendKey(random(KEY_BYTES), use);
}
