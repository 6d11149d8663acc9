import { sql } from 'kysely';
import type { CreateTableBuilder, Kysely } from 'kysely';
import type { Dialect } from './index.ts';

/**
 * Sign-ins, sessions, and what a member added to a share. Nobody who has only the database can read whose session or
 * whose share a row is.
 */
export async function members(db: Kysely<object>, dialect: Dialect): Promise<void> {
  const bytes = dialect === 'postgres' ? sql`bytea` : sql`blob`;
  const integer = dialect === 'postgres' ? sql`bigint` : sql`integer`;
  const create = (table: string) => {
    const builder: CreateTableBuilder<string> = db.schema.createTable(table);
    return dialect === 'postgres' ? builder : builder.modifyEnd(sql`strict`);
  };

  await create('sign_in')
    .addColumn('state_hash', bytes, (column) => column.primaryKey().notNull())
    .addColumn('sealed', bytes, (column) => column.notNull())
    .addColumn('until', integer, (column) => column.notNull())
    .execute();
  await db.schema.createIndex('sign_in_until').on('sign_in').column('until').execute();

  await create('session')
    .addColumn('hash', bytes, (column) => column.primaryKey().notNull())
    .addColumn('sealed', bytes, (column) => column.notNull())
    // Keyed hashes: of the provider's session, and of issuer and subject.
    .addColumn('sid_tag', bytes)
    .addColumn('sub_tag', bytes, (column) => column.notNull())
    .addColumn('created_at', integer, (column) => column.notNull())
    .addColumn('expires_at', integer, (column) => column.notNull())
    .execute();
  await db.schema.createIndex('session_expires').on('session').column('expires_at').execute();
  await db.schema.createIndex('session_sub').on('session').column('sub_tag').execute();
  await db.schema.createIndex('session_sid').on('session').column('sid_tag').execute();

  // Logout tokens that were accepted: each counts once.
  await create('logout_token')
    .addColumn('jti_tag', bytes, (column) => column.primaryKey().notNull())
    .addColumn('until', integer, (column) => column.notNull())
    .execute();
  await db.schema.createIndex('logout_token_until').on('logout_token').column('until').execute();

  // Groups, shown sender and receipt key of a share or request, under its erasure key and the server key.
  await create('member_terms')
    .addColumn('share_id', bytes, (column) =>
      column.primaryKey().notNull().references('content.share_id').onDelete('cascade'),
    )
    .addColumn('sealed', bytes, (column) => column.notNull())
    // When the last mail about an opening was due.
    .addColumn('mailed_at', integer)
    .execute();

  // Instead of `max_answers`, which is 0 then: statements that know no gates take no answer.
  await db.schema.alterTable('request').addColumn('member_answers', integer).execute();

  // SPEC.md §13.4. Kept with the history.
  await db.schema.alterTable('opening').addColumn('receipt', bytes).execute();

  await allowMail(db, dialect);
}

/** Mail to senders waits in the outbox, too. SQLite cannot change a check, but nothing references this table. */
async function allowMail(db: Kysely<object>, dialect: Dialect): Promise<void> {
  const check = sql`kind in ('code', 'none', 'notice', 'mail')`;
  if (dialect === 'postgres') {
    await db.schema.alterTable('outbox').dropConstraint('outbox_kind_check').execute();
    await db.schema.alterTable('outbox').addCheckConstraint('outbox_kind_check', check).execute();
    return;
  }
  await db.schema
    .createTable('outbox_with_mail')
    .addColumn('id', sql`blob`, (column) => column.primaryKey().notNull())
    .addColumn('kind', 'text', (column) => column.notNull().check(check))
    .addColumn('share_id', sql`blob`, (column) => column.references('content.share_id').onDelete('cascade'))
    .addColumn('due_at', sql`integer`, (column) => column.notNull())
    .addColumn('tries', sql`integer`, (column) => column.notNull())
    .addColumn('sealed', sql`blob`, (column) => column.notNull())
    .modifyEnd(sql`strict`)
    .execute();
  await sql`insert into outbox_with_mail select id, kind, share_id, due_at, tries, sealed from outbox`.execute(db);
  await db.schema.dropTable('outbox').execute();
  await db.schema.alterTable('outbox_with_mail').renameTo('outbox').execute();
  await db.schema.createIndex('outbox_due').on('outbox').column('due_at').execute();
  await db.schema.createIndex('outbox_share').on('outbox').column('share_id').execute();
}
