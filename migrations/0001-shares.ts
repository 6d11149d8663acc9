import { sql } from 'kysely';
import type { CreateTableBuilder, Kysely } from 'kysely';
import type { Dialect } from './index.ts';

const states = sql`state in ('pending', 'live', 'locked', 'spent', 'expired', 'destroyed', 'deleted')`;

export async function shares(db: Kysely<object>, dialect: Dialect): Promise<void> {
  const bytes = dialect === 'postgres' ? sql`bytea` : sql`blob`;
  const integer = dialect === 'postgres' ? sql`bigint` : sql`integer`;
  const create = (table: string, sqliteOptions = sql`strict`) => {
    const builder: CreateTableBuilder<string> = db.schema.createTable(table);
    return dialect === 'postgres' ? builder : builder.modifyEnd(sqliteOptions);
  };

  await create('share')
    .addColumn('id', bytes, (column) => column.primaryKey().notNull())
    .addColumn('slot', integer, (column) => column.unique())
    .addColumn('state', 'text', (column) => column.notNull().check(states))
    .addColumn('link_hash', bytes, (column) => column.notNull())
    .addColumn('owner_hash', bytes, (column) => column.notNull())
    .addColumn('open_hash', bytes)
    .addColumn('kdf', integer, (column) => column.notNull())
    .addColumn('max_views', integer, (column) => column.notNull())
    .addColumn('views_spent', integer, (column) => column.notNull())
    .addColumn('attempts', integer, (column) => column.notNull())
    .addColumn('attempt_limit', integer, (column) => column.notNull())
    .addColumn('on_limit', 'text', (column) => column.notNull().check(sql`on_limit in ('lock', 'destroy')`))
    .addColumn('size_bytes', integer, (column) => column.notNull())
    .addColumn('created_at', integer, (column) => column.notNull())
    .addColumn('expires_at', integer, (column) => column.notNull())
    .addColumn('ended_at', integer)
    .addColumn('due_at', integer, (column) => column.notNull())
    .execute();
  await db.schema.createIndex('share_due').on('share').column('due_at').execute();

  await create('content')
    .addColumn('share_id', bytes, (column) => column.primaryKey().notNull().references('share.id').onDelete('cascade'))
    .addColumn('preamble', bytes, (column) => column.notNull())
    .addColumn('note', bytes)
    .addColumn('sealed', bytes, (column) => column.notNull())
    .execute();

  await create('opening', sql`strict, without rowid`)
    .addColumn('share_id', bytes, (column) => column.notNull().references('share.id').onDelete('cascade'))
    .addColumn('seq', integer, (column) => column.notNull())
    .addColumn('claim_hash', bytes)
    .addColumn('opened_at', integer, (column) => column.notNull())
    .addColumn('lease_until', integer, (column) => column.notNull())
    .addColumn('lease_cap', integer, (column) => column.notNull())
    .addColumn('acknowledged_at', integer)
    .addPrimaryKeyConstraint('opening_key', ['share_id', 'seq'])
    .addUniqueConstraint('opening_claim', ['share_id', 'claim_hash'])
    .execute();

  if (dialect === 'postgres') {
    await create('erasure_key')
      .addColumn('share_id', bytes, (column) =>
        column.primaryKey().notNull().references('share.id').onDelete('cascade'),
      )
      .addColumn('key', bytes, (column) => column.notNull())
      .execute();
    return;
  }
  await create('free_slot')
    .addColumn('slot', integer, (column) => column.primaryKey())
    .execute();
  await sql`create index share_slot_to_free on share (ended_at) where ended_at is not null and slot is not null`.execute(
    db,
  );
}
