import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import SqliteDatabase from 'better-sqlite3';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Clock } from '#server/clock/clock.ts';
import { addonOption } from '#server/platform/sqlite-addon.ts';
import type { SqliteAddon } from '#server/platform/sqlite-addon.ts';
import { StartError } from '#server/platform/start-error.ts';
import { advisoryLocks } from '#server/db/advisory-locks.ts';
import { connectPostgres, runOn } from '#server/db/connect-postgres.ts';
import { connectionOn, isBusy } from '#server/db/connection.ts';
import type { Backend, Session } from '#server/db/database.ts';
import { migrate } from '#server/db/migrate.ts';
import { clockTime } from '#server/db/query.ts';
import type { Schema } from '#server/db/schema.ts';
import { databaseTime } from '#server/db/times.ts';

export interface DatabasePlace {
  readonly dataDir: string;
  readonly databaseUrl?: string | undefined;
  readonly clock: Clock;
  readonly sqliteAddon?: SqliteAddon | undefined;
}

type Work<T> = (tx: Session) => Promise<T>;

const CONNECT_TIMEOUT_MS = 10_000;
const TRIES = 20;
const PAUSE_MS = 250;
const raiseNothing = (error: unknown): unknown => error;
/** The application name of this process's connections, which PostgreSQL lists for a moment after they were closed. */
const OWN = `sotto-move-${process.pid}`;

/** The place in words, without a password. */
export function describePlace({ dataDir, databaseUrl }: Pick<DatabasePlace, 'dataDir' | 'databaseUrl'>): string {
  if (databaseUrl === undefined) return `the data folder ${resolve(dataDir)}`;
  const url = URL.parse(databaseUrl);
  const host = url?.searchParams.get('host') ?? (url?.hostname || 'localhost');
  return `the PostgreSQL database ${url?.pathname.slice(1) ?? ''} at ${host}:${url?.port || '5432'}`;
}

/** @returns the same address, with a name by which `withDatabaseAlone` recognizes the connections of this process */
export function nameConnections(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.searchParams.set('application_name', OWN);
  return url.href;
}

/**
 * Runs one transaction on an existing database while no other process is using it. The database is migrated first, and the
 * transaction is durable when this resolves.
 * @throws StartError if another process is using it
 */
export function withDatabaseAlone<T>(place: DatabasePlace, work: Work<T>): Promise<T> {
  return place.databaseUrl === undefined ? onSqlite(place, work) : onPostgres(place.databaseUrl, work);
}

/** SQLite grants this lock only if no other connection exists, not even an idle one. */
async function onSqlite<T>({ dataDir, clock, sqliteAddon }: DatabasePlace, work: Work<T>): Promise<T> {
  const path = join(dataDir, 'sotto.db');
  if (!existsSync(path)) throw new StartError(`There is no database in ${resolve(dataDir)}.`);
  const raw = new SqliteDatabase(path, { timeout: 0, ...addonOption(sqliteAddon, dataDir) });
  try {
    raw.pragma('locking_mode = exclusive');
    raw.pragma('synchronous = full');
    const { kysely, run } = connectionOn(raw);
    raw.exec('begin immediate');
    await migrate(kysely, 'sqlite', { mayCreate: false, mayBeMoving: true });
    const backend: Backend = { dialect: 'sqlite', keys: 'slot-file', now: clockTime(clock), mapError: raiseNothing };
    const value = await work({ backend, kysely, run: async (text, parameters) => run(text, parameters) });
    raw.exec('commit');
    return value;
  } catch (error) {
    throw isBusy(error) ? inUse(`the data folder ${resolve(dataDir)}`) : error;
  } finally {
    raw.close();
  }
}

async function onPostgres<T>(databaseUrl: string, work: Work<T>): Promise<T> {
  const connecting = { databaseUrl, max: 1, connectTimeoutMs: CONNECT_TIMEOUT_MS };
  const kysely = await connectPostgres(connecting, { mayCreate: false, mayBeMoving: true });
  try {
    // Connections of a service that was just stopped may still be listed.
    for (let tries = 0; tries < TRIES && (await countOthers(kysely)) > 0; tries++) await delay(PAUSE_MS);
    return await kysely.transaction().execute(async (trx) => {
      // No process can start in the meantime.
      await sql`select pg_advisory_xact_lock(${advisoryLocks.migration})`.execute(trx);
      if ((await countOthers(trx)) > 0) throw inUse(describePlace({ dataDir: '', databaseUrl }));
      const backend = { dialect: 'postgres', keys: 'table', now: databaseTime, mapError: raiseNothing } as const;
      return work({ backend, kysely: trx, run: runOn(trx) });
    });
  } finally {
    await kysely.destroy();
  }
}

/** Without the role pg_read_all_stats, most columns of other roles' sessions are null. */
async function countOthers(kysely: Kysely<Schema>): Promise<number> {
  const { rows } = await sql<{ others: number }>`select count(*) as others from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and application_name is distinct from ${OWN}
      and coalesce(backend_type, 'client backend') = 'client backend'`.execute(kysely);
  return rows[0]?.others ?? 0;
}

const inUse = (place: string): StartError =>
  new StartError(`Another process is using ${place}. Stop the service and every other program that uses it.`);
