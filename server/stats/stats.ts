import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Session } from '#server/db/database.ts';
import type { ShareKind, StoredState } from '#server/db/schema.ts';
import { countedBytes } from '#server/records/file-body.ts';
import { countAllSlots, findLongestDue } from '#server/records/share-stats.ts';
import type { DueRow } from '#server/records/share-stats.ts';
import { holdsContent, readTotals } from '#server/records/totals.ts';
import type { TotalRow } from '#server/records/totals.ts';

export interface Tally {
  readonly kind: ShareKind;
  readonly state: StoredState;
  readonly count: number;
  /** As the quota counts them: with the overhead of each share. */
  readonly bytes: number;
}

async function tally(session: Session, includes: (total: TotalRow) => boolean): Promise<Tally[]> {
  const totals = (await readTotals(session)).filter((total) => total.shares !== 0 && includes(total));
  return totals.map((total) => ({
    kind: total.kind,
    state: total.state,
    count: total.shares,
    bytes: countedBytes(total),
  }));
}

/** Shares and requests that have not ended. */
export function tallyHeld(session: Session): Promise<Tally[]> {
  return tally(session, holdsContent);
}

/** Tombstones. */
export function tallyEnded(session: Session): Promise<Tally[]> {
  return tally(session, (total) => !holdsContent(total));
}

/**
 * How many due rows are read: the second number only if none of the first rows was overdue. Rows that are due but not
 * overdue wait for the next sweep, which postpones them. So many of them pile up only if no sweep runs.
 */
const READ_ROWS = [100, 1000];

/**
 * Seconds since the oldest content that still exists was due to be erased: its time or views have run out and no lease
 * holds it, or it is an abandoned upload. 0 if nothing is overdue. `due_at` is never later than that moment, so no row
 * that follows an overdue one can have been overdue for longer.
 */
export async function oldestOverdueSeconds(session: Session): Promise<number> {
  for (const limit of READ_ROWS) {
    const due = await findLongestDue(session, limit);
    const since = due.reduce((oldest, row) => Math.min(oldest, overdueSince(row)), Infinity);
    const last = due.at(-1);
    if (last !== undefined && since < Infinity) return Math.max(0, last.now - since);
    if (due.length < limit) return 0;
    await nextTurn();
  }
  return 0;
}

/** @returns Infinity if the row is not overdue */
function overdueSince({ dueAt, isOver, leaseUntil, now }: DueRow): number {
  if (Number(isOver) === 0 || (leaseUntil !== null && leaseUntil > now)) return Infinity;
  return Math.max(dueAt, leaseUntil ?? 0);
}

/** Counts the answers that went live, and how many of those have not ended. */
export async function tallyAnswers(session: Session): Promise<{ readonly all: number; readonly held: number }> {
  const landed = (await readTotals(session)).filter(({ state }) => state !== 'pending');
  const count = (totals: readonly TotalRow[]) => totals.reduce((sum, { answers }) => sum + answers, 0);
  return { all: count(landed), held: count(landed.filter(holdsContent)) };
}

/** Key slots of SQLite. */
export async function countSlots(session: Session): Promise<{ readonly used: number; readonly free: number }> {
  const all = await countAllSlots(session);
  const used = (await readTotals(session)).reduce((sum, { slots }) => sum + slots, 0);
  return { used, free: all - used };
}
