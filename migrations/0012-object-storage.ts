import { sql } from 'kysely';
import type { CreateTableBuilder, Kysely } from 'kysely';
import type { Dialect } from './index.ts';

/**
 * Which objects of a bucket hold which parts of file bodies (docs/decisions/0081). Empty where the files are in the data
 * folder.
 */
export async function objectStorage(db: Kysely<object>, dialect: Dialect): Promise<void> {
  const integer = dialect === 'postgres' ? sql`bigint` : sql`integer`;
  const bytes = dialect === 'postgres' ? sql`bytea` : sql`blob`;
  // Compared byte by byte, as a bucket lists its keys.
  const name = dialect === 'postgres' ? sql`text collate "C"` : sql`text`;
  const create = (table: string) => {
    const builder: CreateTableBuilder<string> = db.schema.createTable(table);
    return dialect === 'postgres' ? builder : builder.modifyEnd(sql`strict, without rowid`);
  };

  // The object that counts as this part. Every other object is loose, or nobody's.
  await create('file_part')
    .addColumn('body', name, (column) => column.notNull())
    .addColumn('part', integer, (column) => column.notNull())
    .addColumn('object', name, (column) => column.notNull())
    .addColumn('length', integer, (column) => column.notNull())
    .addColumn('digest', bytes, (column) => column.notNull())
    .addPrimaryKeyConstraint('file_part_key', ['body', 'part'])
    .execute();

  // Objects that do not count: being written since `begun_at`, or to be deleted from `delete_at` on.
  await create('loose_object')
    .addColumn('body', name, (column) => column.notNull())
    .addColumn('object', name, (column) => column.notNull())
    .addColumn('begun_at', integer, (column) => column.notNull())
    .addColumn('delete_at', integer)
    .addPrimaryKeyConstraint('loose_object_key', ['body', 'object'])
    .execute();
  await db.schema.createIndex('loose_object_begun').on('loose_object').column('begun_at').execute();
  await db.schema.createIndex('loose_object_due').on('loose_object').column('delete_at').execute();

  // Random. It marks what belongs to this database, wherever the database is moved.
  await create('database_id')
    .addColumn('number', integer, (column) =>
      column
        .primaryKey()
        .notNull()
        .check(sql`number = 1`),
    )
    .addColumn('name', 'text', (column) => column.notNull())
    .execute();
}
