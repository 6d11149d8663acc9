import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Dialect } from './index.ts';

/** Files: where a share's body lies, how long it is, and how it was cut into parts. */
export async function bodies(db: Kysely<object>, dialect: Dialect): Promise<void> {
  const integer = dialect === 'postgres' ? sql`bigint` : sql`integer`;
  await db.schema.alterTable('share').addColumn('body_name', 'text').execute();
  await db.schema
    .alterTable('share')
    .addColumn('body_bytes', integer, (column) => column.notNull().defaultTo(0))
    .execute();
  await db.schema.alterTable('share').addColumn('part_chunks', integer).execute();
  await sql`create unique index share_body on share (body_name) where body_name is not null`.execute(db);
}
