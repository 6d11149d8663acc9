import { closeSync, fsyncSync, openSync } from 'node:fs';
import type { Database as Sqlite } from 'better-sqlite3';
import type { CopiedShare } from './database.ts';

const LIVE = `
  select id, slot, body_name as bodyName, body_bytes as bodyBytes, expires_at as expiresAt
  from copied.share where ended_at is null and state <> 'pending'`;

export interface Copying {
  /** A read-only connection without an open transaction. */
  readonly raw: Sqlite;
  readonly open: (path: string) => Sqlite;
}

/**
 * Copies the database to a new file, durable when it returns. The copy is built row by row, so it contains no free
 * pages; the pages that `leaveOut` frees are overwritten. Reads and writes continue, but the write-ahead log cannot
 * be emptied.
 */
export function copySqlite({ raw, open }: Copying, path: string): CopiedShare[] {
  // SQLite treats an empty file as a new database and keeps its mode.
  closeSync(openSync(path, 'wx', 0o600));
  raw.prepare('vacuum into ?').run(path);
  leaveOut(open(path));
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

/**
 * Quota counts are kept for a day, reservations and waiting mails and notices for less, but a copy is kept for longer. It
 * also lies beside the key of the mails and notices, and after a restore they would be sent again.
 */
function leaveOut(copy: Sqlite): void {
  try {
    copy.pragma('secure_delete = on');
    copy.exec('delete from tally; delete from day_key; delete from reservation; delete from reservation_total');
    copy.exec(`delete from outbox; update recipient set mail = null where mail = 'queued'`);
  } finally {
    copy.close();
  }
}
