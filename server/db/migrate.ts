import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { migrations } from '#migrations/registry.ts';
import { StartError } from '#server/platform/start-error.ts';
import type { Dialect } from './database.ts';
import type { Schema } from './schema.ts';

/**
 * Migrates the database to this release's schema. The caller holds the transaction and the lock for all of it.
 * @throws StartError if the database was written by a newer release
 */
export async function migrate(kysely: Kysely<Schema>, dialect: Dialect, steps = migrations): Promise<void> {
  await sql`create table if not exists migration (name text primary key)`.execute(kysely);
  const { rows } = await sql<{ name: string }>`select name from migration`.execute(kysely);
  const applied = new Set(rows.map((row) => row.name));
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
