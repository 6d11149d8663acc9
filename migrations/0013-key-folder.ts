import { sql } from 'kysely';
import type { CreateTableBuilder, Kysely } from 'kysely';
import type { Dialect } from './index.ts';

/** Where the erasure keys are, if a folder has ever held them instead of PostgreSQL (docs/decisions/0090). At most one row. */
export async function keyFolder(db: Kysely<object>, dialect: Dialect): Promise<void> {
  const integer = dialect === 'postgres' ? sql`bigint` : sql`integer`;
  const builder: CreateTableBuilder<string> = db.schema.createTable('key_folder');
  const table = dialect === 'postgres' ? builder : builder.modifyEnd(sql`strict`);
  await table
    .addColumn('number', integer, (column) =>
      column
        .primaryKey()
        .notNull()
        .check(sql`number = 1`),
    )
    // Random. The folder and each of its files repeat it.
    .addColumn('name', 'text', (column) => column.notNull())
    // 1: the keys are in the folder, and none in the database. 0: the other way round.
    .addColumn('in_force', integer, (column) => column.notNull())
    // Every slot below has been given to a process, for good.
    .addColumn('next_slot', integer, (column) => column.notNull())
    .execute();
}
