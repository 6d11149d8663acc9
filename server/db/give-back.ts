import type { Database as Sqlite } from 'better-sqlite3';
import type { SlotFile } from '#server/erasure/slot-file.ts';
import { isBusy } from './connection.ts';

const INCREMENTAL = 2;
const MEBIBYTE = 1 << 20;
/** What VACUUM may hold in memory: its temporary copy must not be on a disk. */
const MAX_REBUILT_BYTES = 128 * MEBIBYTE;

/** Of the pages that are free: those that are freed and used again by turns stay, the rest is gone in minutes. */
const SHARE_GIVEN_BACK = 1 / 4;
const MIN_PAGES = 64;
/** Nobody else writes meanwhile. */
const MAX_PAGES = 1024;
const MAX_SLOTS = 4096;

/** Before anything else is written to a new database: it is kept only then. Of any other, it would write without need. */
export function beginShrinkable(raw: Sqlite): void {
  if (raw.pragma('page_count', { simple: true }) === 0) raw.pragma('auto_vacuum = incremental');
}

/**
 * A database from before releases gave pages back is rebuilt once, at a start at which it is small enough and alone; until
 * then it keeps its size, as it always did.
 */
export function makeShrinkable(raw: Sqlite): void {
  if (raw.pragma('auto_vacuum', { simple: true }) === INCREMENTAL) return;
  const [pages, free, bytes] = ['page_count', 'freelist_count', 'page_size'].map((name) =>
    Number(raw.pragma(name, { simple: true })),
  ) as [number, number, number];
  if ((pages - free) * bytes > MAX_REBUILT_BYTES) return;
  unlessBusy(() => raw.exec('pragma auto_vacuum = incremental; vacuum'));
}

export interface Files {
  readonly raw: Sqlite;
  readonly slots: SlotFile;
}

export interface GivenBack {
  /** Then the write-ahead log is to be emptied, and the file is shorter only after that. */
  readonly movedPages: boolean;
  /** Whether more slots can be cut off now. */
  readonly hasMore: boolean;
}

/** Makes the database and the slot file shorter, a little at each call, between two groups of the group commit. */
export async function giveBack({ raw, slots }: Files): Promise<GivenBack> {
  const hasMore = await giveBackSlots({ raw, slots });
  const free = Number(raw.pragma('freelist_count', { simple: true }));
  if (free === 0) return { movedPages: false, hasMore };
  const pages = Math.min(MAX_PAGES, Math.max(MIN_PAGES, Math.ceil(free * SHARE_GIVEN_BACK)));
  // `exec` runs the pragma to its end; a single step of it frees a single page.
  return { movedPages: unlessBusy(() => raw.exec(`pragma incremental_vacuum(${pages})`)), hasMore };
}

/**
 * Slots behind the last one that a row names. Cut off under the write lock, since the next create may use them, and before
 * the COMMIT: after a crash between the two they are free slots behind the end of the file, which a put makes longer.
 * @returns whether there are more
 */
async function giveBackSlots({ raw, slots }: Files): Promise<boolean> {
  const named = raw.prepare<[], { count: number }>('select coalesce(max(slot) + 1, 0) as count from share');
  const isLonger = () => slots.count() > (named.get()?.count ?? Infinity);
  if (!isLonger() || !unlessBusy(() => raw.exec('begin immediate'))) return false;
  try {
    const { count } = named.get() ?? { count: slots.count() };
    const left = Math.max(count, slots.count() - MAX_SLOTS);
    raw.prepare('delete from free_slot where slot >= ?').run(left);
    await slots.shrinkTo(left);
    raw.exec('commit');
    return left > count;
  } catch (error) {
    if (raw.inTransaction) raw.exec('rollback');
    throw error;
  }
}

/** @returns false when another process was in the way: there is a next time */
function unlessBusy(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (!isBusy(error)) throw error;
    return false;
  }
}
