import { setTimeout as delay } from 'node:timers/promises';
import { CompiledQuery, Kysely, sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import pg from 'pg';
import { codeOf } from '#server/error-code.ts';
import { AppError } from '#server/errors.ts';
import { advisoryLocks } from './advisory-locks.ts';
import { alone } from './alone.ts';
import { DurableDialect } from './durable-dialect.ts';
import { findKey, tableKeys } from './key-table.ts';
import { lendKey } from '#server/erasure/lend-key.ts';
import { postgresFault } from './postgres-fault.ts';
import type { Backend, Database, Session } from './database.ts';
import { fitsSchema, migrate } from './migrate.ts';
import { isUnreachable } from './postgres-errors.ts';
import { queryOnce } from './query.ts';
import type { Schema } from './schema.ts';
import { createTurns } from './take-turns.ts';

const DEFAULT_POOL = 20;
/** One works, and the others have begun their transaction and wait for the row. */
const MAX_IN_TURN = 3;
const DEFAULT_CONNECT_TIMEOUT_MS = 5_000;
const MAX_TRIES = 10;
const serializationFailures = new Set(['40001', '40P01']);

export const databaseTime: RawBuilder<number> = sql`cast(floor(extract(epoch from clock_timestamp())) as bigint)`;

export interface PostgresOptions {
  readonly databaseUrl: string;
  /** The most connections. */
  readonly pool?: number | undefined;
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
  pool: max = DEFAULT_POOL,
  now = databaseTime,
  connectTimeoutMs = DEFAULT_CONNECT_TIMEOUT_MS,
  mayCreate,
}: PostgresOptions): Promise<Database> {
  const pool = openPool({ connectionString: databaseUrl, max, connectionTimeoutMillis: connectTimeoutMs });
  const kysely = new Kysely<Schema>({
    dialect: new DurableDialect({ pool }),
  });
  const migrated = kysely.transaction().execute(async (trx) => {
    // The first process to start migrates, and the others wait.
    await sql`select pg_advisory_xact_lock(${advisoryLocks.migration})`.execute(trx);
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
    fitsSchema: () => fitsSchema(read),
    alone: (job, work) => alone(kysely, job, work),
    scrub: async () => 'done',
    close: () => (closing ??= kysely.destroy()),
  };
}

function openPool(config: pg.PoolConfig): pg.Pool {
  const types = new pg.TypeOverrides();
  // Times, counts and sizes are all safe integers.
  types.setTypeParser(pg.types.builtins.INT8, Number);
  const pool = new pg.Pool({ ...config, types });
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
      return await kysely.transaction().execute(workThenCommit);
    } catch (error) {
      if (!serializationFailures.has(codeOf(error)) || tries === MAX_TRIES) throw mapThrown(error);
    }
    await delay(tries);
  }
}

function mapError(error: unknown): unknown {
  return isUnreachable(error) ? new AppError('unavailable') : error;
}
