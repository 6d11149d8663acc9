import { sql } from 'kysely';
import type { CreateTableBuilder, Kysely } from 'kysely';
import type { Dialect } from './index.ts';

/** Who may create, what each has stored today, and what was reported. */
export async function policy(db: Kysely<object>, dialect: Dialect): Promise<void> {
  const bytes = dialect === 'postgres' ? sql`bytea` : sql`blob`;
  const integer = dialect === 'postgres' ? sql`bigint` : sql`integer`;
  const create = (table: string, sqliteOptions = sql`strict`) => {
    const builder: CreateTableBuilder<string> = db.schema.createTable(table);
    return dialect === 'postgres' ? builder : builder.modifyEnd(sqliteOptions);
  };

  await create('token')
    .addColumn('number', integer, (column) =>
      dialect === 'postgres' ? column.primaryKey().generatedAlwaysAsIdentity() : column.primaryKey().autoIncrement(),
    )
    .addColumn('hash', bytes, (column) => column.notNull().unique())
    .addColumn('label', 'text', (column) => column.notNull())
    .addColumn('created_at', integer, (column) => column.notNull())
    .addColumn('expires_at', integer)
    .addColumn('revoked_at', integer)
    .addColumn('last_used_day', integer)
    .execute();
  await sql`create unique index token_label on token (label) where revoked_at is null`.execute(db);

  await create('day_key')
    .addColumn('day', integer, (column) => column.primaryKey().notNull())
    .addColumn('key', bytes, (column) => column.notNull())
    .execute();
  await create('tally', sql`strict, without rowid`)
    .addColumn('day', integer, (column) => column.notNull())
    .addColumn('account_hash', bytes, (column) => column.notNull())
    .addColumn('amount', integer, (column) => column.notNull())
    .addPrimaryKeyConstraint('tally_key', ['day', 'account_hash'])
    .execute();

  await create('report', sql`strict, without rowid`)
    .addColumn('share_id', bytes, (column) => column.notNull().references('share.id').onDelete('cascade'))
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('count', integer, (column) => column.notNull())
    .addColumn('first_at', integer, (column) => column.notNull())
    .addColumn('last_at', integer, (column) => column.notNull())
    .addPrimaryKeyConstraint('report_key', ['share_id', 'reason'])
    .execute();

  await sql`create index share_held on share (size_bytes) where ended_at is null`.execute(db);
}
