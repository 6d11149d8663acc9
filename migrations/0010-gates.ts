import { sql } from 'kysely';
import type { CreateTableBuilder, Kysely } from 'kysely';
import type { Dialect } from './index.ts';

/**
 * Gates, named people, their code mails, and notices. Whatever could identify somebody references `content`, so it goes
 * with the content: in the same statement, and a late insert is refused.
 */
export async function gates(db: Kysely<object>, dialect: Dialect): Promise<void> {
  const bytes = dialect === 'postgres' ? sql`bytea` : sql`blob`;
  const integer = dialect === 'postgres' ? sql`bigint` : sql`integer`;
  const create = (table: string) => {
    const builder: CreateTableBuilder<string> = db.schema.createTable(table);
    return dialect === 'postgres' ? builder : builder.modifyEnd(sql`strict`);
  };
  const addTo = (table: string, column: string, type: typeof bytes) =>
    db.schema.alterTable(table).addColumn(column, type).execute();

  await addTo('share', 'views_each', integer);
  await addTo('share', 'people', bytes);
  await addTo('share', 'first_expires_at', integer);
  await addTo('opening', 'recipient_n', integer);

  await create('gate')
    .addColumn('share_id', bytes, (column) =>
      column.primaryKey().notNull().references('content.share_id').onDelete('cascade'),
    )
    .addColumn('bits', integer, (column) => column.notNull())
    .addColumn('open_hash', bytes, (column) => column.notNull())
    .addColumn('not_before', integer)
    .addColumn('extra_asks', integer, (column) => column.notNull())
    .addColumn('requests', integer, (column) => column.notNull().defaultTo(0))
    .execute();

  await create('recipient')
    .addColumn('share_id', bytes, (column) => column.notNull().references('content.share_id').onDelete('cascade'))
    .addColumn('n', integer, (column) => column.notNull())
    .addColumn('tag', bytes, (column) => column.notNull())
    .addColumn('spent', integer, (column) => column.notNull())
    .addColumn('asks', integer, (column) => column.notNull())
    .addColumn('asks_left', integer, (column) => column.notNull())
    .addColumn('requests', integer, (column) => column.notNull().defaultTo(0))
    .addColumn('asks_at_reset', integer, (column) => column.notNull())
    .addColumn('reset_at', integer)
    .addColumn('mail', 'text', (column) => column.check(sql`mail in ('queued', 'taken', 'refused')`))
    .addColumn('revoked_at', integer)
    .addPrimaryKeyConstraint('recipient_key', ['share_id', 'n'])
    .execute();

  // A part of the history, like the number in `opening`: it outlives the row above.
  await create('revocation')
    .addColumn('share_id', bytes, (column) => column.notNull().references('share.id').onDelete('cascade'))
    .addColumn('n', integer, (column) => column.notNull())
    .addColumn('revoked_at', integer, (column) => column.notNull())
    .addPrimaryKeyConstraint('revocation_key', ['share_id', 'n'])
    .execute();

  await create('code_ask')
    .addColumn('share_id', bytes, (column) => column.notNull().references('content.share_id').onDelete('cascade'))
    .addColumn('claim_hash', bytes, (column) => column.notNull())
    .addColumn('n', integer, (column) => column.notNull())
    .addColumn('asked_at', integer, (column) => column.notNull())
    .addColumn('until', integer, (column) => column.notNull())
    .addColumn('tries', integer, (column) => column.notNull())
    .addColumn('sends', integer, (column) => column.notNull())
    .addColumn('last_asked_at', integer, (column) => column.notNull())
    .addPrimaryKeyConstraint('code_ask_key', ['share_id', 'claim_hash'])
    .execute();
  await db.schema.createIndex('code_ask_last_asked').on('code_ask').column('last_asked_at').execute();

  await create('notice_channel')
    .addColumn('share_id', bytes, (column) =>
      column.primaryKey().notNull().references('content.share_id').onDelete('cascade'),
    )
    .addColumn('sealed', bytes, (column) => column.notNull())
    .addColumn('is_over', integer, (column) => column.notNull())
    .addColumn('opened_at', integer)
    .execute();

  await create('outbox')
    .addColumn('id', bytes, (column) => column.primaryKey().notNull())
    .addColumn('kind', 'text', (column) => column.notNull().check(sql`kind in ('code', 'none', 'notice')`))
    .addColumn('share_id', bytes, (column) => column.references('content.share_id').onDelete('cascade'))
    .addColumn('due_at', integer, (column) => column.notNull())
    .addColumn('tries', integer, (column) => column.notNull())
    .addColumn('sealed', bytes, (column) => column.notNull())
    .execute();
  await db.schema.createIndex('outbox_due').on('outbox').column('due_at').execute();
  // A cascade looks for the rows of a share in each of these tables; the others begin their key with it.
  await db.schema.createIndex('outbox_share').on('outbox').column('share_id').execute();
}
