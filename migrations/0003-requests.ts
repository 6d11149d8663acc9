import { sql } from 'kysely';
import type { CreateTableBuilder, Kysely } from 'kysely';
import type { Dialect } from './index.ts';

/** Requests: a request is a row of `share`, and so is each answer to it; what they have beyond that stands here. */
export async function requests(db: Kysely<object>, dialect: Dialect): Promise<void> {
  const bytes = dialect === 'postgres' ? sql`bytea` : sql`blob`;
  const integer = dialect === 'postgres' ? sql`bigint` : sql`integer`;
  const create = (table: string) => {
    const builder: CreateTableBuilder<string> = db.schema.createTable(table);
    return dialect === 'postgres' ? builder : builder.modifyEnd(sql`strict`);
  };

  await db.schema
    .alterTable('share')
    .addColumn('kind', 'text', (column) =>
      column
        .notNull()
        .defaultTo('share')
        .check(sql`kind in ('share', 'request')`),
    )
    .execute();
  await create('request')
    .addColumn('share_id', bytes, (column) => column.primaryKey().notNull().references('share.id').onDelete('cascade'))
    .addColumn('max_answers', integer, (column) => column.notNull())
    .addColumn('answers', integer, (column) => column.notNull())
    .addColumn('answer_ttl', integer, (column) => column.notNull())
    .addColumn('keep', 'text', (column) => column.notNull().check(sql`keep in ('expiry', 'read')`))
    .addColumn('closed_at', integer)
    .execute();
  await create('answer')
    .addColumn('share_id', bytes, (column) => column.primaryKey().notNull().references('share.id').onDelete('cascade'))
    .addColumn('request_id', bytes, (column) => column.notNull().references('request.share_id').onDelete('cascade'))
    .addColumn('sealed_key', bytes)
    .addColumn('read_at', integer)
    .execute();
  await db.schema.createIndex('answer_request').on('answer').column('request_id').execute();
}
