import { closeSync, fsyncSync, openSync } from 'node:fs';
import type { Database as Sqlite } from 'better-sqlite3';
import type { CopiedShare } from './database.ts';

const LIVE = `
  select id, slot, body_name as bodyName, body_bytes as bodyBytes, expires_at as expiresAt
  from copied.share where ended_at is null and state <> 'pending'`;

/**
 * Durable before it returns. Built anew row by row, so that no free page comes along. Others read and write meanwhile, but
 * the write-ahead log cannot be emptied. @param raw reads alone; no transaction is open on it
 */
export function copySqlite(raw: Sqlite, path: string): CopiedShare[] {
  // SQLite takes an empty file for a new one, and leaves its mode.
  closeSync(openSync(path, 'wx', 0o600));
  raw.prepare('vacuum into ?').run(path);
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
