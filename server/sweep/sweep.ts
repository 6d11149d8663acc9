import { setTimeout as delay } from 'node:timers/promises';
import { checkClock, inspectClock } from '#server/clock/check-clock.ts';
import { isHeld } from '#server/clock/reckoning.ts';
import type { CheckedClock } from '#server/clock/reckoning.ts';
import type { Transaction } from '#server/db/database.ts';
import type { Deps } from '#server/deps.ts';
import { forgetOldAsks } from '#server/records/code-ask.ts';
import { lockDue, lockDueTombstones } from '#server/records/due-share.ts';
import { forgetStaleNotices } from '#server/records/outbox-claim.ts';
import { reapOrphans, removeSomeDeadFileBodies } from '#server/records/remove-file-body.ts';
import { forgetOldLogoutTokens } from '#server/records/logout-token.ts';
import { foldReservations } from '#server/records/reservation-total.ts';
import { forgetSomeReservations } from '#server/records/reservation.ts';
import { forgetOldSessions } from '#server/records/session.ts';
import { forgetOldSignIns } from '#server/records/sign-in.ts';
import { forgetOtherDays } from '#server/records/tally.ts';
import { foldTotals } from '#server/records/totals.ts';
import { settleDue, settleTombstones } from './settle.ts';

const SWEEP_INTERVAL_MS = 15_000;
const REAP_INTERVAL_MS = 3_600_000;
/** Intervals vary by this share in both directions, so that processes that started together drift apart. */
const JITTER = 0.2;
/**
 * Rows per transaction. After a batch that took longer than `SLOW_BATCH_MS`, the next one is larger, so that a disk
 * with slow syncs syncs less often. After a quick batch the next one is smaller, so that nobody waits long.
 */
const BATCH_ROWS = [100, 200, 400] as const;
const SLOW_BATCH_MS = 40;
/** While one batch waits for its keys to be erased, the other one is settled. */
const BATCHES_AT_ONCE = 2;
const TOMBSTONES_AT_ONCE = 100;
/** The number of concurrent file deletes. */
const FILES_AT_ONCE = 8;

type Stores = Pick<Deps, 'store' | 'blobs' | 'uptime'>;
type Sweeping = Stores & Pick<Deps, 'random'>;

/**
 * Does everything that is due: erases what has expired or was read, forgets tombstones and abandoned uploads, and
 * removes the file bodies of ended shares. Several processes may sweep at once. Content that must be erased within a minute
 * comes first, and again after each slice of the rest. While the clock is ahead, nothing ends by time
 * (docs/life-cycle.md §8).
 * @param signal stops it after the running batch; the next sweep continues
 * @returns the state of the clock
 */
export async function sweep(stores: Stores, signal?: AbortSignal): Promise<CheckedClock> {
  const clock = await checkClock(stores);
  const failures: unknown[] = [];
  const days =
    clock.offSeconds === null ? [forgetDays, forgetAsks, forgetSignIns, forgetSessions, forgetLogoutTokens] : [];
  let slices: Slice[] = [forgetTombstones, ...days, forgetReservations, scrub, removeDead, deleteDue];
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
  await stores.store.write(async (tx) => {
    await forgetStaleNotices(tx);
    await foldTotals(tx);
  });
  if (failures.length > 0)
    throw failures.length === 1 ? failures[0] : new AggregateError(failures, 'Parts of the sweep failed.');
  return clock;
}

const isAborted = (signal: AbortSignal | undefined): boolean => signal?.aborted ?? false;

/** A bounded piece of work that can wait for a minute. @returns whether there is more of it */
type Slice = (stores: Stores) => Promise<boolean>;

/** Erases content that is over, and gives up abandoned uploads. */
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
  // No batch may still be running when the sweep fails.
  const ended = Array.from({ length: BATCHES_AT_ONCE }, batches);
  await Promise.allSettled(ended);
  await Promise.all(ended);
}

/**
 * Each batch checks the clock again: a sweep may take long, and the clock may jump during it.
 * @returns what is due, which is nothing while the clock is ahead
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
  // A file body that cannot be deleted now has no row any more, so `reapOrphans` tries again.
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
const forgetAsks: Slice = ({ store }) => store.write(forgetOldAsks);
const forgetSignIns: Slice = ({ store }) => store.write(forgetOldSignIns);
const forgetSessions: Slice = ({ store }) => store.write(forgetOldSessions);
const forgetLogoutTokens: Slice = ({ store }) => store.write(forgetOldLogoutTokens);
const scrub: Slice = async ({ store }) => (await store.scrub()) === 'more';
const removeDead: Slice = (stores) => removeSomeDeadFileBodies(stores);
const deleteDue: Slice = ({ blobs }) => blobs.deleteDue();

export interface SweepWatch {
  readonly failed: (error: unknown) => void;
  readonly done?: (seconds: number, clock: CheckedClock) => void;
}

/**
 * Sweeps immediately and then on a timer, one sweep at a time. Also looks through the folder of file bodies,
 * immediately and every hour. That may take minutes, so it runs beside the sweep, and no erasure waits for it. If several
 * processes share a PostgreSQL database, only one of them does each at a time.
 * @returns a function that stops both after their running batches
 */
export function startSweeper(stores: Sweeping, { failed, done }: SweepWatch): () => Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const run = async () => {
    const started = performance.now();
    const clock = await stores.store.alone('sweep', () => sweep(stores, signal));
    if (clock !== undefined) done?.((performance.now() - started) / 1000, clock);
  };
  const reap = () => stores.store.alone('reap', () => reapAll(stores, signal));
  const every = (act: () => Promise<void>, intervalMs: number) =>
    repeat(() => act().catch(failed), { intervalMs: () => jittered(stores, intervalMs), signal });
  const stopped = [every(run, SWEEP_INTERVAL_MS), every(reap, REAP_INTERVAL_MS)];
  return async () => {
    stopping.abort();
    await Promise.all(stopped);
  };
}

/** A failure of one does not prevent the other. */
async function reapAll(stores: Stores, signal: AbortSignal): Promise<void> {
  const outcomes = await Promise.allSettled([reapOrphans(stores, signal), stores.store.reapKeys?.(signal)]);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

function jittered({ random }: Sweeping, intervalMs: number): number {
  const [byte = 0] = random(1);
  return intervalMs * (1 + JITTER * (byte / 127.5 - 1));
}

interface Repeating {
  readonly intervalMs: () => number;
  readonly signal: AbortSignal;
}

/** Runs now, and again after each interval. @returns once it is stopped and the running call has ended */
async function repeat(act: () => Promise<void>, { intervalMs, signal }: Repeating): Promise<void> {
  while (!signal.aborted) {
    await act();
    await delay(intervalMs(), undefined, { signal }).catch(() => undefined);
  }
}
