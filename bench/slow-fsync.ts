import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import SqliteDatabase from 'better-sqlite3';

/**
 * Loaded before a server (`--import`) to give it a slower disk, by BENCH_FSYNC_MS for each sync. JavaScript cannot
 * reach the fsync inside SQLite's COMMIT, so the wait stands right after it, and stops the thread as the sync would;
 * the slots' fdatasync is asynchronous, and so is its wait. Both sides of a comparison get the same.
 */
const milliseconds = Number(process.env['BENCH_FSYNC_MS'] ?? 0);
const cell = new Int32Array(new SharedArrayBuffer(4));

const { fdatasync } = fs;
const slowDatasync = (file: number, done: (error: NodeJS.ErrnoException | null) => void) =>
  fdatasync(file, (error) => setTimeout(done, milliseconds, error));
Object.defineProperty(fs, 'fdatasync', { value: slowDatasync });
syncBuiltinESMExports();

const database = SqliteDatabase.prototype;
const prepare = Object.getOwnPropertyDescriptor(database, 'prepare')?.value as SqliteDatabase.Database['prepare'];
Object.defineProperty(database, 'prepare', {
  value(this: SqliteDatabase.Database, text: string) {
    const statement = prepare.call(this, text) as SqliteDatabase.Statement;
    if (!/^\s*commit\b/i.test(text)) return statement;
    const run = statement.run.bind(statement);
    const slowRun = () => {
      const result = run();
      Atomics.wait(cell, 0, 0, milliseconds);
      return result;
    };
    return Object.defineProperty(statement, 'run', { value: slowRun });
  },
});
