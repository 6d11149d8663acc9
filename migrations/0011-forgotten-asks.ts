import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Dialect } from './index.ts';

/**
 * When a claim last requested a code, so that the sweep can forget it (docs/decisions/0076). `asked_at` stays while the same
 * code is mailed again, so it differs between a named person and a stranger.
 */
export async function forgottenAsks(db: Kysely<object>, dialect: Dialect): Promise<void> {
  const integer = dialect === 'postgres' ? sql`bigint` : sql`integer`;
  await db.schema
    .alterTable('code_ask')
    .addColumn('last_asked_at', integer, (column) => column.notNull().defaultTo(0))
    .execute();
  await sql`update code_ask set last_asked_at = asked_at`.execute(db);
  await db.schema.createIndex('code_ask_last_asked').on('code_ask').column('last_asked_at').execute();
}
