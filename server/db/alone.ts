import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Kysely, Transaction } from 'kysely';
import { advisoryLocks } from './advisory-locks.ts';
import type { Job } from './database.ts';
import type { Schema } from './schema.ts';

/** A process that is cut off or hangs loses the lock after this time, and another one can do the work. */
const LOST_AFTER = '20s';
const KEEP_ALIVE_MS = 5_000;

/**
 * Runs `work` while a transaction holds the advisory lock of the job. The transaction does nothing else, so `work`
 * continues if it is lost. Two processes that do the same work do it once, only with more waiting.
 * @returns undefined if another process has the lock
 */
export async function alone<T>(kysely: Kysely<Schema>, job: Job, work: () => Promise<T>): Promise<T | undefined> {
  let outcome: PromiseSettledResult<T> | undefined;
  const holding = kysely.transaction().execute(async (trx) => {
    if (!(await takeLock(trx, job))) return;
    const stopping = new AbortController();
    const kept = keepAlive(trx, stopping.signal);
    [outcome] = await Promise.allSettled([work()]);
    stopping.abort();
    await kept;
  });
  await holding.catch((error: unknown) => {
    if (outcome === undefined) throw error;
  });
  if (outcome?.status === 'rejected') throw outcome.reason;
  return outcome?.value;
}

async function takeLock(trx: Transaction<Schema>, job: Job): Promise<boolean> {
  const { rows } = await sql<{ taken: boolean }>`
    select pg_try_advisory_xact_lock(${advisoryLocks[job]}) as taken,
      set_config('idle_in_transaction_session_timeout', ${LOST_AFTER}, true)`.execute(trx);
  return rows[0]?.taken ?? false;
}

async function keepAlive(trx: Transaction<Schema>, signal: AbortSignal): Promise<void> {
  for (;;) {
    await delay(KEEP_ALIVE_MS, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    await sql`select 1`.execute(trx).catch(() => undefined);
  }
}
