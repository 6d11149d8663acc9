import { setTimeout as delay } from 'node:timers/promises';
import { CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import pg from 'pg';
import { codeOf } from '#server/error-code.ts';
import { AppError } from '#server/errors.ts';
import { findKey, tableKeys } from './key-table.ts';
import { lendKey } from '#server/erasure/lend-key.ts';
import { postgresFault } from './postgres-fault.ts';
import type { Backend, Database, Session } from './database.ts';
import { migrate } from './migrate.ts';
import { isUnreachable } from './postgres-errors.ts';
import { queryOnce } from './query.ts';
import type { Schema } from './schema.ts';
import { createTurns } from './take-turns.ts';

const MAX_CONNECTIONS = 20;
/** One works, and the others have begun their transaction and wait for the row. */
const MAX_IN_TURN = 3;
const DEFAULT_CONNECT_TIMEOUT_MS = 5_000;
const MAX_TRIES = 10;
/** An arbitrary constant. The first process to start migrates, and the others wait. */
const MIGRATION_LOCK = 0x50770;

const serializationFailures = new Set(['40001', '40P01']);

export const databaseTime: RawBuilder<number> = sql`cast(floor(extract(epoch from clock_timestamp())) as bigint)`;

export interface PostgresOptions {
  readonly databaseUrl: string;
  readonly now?: RawBuilder<number>;
  /** How long a query waits for a free connection before it fails with `unavailable`. Tests on a busy machine wait longer. */
  readonly connectTimeoutMs?: number;
  /** See `MigrateOptions`. */
  readonly mayCreate?: boolean | undefined;
}

/**
 * PostgreSQL groups commits itself, so each request has its own READ COMMITTED transaction and resolves after its
 * COMMIT.
 * @throws StartError if it cannot be reached or refuses the login
 */
export async function openPostgres({
  databaseUrl,
  now = databaseTime,
  connectTimeoutMs = DEFAULT_CONNECT_TIMEOUT_MS,
  mayCreate,
}: PostgresOptions): Promise<Database> {
  const pool = openPool(databaseUrl, connectTimeoutMs);
  const kysely = new Kysely<Schema>({
    dialect: new PostgresDialect({
      pool,
      onCreateConnection: async (connection) => {
        await connection.executeQuery(CompiledQuery.raw('set synchronous_commit = on'));
      },
    }),
  });
  const migrated = kysely.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(trx);
    await migrate(trx, 'postgres', { mayCreate });
  });
  await migrated.catch(async (error: unknown) => {
    await kysely.destroy();
    throw postgresFault(error, databaseUrl) ?? error;
  });

  const backend: Backend = { dialect: 'postgres', now, mapError };
  const session = (on: Kysely<Schema>): Session => ({ backend, kysely: on, run: runOn(on) });
  const read = session(kysely);
  const takeTurns = createTurns({ atOnce: MAX_IN_TURN, maxWaitMs: connectTimeoutMs });
  let closing: Promise<void> | undefined;
  return {
    backend,
    read,
    now: () => readTime(read),
    write(work, { turnOf } = {}) {
      const write = () =>
        writeWithRetry(kysely, (trx) => {
          const tx = session(trx);
          return work({ ...tx, keys: tableKeys(tx) });
        });
      return turnOf === undefined ? write() : takeTurns(turnOf, write);
    },
    withKey: async ({ id, endedAt = null }, use) =>
      lendKey(endedAt === null ? await findKey(read, id) : undefined, use),
    scrub: async () => 'done',
    close: () => (closing ??= kysely.destroy()),
  };
}

function openPool(connectionString: string, connectionTimeoutMillis: number): pg.Pool {
  const types = new pg.TypeOverrides();
  // Times, counts and sizes are all safe integers.
  types.setTypeParser(pg.types.builtins.INT8, Number);
  const pool = new pg.Pool({ connectionString, max: MAX_CONNECTIONS, connectionTimeoutMillis, types });
  // A broken connection fails its query and is replaced. Without listeners, its error would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

function runOn(kysely: Kysely<Schema>): Session['run'] {
  return async (text, parameters) => (await kysely.executeQuery(CompiledQuery.raw(text, [...parameters]))).rows;
}

async function readTime(session: Session): Promise<number> {
  const [time] = await queryOnce(session, ({ kysely, now: time }) => kysely.selectNoFrom(time.as('seconds')));
  if (time === undefined) throw new Error('PostgreSQL did not return the time.');
  return time.seconds;
}

async function writeWithRetry<T>(kysely: Kysely<Schema>, work: (trx: Kysely<Schema>) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    // `unavailable` means that nothing was done, so clients retry. The outcome of a lost commit is unknown.
    let mapThrown = mapError;
    const workThenCommit = async (trx: Kysely<Schema>) => {
      const value = await work(trx);
      mapThrown = (error) => error;
      return value;
    };
    try {
      return await kysely.transaction().setIsolationLevel('read committed').execute(workThenCommit);
    } catch (error) {
      if (!serializationFailures.has(codeOf(error)) || tries === MAX_TRIES) throw mapThrown(error);
    }
    await delay(tries);
  }
}

function mapError(error: unknown): unknown {
  return isUnreachable(error) ? new AppError('unavailable') : error;
}
