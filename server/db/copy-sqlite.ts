import { closeSync, fsyncSync, openSync } from 'node:fs';
import type { Database as Sqlite } from 'better-sqlite3';
import type { CopiedShare } from './database.ts';

const LIVE = `
  select id, slot, body_name as bodyName, body_bytes as bodyBytes, expires_at as expiresAt
  from copied.share where ended_at is null and state <> 'pending'`;

export interface Copying {
  /** Reads alone; no transaction is open on it. */
  readonly raw: Sqlite;
  readonly open: (path: string) => Sqlite;
}

/**
 * Durable before it returns. Built anew row by row, so that no page comes along that was free; those that `forgetDays` frees
 * are overwritten. Others read and write meanwhile, but the write-ahead log cannot be emptied.
 */
export function copySqlite({ raw, open }: Copying, path: string): CopiedShare[] {
  // SQLite takes an empty file for a new one, and leaves its mode.
  closeSync(openSync(path, 'wx', 0o600));
  raw.prepare('vacuum into ?').run(path);
  forgetDays(open(path));
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  raw.prepare('attach ? as copied').run(path);
  try {
    return raw.prepare<[], CopiedShare>(LIVE).all();
  } finally {
    raw.exec('detach copied');
  }
}

/** Who stored how much is kept for its day, and who uploads for minutes; a copy is kept for longer. */
function forgetDays(copy: Sqlite): void {
  try {
    copy.pragma('secure_delete = on');
    copy.exec('delete from tally; delete from day_key; delete from reservation; delete from reservation_total');
  } finally {
    copy.close();
  }
}
