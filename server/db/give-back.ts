import type { Database as Sqlite } from 'better-sqlite3';
import type { SlotFile } from '#server/erasure/slot-file.ts';
import { isBusy } from './connection.ts';

const INCREMENTAL = 2;
const MEBIBYTE = 1 << 20;
/** The most that VACUUM may hold in memory: its temporary copy must not be on a disk. */
const MAX_REBUILT_BYTES = 128 * MEBIBYTE;

/** The fraction of free pages given back at once. Pages that are soon reused stay; the rest is gone within minutes. */
const SHARE_GIVEN_BACK = 1 / 4;
const MIN_PAGES = 64;
/** Bounded, because no one else can write in the meantime. */
const MAX_PAGES = 1024;
const MAX_SLOTS = 4096;

/** auto_vacuum takes effect only on an empty database. On any other, setting it would cause a needless write. */
export function beginShrinkable(raw: Sqlite): void {
  if (raw.pragma('page_count', { simple: true }) === 0) raw.pragma('auto_vacuum = incremental');
}

/**
 * Rebuilds a database from an earlier release that did not give pages back. This happens once, at a start where the
 * database is small enough and no other process uses it; until then, its file does not shrink.
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
  /** If true, the file becomes shorter only after the write-ahead log has been emptied. */
  readonly movedPages: boolean;
  /** Whether more slots can be cut off now. */
  readonly hasMore: boolean;
}

/** Shortens the database and the slot file a little at each call, between two groups of the group commit. */
export async function giveBack({ raw, slots }: Files): Promise<GivenBack> {
  const hasMore = await giveBackSlots({ raw, slots });
  const free = Number(raw.pragma('freelist_count', { simple: true }));
  if (free === 0) return { movedPages: false, hasMore };
  const pages = Math.min(MAX_PAGES, Math.max(MIN_PAGES, Math.ceil(free * SHARE_GIVEN_BACK)));
  // `exec` runs the pragma to its end; a single step frees only one page.
  return { movedPages: unlessBusy(() => raw.exec(`pragma incremental_vacuum(${pages})`)), hasMore };
}

/**
 * Truncates the slots after the last one that a row names. It does so under the write lock, because the next create may
 * use them, and before the COMMIT: after a crash in between, they are free slots beyond the end of the file, and a put
 * extends it.
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

/** @returns false if another process blocked it; a later call tries again */
function unlessBusy(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (!isBusy(error)) throw error;
    return false;
  }
}
