import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { migrations } from '#migrations/registry.ts';
import { StartError } from '#server/platform/start-error.ts';
import type { Dialect, Session } from './database.ts';
import { refuseMoved } from './moving/move-row.ts';
import type { Schema } from './schema.ts';

/** The caller's transaction is rolled back, so nothing is left in the database. */
const EMPTY =
  'The database is empty: no service has used it yet. Check SOTTO_DATABASE_URL and SOTTO_DATA_DIR. For a new installation, start the service once.';

export interface MigrateOptions {
  readonly steps?: typeof migrations;
  /** Whether an empty database becomes a new installation. Only a start of the service may do that. Default: true. */
  readonly mayCreate?: boolean | undefined;
  /** Only `sotto admin move` opens a database that is moving. Default: false. */
  readonly mayBeMoving?: boolean | undefined;
}

/**
 * Migrates the database to this release's schema. The caller holds the transaction and the lock for all of it.
 * @throws StartError if the database was written by a newer release, or is empty and must not be
 */
export async function migrate(kysely: Kysely<Schema>, dialect: Dialect, options: MigrateOptions = {}): Promise<void> {
  const { steps = migrations, mayCreate = true, mayBeMoving = false } = options;
  await sql`create table if not exists migration (name text primary key)`.execute(kysely);
  const { rows } = await sql<{ name: string }>`select name from migration`.execute(kysely);
  if (rows.length === 0 && !mayCreate) throw new StartError(EMPTY);
  const applied = new Set(rows.map((row) => row.name));
  if (applied.has('0014-move') && !mayBeMoving) await refuseMoved(kysely);
  for (const [name, step] of steps) {
    if (applied.delete(name)) continue;
    await step(kysely.$pickTables<never>(), dialect);
    await sql`insert into migration (name) values (${name})`.execute(kysely);
  }
  const [unknown] = applied;
  if (unknown !== undefined) {
    throw new StartError(
      `The database was written by a newer release of Sotto (it has "${unknown}"). Start that release or a later one.`,
    );
  }
}

/**
 * The last part of the name of a migration that a process of an earlier release must not outlive: it would fail on the
 * new schema, or not keep a promise that the new one makes.
 */
const BREAKING = '-breaking';

/** No migration of this process is missing, and none of a newer release breaks it. */
export async function fitsSchema({ run }: Session): Promise<boolean> {
  const rows = (await run('select name from migration', [])) as ReadonlyArray<{ readonly name: string }>;
  const applied = new Set(rows.map(({ name }) => name));
  return migrations.every(([name]) => applied.delete(name)) && ![...applied].some((name) => name.endsWith(BREAKING));
}
