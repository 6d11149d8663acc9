import { setTimeout as delay } from 'node:timers/promises';
import type { Statement } from 'better-sqlite3';
import { AppError } from '#server/errors.ts';
import { isBusy } from './connection.ts';

/** How long this process waits while another holds the lock. */
const LOCK_DEADLINE_MS = 10_000;
const RETRY_MS = 1;

/** Runs `begin immediate` once SQLite's only write lock is free. @throws AppError `unavailable` */
export function takeWriteLock(beginImmediate: Statement): Promise<void> {
  return whenFree(() => void beginImmediate.run());
}

/**
 * Runs work that needs a lock of SQLite's, once the lock is free. SQLite's own waiting would block the whole process,
 * including reads, so the connection's busy timeout must be zero.
 * @throws AppError `unavailable`
 */
export async function whenFree<T>(work: () => T): Promise<T> {
  const deadline = performance.now() + LOCK_DEADLINE_MS;
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (performance.now() > deadline) throw new AppError('unavailable');
    }
    await delay(RETRY_MS);
  }
}
