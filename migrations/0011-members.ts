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
    .execute();

  // SPEC.md §13.4. Kept with the history.
  await db.schema.alterTable('opening').addColumn('receipt', bytes).execute();
}
