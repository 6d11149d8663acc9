import { CompiledQuery, Kysely, sql } from 'kysely';
import pg from 'pg';
import { advisoryLocks } from './advisory-locks.ts';
import type { Session } from './database.ts';
import { DurableDialect } from './durable-dialect.ts';
import { migrate } from './migrate.ts';
import type { MigrateOptions } from './migrate.ts';
import { postgresFault } from './postgres-fault.ts';
import type { Schema } from './schema.ts';

export interface Connecting {
  readonly databaseUrl: string;
  /** The largest number of connections. */
  readonly max: number;
  readonly connectTimeoutMs: number;
}

/** Connects at its first query. */
export function openPool({ databaseUrl, max, connectTimeoutMs }: Connecting): Kysely<Schema> {
  const types = new pg.TypeOverrides();
  // Times, counts and sizes are all safe integers.
  types.setTypeParser(pg.types.builtins.INT8, Number);
  const pool = new pg.Pool({ connectionString: databaseUrl, max, connectionTimeoutMillis: connectTimeoutMs, types });
  // A broken connection fails its query and is replaced. Without listeners, its error would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new Kysely<Schema>({ dialect: new DurableDialect({ pool }) });
}

/**
 * Connects and migrates.
 * @throws StartError if it cannot be reached or refuses the login
 */
export async function connectPostgres(
  connecting: Connecting,
  options: Omit<MigrateOptions, 'steps'>,
): Promise<Kysely<Schema>> {
  const kysely = openPool(connecting);
  const migrated = kysely.transaction().execute(async (trx) => {
    // The first process to start migrates, and the others wait.
    await sql`select pg_advisory_xact_lock(${advisoryLocks.migration})`.execute(trx);
    await migrate(trx, 'postgres', options);
  });
  await migrated.catch(async (error: unknown) => {
    await kysely.destroy();
    throw postgresFault(error, connecting.databaseUrl) ?? error;
  });
  return kysely;
}

export function runOn(kysely: Kysely<Schema>): Session['run'] {
  return async (text, parameters) => (await kysely.executeQuery(CompiledQuery.raw(text, [...parameters]))).rows;
}
