import { randomFillSync } from 'node:crypto';

/** Unpredictable bytes. */
export type Random = (bytes: number) => Uint8Array<ArrayBuffer>;

const POOL_BYTES = 4096;

/** Asks the system for many bytes at once. The pool keeps no bytes that it has given out. */
export function pooledRandom(): Random {
  const pool = Buffer.alloc(POOL_BYTES);
  let used = POOL_BYTES;
  return (bytes) => {
    if (bytes > POOL_BYTES) return randomFillSync(new Uint8Array(bytes));
    if (used + bytes > POOL_BYTES) {
      randomFillSync(pool);
      used = 0;
    }
    // From Buffer's pool, because V8 moves its own small arrays and leaves a copy behind.
    const given = Buffer.allocUnsafe(bytes);
    pool.copy(given, 0, used, used + bytes);
    pool.fill(0, used, used + bytes);
    used += bytes;
    return given;
  };
}
