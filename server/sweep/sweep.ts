import { forgetReservations } from '#server/bodies/reservation-storage.ts';
import { reapOrphans, removeDeadBodies } from '#server/bodies/remove-body.ts';
import { checkClock, inspectClock } from '#server/clock/check-clock.ts';
import { isHeld } from '#server/clock/reckoning.ts';
import type { CheckedClock } from '#server/clock/reckoning.ts';
import type { Transaction } from '#server/db/database.ts';
import { DAY_SECONDS } from '#server/db/day.ts';
import type { Deps } from '#server/deps.ts';
import { forgetOtherDays } from '#server/quota/storage.ts';
import { findHeldAnswers, giveBackPlace, hasAnswers } from '#server/requests/answer-storage.ts';
import { LEASE_SECONDS } from '#server/shares/lease.ts';
import { findLastLease } from '#server/shares/opening-storage.ts';
import { reasonToEnd } from '#server/shares/share-state.ts';
import { endShare, findShare } from '#server/shares/storage.ts';
import type { ShareRow } from '#server/shares/storage.ts';
import { MAX_OPENED_AT } from '#server/shares/wire.ts';
import { forgetClaims, forgetShare, lockDue, postpone, pruneOpenings } from './storage.ts';

const SWEEP_INTERVAL_MS = 15_000;
const REAP_INTERVAL_MS = 3_600_000;
const MAX_SWEPT_AT_ONCE = 50;
type Stores = Pick<Deps, 'store' | 'blobs' | 'uptime'>;
const TOMBSTONE_SECONDS = 30 * DAY_SECONDS;
/** What is over goes within 60 seconds of what kept it. */
const ANSWERS_LOOK_SECONDS = 30;

/**
 * Does everything whose time has come: erases what has expired or was read, forgets tombstones and uploads that were given
 * up, and clears what ended out of the files. Several processes may do it at once. While the clock is ahead, nothing ends
 * by time (docs/life-cycle.md §8).
 * @returns what the clock is found to be
 */
export async function sweep(stores: Stores): Promise<CheckedClock> {
  const { store } = stores;
  const clock = await checkClock(stores);
  if (!isHeld(clock)) await endByTime(stores);
  if (clock.offSeconds === null) await store.write(forgetOtherDays);
  await store.write(forgetReservations);
  await store.scrub();
  await removeDeadBodies(stores);
  return clock;
}

/** Each batch looks at the clock again: a sweep may take long, and the clock may jump meanwhile. */
async function endByTime({ store, blobs, uptime }: Stores): Promise<void> {
  let swept: number;
  do {
    const { due, givenUp } = await store.write(async (tx) => {
      const clock = await inspectClock(tx, uptime);
      const now = clock.checkedAt;
      const due = isHeld(clock) ? [] : await lockDue(tx, { limit: MAX_SWEPT_AT_ONCE, now });
      const givenUp: string[] = [];
      for (const id of due) {
        const bodyName = await settle(tx, id, now);
        if (bodyName !== null) givenUp.push(bodyName);
      }
      return { due, givenUp };
    });
    // What cannot be removed now has no row any more: the reaper tries again.
    for (const body of givenUp) await blobs.deleteBody(body).catch(() => undefined);
    swept = due.length;
  } while (swept === MAX_SWEPT_AT_ONCE);
}

export interface SweepWatch {
  readonly failed: (error: unknown) => void;
  readonly done?: (seconds: number, clock: CheckedClock) => void;
}

/** Sweeps at once and then on a timer, one at a time. @returns what stops it, after the sweep that is running */
export function startSweeper(stores: Stores, { failed, done }: SweepWatch): () => Promise<void> {
  let stopped = false;
  let reapedAt = performance.now();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void>;
  const run = async () => {
    const started = performance.now();
    await sweep(stores).then((clock) => done?.((performance.now() - started) / 1000, clock), failed);
    if (performance.now() - reapedAt > REAP_INTERVAL_MS) {
      reapedAt = performance.now();
      await reapOrphans(stores).catch(failed);
    }
    if (!stopped) timer = setTimeout(start, SWEEP_INTERVAL_MS);
  };
  const start = () => {
    running = run();
  };
  start();
  return () => {
    stopped = true;
    clearTimeout(timer);
    return running;
  };
}

/** @returns the body of an upload that is given up: nobody has a right to a word about it, so it leaves no tombstone */
async function settle(tx: Transaction, id: Uint8Array, now: number): Promise<string | null> {
  const found = await findShare(tx, id);
  if (found === undefined) return null;
  const share = { ...found, now };
  if (share.state === 'pending') {
    await giveBackPlace(tx, id);
    await forgetShare(tx, id);
    return share.bodyName;
  }
  await (share.endedAt === null ? settleHeld(tx, share) : settleTombstone(tx, { ...share, endedAt: share.endedAt }));
  return null;
}

/** Content is kept while there are views and time left, and beyond that while a reader's lease runs. */
async function settleHeld(tx: Transaction, share: ShareRow): Promise<void> {
  const { id, expiresAt, maxViews, viewsSpent, now } = share;
  const reason = reasonToEnd(share);
  if (reason !== undefined) {
    const lastLease = share.kind === 'request' ? await lastAnswer(tx, share) : await findLastLease(tx, id, now);
    await (lastLease === null ? endShare(tx, share, reason) : postpone(tx, id, lastLease));
    return;
  }
  const growing = maxViews === 0 && viewsSpent > MAX_OPENED_AT;
  if (growing) await pruneOpenings(tx, id);
  await postpone(tx, id, growing ? Math.min(expiresAt, now + LEASE_SECONDS) : expiresAt);
}

/** A request that is over is kept for its owner while there are answers to read, or on their way; they may end at any time. */
async function lastAnswer(tx: Transaction, { id, now }: ShareRow): Promise<number | null> {
  const held = await findHeldAnswers(tx, id);
  return held.length === 0 ? null : now + ANSWERS_LOOK_SECONDS;
}

async function settleTombstone(tx: Transaction, share: ShareRow & { readonly endedAt: number }): Promise<void> {
  const { id, expiresAt, endedAt, now } = share;
  const forgetAt = Math.max(expiresAt, endedAt + TOMBSTONE_SECONDS);
  if (now >= forgetAt) {
    // What its answers' authors may still ask for hangs on this row.
    return (await hasAnswers(tx, id)) ? postpone(tx, id, now + DAY_SECONDS) : forgetShare(tx, id);
  }
  await forgetClaims(tx, id);
  await pruneOpenings(tx, id);
  await postpone(tx, id, forgetAt);
}
