import { sql } from 'kysely';
import type { CreateTableBuilder, Kysely } from 'kysely';
import type { Dialect } from './index.ts';

/**
 * The disk space that an unfinished upload has reserved and not filled, and for which client, under keyed hashes. From
 * now on `share.size_bytes` of a pending share is what has arrived of it.
 */
export async function reservations(db: Kysely<object>, dialect: Dialect): Promise<void> {
  const bytes = dialect === 'postgres' ? sql`bytea` : sql`blob`;
  const integer = dialect === 'postgres' ? sql`bigint` : sql`integer`;
  let builder: CreateTableBuilder<string> = db.schema
    .createTable('reservation')
    .addColumn('share_id', bytes, (column) => column.primaryKey().notNull().references('share.id').onDelete('cascade'))
    .addColumn('bytes', integer, (column) => column.notNull())
    .addColumn('until', integer, (column) => column.notNull());
  for (const name of ['address_hash', 'site_hash', 'network_hash']) builder = builder.addColumn(name, bytes);
  await (dialect === 'postgres' ? builder : builder.modifyEnd(sql`strict, without rowid`)).execute();
  await sql`create index reservation_until on reservation (until)`.execute(db);
  // What has arrived of these was never counted. It is when they go live, a week from now at the latest.
  await sql`update share set size_bytes = 0 where state = 'pending'`.execute(db);
  for (const statement of dropsWithUpload[dialect]) await sql.raw(statement).execute(db);
}

/** However an upload ends, its reservation goes with it. */
const dropsWithUpload: Readonly<Record<Dialect, readonly string[]>> = {
  sqlite: [
    `create trigger reservation_over after update of state on share when old.state = 'pending' and new.state <> 'pending'
     begin delete from reservation where share_id = new.id; end`,
  ],
  postgres: [
    `create function drop_reservation() returns trigger language plpgsql as $$
     begin
       delete from reservation where share_id = new.id;
       return null;
     end $$`,
    `create trigger reservation_over after update of state on share for each row
     when (old.state = 'pending' and new.state <> 'pending') execute function drop_reservation()`,
  ],
};
