import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import SqliteDatabase from 'better-sqlite3';
import type { Database as Sqlite } from 'better-sqlite3';
import type { Clock } from '#server/clock/clock.ts';
import { checkSlots, openSlots } from './check-slots.ts';
import { lendKey } from '#server/erasure/lend-key.ts';
import { scrubSqlite } from './scrub-sqlite.ts';
import type { SlotFile } from '#server/erasure/slot-file.ts';
import { makeFolder } from '#server/platform/make-folder.ts';
import { connectionOn, isBusy } from './connection.ts';
import type { SqliteConnection } from './connection.ts';
import type { Backend, Database, Session } from './database.ts';
import { copySqlite } from './copy-sqlite.ts';
import { beginShrinkable, giveBack, makeShrinkable } from './give-back.ts';
import { GroupWriter } from './group-commit.ts';
import type { OnGroup } from './group-commit.ts';
import { fitsSchema, migrate } from './migrate.ts';
import { clockTime } from './query.ts';
import { addonOption } from '#server/platform/sqlite-addon.ts';
import type { SqliteAddon } from '#server/platform/sqlite-addon.ts';
import { takeWriteLock, whenFree } from './write-lock.ts';

const BUSY_TIMEOUT_MS = 10_000;
const CHECKPOINT_TRIES = 20;
const CHECKPOINT_PAUSE_MS = 25;

/**
 * Durability and erasure depend on all but the last of these. They are set, then read back, because a build of SQLite
 * may ignore a pragma. `temp_store` is in memory, because a savepoint copies the pages it changes and would write an
 * erased share's to /var/tmp.
 */
const PRAGMAS = {
  journal_mode: 'wal',
  synchronous: 2,
  secure_delete: 1,
  temp_store: 2,
  foreign_keys: 1,
  trusted_schema: 0,
  /** In pages; 33 MB. A page that many groups change is copied to the database once. The sweep empties the log too. */
  wal_autocheckpoint: 8000,
} as const;

export interface SqliteOptions {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly acceptLostKeys: boolean;
  readonly onGroup?: OnGroup | undefined;
  readonly sqliteAddon?: SqliteAddon | undefined;
  /** See `MigrateOptions`. */
  readonly mayCreate?: boolean | undefined;
  readonly mayBeMoving?: boolean | undefined;
}

/**
 * One connection writes and another reads, so that uncommitted data is never returned.
 * @throws StartError if the key slots are missing and shares need them
 */
export async function openSqlite(options: SqliteOptions): Promise<Database> {
  const { dataDir, clock, onGroup, sqliteAddon } = options;
  const path = join(dataDir, 'sotto.db');
  makeFolder(dataDir);
  // SQLite gives its log files the mode of the database, and the database the mode that the umask allows.
  closeSync(openSync(path, 'a', 0o600));

  const connectionOptions = { timeout: BUSY_TIMEOUT_MS, ...addonOption(sqliteAddon, dataDir) };
  const raw = new SqliteDatabase(path, connectionOptions);
  const writing = connectionOn(raw);
  const slots = await prepare(writing, options).catch((error: unknown) => {
    raw.close();
    throw error;
  });
  const reading = connectionOn(new SqliteDatabase(path, { ...connectionOptions, readonly: true }));
  const backend: Backend = { dialect: 'sqlite', keys: 'slot-file', now: clockTime(clock), mapError: (error) => error };
  const read: Session = { backend, kysely: reading.kysely, run: readThrough(writing, reading) };
  const writer = new GroupWriter({ connection: writing, backend, slots, onGroup });
  const close = async () => {
    await writer.close();
    reading.raw.close();
    raw.close();
    slots.close();
  };
  let closing: Promise<void> | undefined;

  return {
    backend,
    read,
    now: async () => clock.now(),
    write: (work) => writer.write(work),
    withKey: ({ id, slot, endedAt = null }, use) =>
      lendKey(endedAt !== null || slot === null ? undefined : slots.read(slot, id), use),
    fitsSchema: () => fitsSchema(read),
    keysWork: async () => true,
    alone: (_job, work) => work(),
    scrub: () =>
      scrubSqlite({
        read,
        writer,
        checkpoint: () => checkpoint(raw, writer),
        giveBack: () => writer.between(() => giveBack({ raw, slots })),
      }),
    copyTo: async (copy) =>
      copySqlite({ raw: reading.raw, open: (file) => new SqliteDatabase(file, connectionOptions) }, copy),
    close: () => (closing ??= close()),
  };
}

/** Migrates and checks the key slots in one transaction that blocks other writers. */
async function prepare({ raw, kysely }: SqliteConnection, options: SqliteOptions): Promise<SlotFile> {
  const { dataDir, clock, acceptLostKeys, mayCreate, mayBeMoving } = options;
  raw.pragma('busy_timeout = 0');
  await whenFree(() => beginShrinkable(raw));
  raw.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
  setPragmas(raw);
  makeShrinkable(raw);
  await takeWriteLock(raw.prepare('begin immediate'));
  await migrate(kysely, 'sqlite', { mayCreate, mayBeMoving });
  const slots = openSlots({ path: join(dataDir, 'keys.slots'), raw, acceptLostKeys });
  try {
    await checkSlots({ raw, slots, now: clock.now() });
    raw.exec('commit');
    return slots;
  } catch (error) {
    slots.close();
    throw error;
  }
}

function setPragmas(raw: Sqlite): void {
  for (const [name, value] of Object.entries(PRAGMAS)) {
    raw.pragma(`${name} = ${value}`);
    if (raw.pragma(name, { simple: true }) !== value) throw new Error(`SQLite does not accept ${name} = ${value}.`);
  }
  // `takeWriteLock` waits instead.
  raw.pragma('busy_timeout = 0');
}

/**
 * Reads only committed rows. The writing connection has them cached, so it reads as long as no transaction is open on
 * it; otherwise the other connection reads.
 */
function readThrough(writing: SqliteConnection, reading: SqliteConnection): Session['run'] {
  return (text, parameters) => {
    if (writing.raw.inTransaction) return reading.run(text, parameters);
    try {
      return writing.run(text, parameters);
    } catch (error) {
      if (!isBusy(error)) throw error;
      return reading.run(text, parameters);
    }
  };
}

/** Empties the write-ahead log. @returns false if readers or another process blocked every attempt */
async function checkpoint(raw: Sqlite, writer: GroupWriter): Promise<boolean> {
  for (let tries = 0; tries < CHECKPOINT_TRIES; tries++) {
    if (await writer.between(() => tryCheckpoint(raw))) return true;
    await delay(CHECKPOINT_PAUSE_MS);
  }
  return false;
}

function tryCheckpoint(raw: Sqlite): boolean {
  try {
    return raw.pragma('wal_checkpoint(truncate)', { simple: true }) === 0;
  } catch {
    return false;
  }
}
