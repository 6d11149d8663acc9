import { setTimeout as delay } from 'node:timers/promises';
import { reapOrphans, removeSomeDeadBodies } from '#server/records/remove-file-body.ts';
import { forgetSomeReservations } from '#server/records/reservation.ts';
import { foldReservations } from '#server/records/reservation-total.ts';
import { checkClock, inspectClock } from '#server/clock/check-clock.ts';
import { isHeld } from '#server/clock/reckoning.ts';
import type { CheckedClock } from '#server/clock/reckoning.ts';
import type { Transaction } from '#server/db/database.ts';
import type { Deps } from '#server/deps.ts';
import { forgetOtherDays } from '#server/records/tally.ts';
import { foldTotals } from '#server/records/totals.ts';
import { settleDue, settleTombstones } from './settle.ts';
import { lockDue, lockDueTombstones } from '#server/records/due-share.ts';

const SWEEP_INTERVAL_MS = 15_000;
const REAP_INTERVAL_MS = 3_600_000;
/**
 * Rows in one transaction. A disk that syncs slowly is asked less often, a quick one keeps nobody waiting for long: after a
 * batch that took longer than `SLOW_BATCH_MS`, the next one is larger, up to the last of these.
 */
const BATCH_ROWS = [100, 200, 400] as const;
const SLOW_BATCH_MS = 40;
/** While one batch waits for its keys to be erased, the next one ends. */
const BATCHES_AT_ONCE = 2;
const TOMBSTONES_AT_ONCE = 100;
/** Deletes of files that are under way at once. */
const FILES_AT_ONCE = 8;

type Stores = Pick<Deps, 'store' | 'blobs' | 'uptime'>;

/**
 * Does everything whose time has come: erases what has expired or was read, forgets tombstones and uploads that were given
 * up, and clears what ended out of the files. Several processes may do it at once. What is to be erased within a minute
 * comes first, and again after each slice of the rest, however much of that there is. While the clock is ahead, nothing
 * ends by time (docs/life-cycle.md §8).
 * @param signal ends it after the batch that is under way; the next sweep goes on
 * @returns the state of the clock
 */
export async function sweep(stores: Stores, signal?: AbortSignal): Promise<CheckedClock> {
  const clock = await checkClock(stores);
  const failures: unknown[] = [];
  const days = clock.offSeconds === null ? [forgetDays] : [];
  let slices: Slice[] = [forgetTombstones, ...days, forgetReservations, scrub, removeDead];
  do {
    const left: Slice[] = [];
    for (const slice of slices) {
      await endByTime(stores, signal);
      if (isAborted(signal)) break;
      const hasMore = await slice(stores).catch((error: unknown) => {
        failures.push(error);
        return false;
      });
      if (hasMore) left.push(slice);
    }
    slices = left;
  } while (slices.length > 0 && !isAborted(signal));
  await stores.store.write(foldTotals);
  if (failures.length > 0)
    throw failures.length === 1 ? failures[0] : new AggregateError(failures, 'Parts of the sweep failed.');
  return clock;
}

const isAborted = (signal: AbortSignal | undefined): boolean => signal?.aborted ?? false;

/** A bounded piece of work that can wait for a minute. @returns whether there is more of it */
type Slice = (stores: Stores) => Promise<boolean>;

/** Content that is over is erased, uploads that nothing comes of are given up. */
async function endByTime(stores: Stores, signal: AbortSignal | undefined): Promise<void> {
  let size = 0;
  const batches = async () => {
    let hasMore: boolean;
    do {
      const started = performance.now();
      hasMore = await endBatch(stores, BATCH_ROWS[size] ?? BATCH_ROWS[0]);
      const isSlow = performance.now() - started > SLOW_BATCH_MS;
      size = Math.min(BATCH_ROWS.length - 1, Math.max(0, size + (isSlow ? 1 : -1)));
    } while (hasMore && !isAborted(signal));
  };
  // Nothing of this may be under way when the sweep has failed.
  const ended = Array.from({ length: BATCHES_AT_ONCE }, batches);
  await Promise.allSettled(ended);
  await Promise.all(ended);
}

/**
 * Each batch looks at the clock again: a sweep may take long, and the clock may jump meanwhile.
 * @returns what is due, and nothing while the clock is ahead
 */
async function due(tx: Transaction, { uptime }: Stores, lock: (now: number) => Promise<Uint8Array[]>) {
  const clock = await inspectClock(tx, uptime);
  const now = clock.checkedAt;
  return { now, ids: isHeld(clock) ? [] : await lock(now) };
}

/** @returns whether there may be more */
async function endBatch(stores: Stores, limit: number): Promise<boolean> {
  const { store, blobs } = stores;
  const { count, givenUp, isUnfinished } = await store.write(async (tx) => {
    const { now, ids } = await due(tx, stores, (now) => lockDue(tx, { now, limit }));
    return { count: ids.length, ...(await settleDue(tx, ids, now)) };
  });
  // A body that cannot be removed now has no row any more: the reaper tries again.
  for (let at = 0; at < givenUp.length; at += FILES_AT_ONCE) {
    await Promise.allSettled(givenUp.slice(at, at + FILES_AT_ONCE).map((body) => blobs.deleteBody(body)));
  }
  return count === limit || isUnfinished;
}

async function forgetTombstones(stores: Stores): Promise<boolean> {
  const limit = TOMBSTONES_AT_ONCE;
  return stores.store.write(async (tx) => {
    const { now, ids } = await due(tx, stores, (now) => lockDueTombstones(tx, { now, limit }));
    const { isUnfinished } = await settleTombstones(tx, ids, now);
    return ids.length === limit || isUnfinished;
  });
}

const forgetReservations: Slice = ({ store }) =>
  store.write(async (tx) => {
    const hasMore = await forgetSomeReservations(tx);
    await foldReservations(tx);
    return hasMore;
  });
const forgetDays: Slice = ({ store }) => store.write(forgetOtherDays);
const scrub: Slice = async ({ store }) => (await store.scrub()) === 'more';
const removeDead: Slice = (stores) => removeSomeDeadBodies(stores);

export interface SweepWatch {
  readonly failed: (error: unknown) => void;
  readonly done?: (seconds: number, clock: CheckedClock) => void;
}

/**
 * Sweeps at once and then on a timer, one at a time. Beside that it looks through the folder of bodies, at once and every
 * hour: that may take minutes, and no erasure waits for it.
 * @returns what stops it, after the batches that are under way
 */
export function startSweeper(stores: Stores, { failed, done }: SweepWatch): () => Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const run = async () => {
    const started = performance.now();
    await sweep(stores, signal).then((clock) => done?.((performance.now() - started) / 1000, clock), failed);
  };
  const reap = () => reapOrphans(stores, signal).catch(failed);
  const stopped = [repeat(run, SWEEP_INTERVAL_MS, signal), repeat(reap, REAP_INTERVAL_MS, signal)];
  return async () => {
    stopping.abort();
    await Promise.all(stopped);
  };
}

/** Now, and again so long after each end. @returns once it was told to stop, and what was under way has ended */
async function repeat(act: () => Promise<void>, intervalMs: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await act();
    await delay(intervalMs, undefined, { signal }).catch(() => undefined);
  }
}
