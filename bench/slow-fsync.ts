import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import SqliteDatabase from 'better-sqlite3';

/**
 * Preloaded into a server (`--import`) to simulate a slower disk: adds BENCH_FSYNC_MS to each sync. JavaScript cannot
 * reach the fsync inside SQLite's COMMIT, so the delay follows COMMIT and blocks the thread as the sync would. The
 * fdatasync of the key slots is asynchronous, and so is its delay. Both sides of a comparison get the same delays.
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
