import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { isBusy } from '#server/db/connection.ts';
import { addonOption } from '#server/platform/sqlite-addon.ts';
import type { SqliteAddon } from '#server/platform/sqlite-addon.ts';
import { secondProcess } from './second-process.ts';

export interface LockTrial {
  /** An empty folder. The caller removes its content afterwards. */
  readonly folder: string;
  readonly sqliteAddon?: SqliteAddon | undefined;
}

export const TRY_LOCK_COMMAND = 'try-lock';
const LOCKED_OUT = 0;
const LET_IN = 3;
const WAIT_MS = 10_000;

/**
 * Takes SQLite's write lock and lets a second process try it, because a lock never blocks its own process.
 * @returns whether the second process was locked out
 */
export function locksWork(trial: LockTrial): boolean {
  const database = openTrial(trial);
  try {
    database.pragma('journal_mode = wal');
    database.exec('create table trial (n integer) strict; begin immediate; insert into trial values (1)');
    const [program, ...args] = secondProcess();
    // Rarely needed, so it is not loaded at every start.
    const { spawnSync } = process.getBuiltinModule('node:child_process');
    const second = spawnSync(program, [...args, 'admin', TRY_LOCK_COMMAND, trial.folder], {
      timeout: WAIT_MS,
      stdio: 'ignore',
    });
    return second.status === LOCKED_OUT;
  } finally {
    database.close();
  }
}

/** The work of the second process. @returns its exit code */
export function tryLock(trial: LockTrial): number {
  const database = openTrial(trial);
  try {
    database.exec('begin immediate');
    return LET_IN;
  } catch (error) {
    if (!isBusy(error)) throw error;
    return LOCKED_OUT;
  } finally {
    database.close();
  }
}

function openTrial({ folder, sqliteAddon }: LockTrial): SqliteDatabase.Database {
  return new SqliteDatabase(join(folder, 'trial.db'), { timeout: 0, ...addonOption(sqliteAddon, folder) });
}
