import { sql } from 'kysely';
import type { CreateTableBuilder, Kysely } from 'kysely';
import type { Dialect } from './index.ts';

/** One row: the time last seen, and the uptime of the host that saw it. Together they reveal a clock that jumped ahead. */
export async function serverClock(db: Kysely<object>, dialect: Dialect): Promise<void> {
  const integer = dialect === 'postgres' ? sql`bigint` : sql`integer`;
  const table: CreateTableBuilder<string> = db.schema.createTable('server_clock');
  await (dialect === 'postgres' ? table : table.modifyEnd(sql`strict`))
    .addColumn('id', integer, (column) => column.primaryKey().check(sql`id = 1`))
    .addColumn('expected_at', integer, (column) => column.notNull())
    .addColumn('checked_at', integer, (column) => column.notNull())
    .addColumn('uptime_seconds', integer, (column) => column.notNull())
    .addColumn('boot_id', 'text', (column) => column.notNull())
    .addColumn('off_seconds', integer)
    .execute();
}
