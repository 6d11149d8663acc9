import { sql } from 'kysely';
import type { CreateTableBuilder, Kysely } from 'kysely';
import type { Dialect } from './index.ts';

/**
 * Sums over `reservation`, kept by triggers, so that no upload reads the reservations of others (docs/decisions/0043). A sum
 * belongs to a name, which is everyone or one of the three hashes, and to the second in which the reservations lapse: it
 * stops counting at that second without anyone writing. The three hashes of a row are never equal.
 *
 * On SQLite the triggers change the sums. On PostgreSQL they add rows to `reservation_change`, so that writers never wait
 * for each other; sum and changes together are the truth, and the sweep folds the changes into the sums.
 */
export async function reservationTotals(db: Kysely<object>, dialect: Dialect): Promise<void> {
  // Until the sums and the triggers are both there, nobody else may write.
  if (dialect === 'postgres') await sql`lock table reservation in access exclusive mode`.execute(db);
  await addSums(db.schema.createTable('reservation_total'), dialect)
    .addPrimaryKeyConstraint('reservation_total_key', ['name', 'until'])
    .$call((table) => (dialect === 'postgres' ? table : table.modifyEnd(sql`strict, without rowid`)))
    .execute();
  await sql.raw(countAll(dialect)).execute(db);
  for (const statement of statements[dialect]) await sql.raw(statement).execute(db);
  if (dialect === 'postgres') await addChanges(db);
}

const hashes = ['address_hash', 'site_hash', 'network_hash'];
const counted = ['bytes', 'until', ...hashes];
const changed = ['old', 'new'].map((row) => `(${counted.map((column) => `${row}.${column}`).join(', ')})`);

function addSums(table: CreateTableBuilder<string, string>, dialect: Dialect): CreateTableBuilder<string, string> {
  const [bytes, integer] = dialect === 'postgres' ? [sql`bytea`, sql`bigint`] : [sql`blob`, sql`integer`];
  return table
    .addColumn('name', bytes, (column) => column.notNull())
    .addColumn('until', integer, (column) => column.notNull())
    .addColumn('bytes', integer, (column) => column.notNull());
}

/** One byte, which no hash is. */
const everyone: Readonly<Record<Dialect, string>> = { sqlite: `x'00'`, postgres: `'\\x00'::bytea` };

const countAll = (dialect: Dialect): string => {
  const names = [everyone[dialect], ...hashes];
  const rows = names.map((name) => `select ${name} as name, until, bytes from reservation`).join(' union all ');
  return `insert into reservation_total (name, until, bytes)
    select name, until, sum(bytes) from (${rows}) named where name is not null group by name, until having sum(bytes) > 0`;
};

/** The names of one row, as a table. */
const namesOf = (row: 'old' | 'new', dialect: Dialect): string =>
  [everyone[dialect], ...hashes.map((hash) => `${row}.${hash}`)]
    .map((name) => `select ${name} as name`)
    .join(' union all ');

const addOnSqlite = `
  insert into reservation_total (name, until, bytes)
  select name, new.until, new.bytes from (${namesOf('new', 'sqlite')}) where name is not null and new.bytes > 0
  on conflict (name, until) do update set bytes = bytes + excluded.bytes;`;
const ofOldOnSqlite = `until = old.until and name in (${everyone.sqlite}, old.address_hash, old.site_hash, old.network_hash)`;
const subtractOnSqlite = `
  update reservation_total set bytes = bytes - old.bytes where ${ofOldOnSqlite};
  delete from reservation_total where ${ofOldOnSqlite} and bytes = 0;`;

const addOnPostgres = (row: 'old' | 'new', sign: '' | '-'): string =>
  `insert into reservation_change (name, until, bytes)
   select name, ${row}.until, ${sign}${row}.bytes from (${namesOf(row, 'postgres')}) named
   where name is not null and ${row}.bytes > 0;`;

const statements: Readonly<Record<Dialect, readonly string[]>> = {
  sqlite: [
    `create trigger reservation_added after insert on reservation begin ${addOnSqlite} end`,
    `create trigger reservation_removed after delete on reservation begin ${subtractOnSqlite} end`,
    `create trigger reservation_changed after update of ${counted.join(', ')} on reservation
     when ${changed.join(' is not ')} begin ${subtractOnSqlite} ${addOnSqlite} end`,
  ],
  postgres: [
    `create function count_reservation() returns trigger language plpgsql as $$
     begin
       if tg_op <> 'INSERT' then ${addOnPostgres('old', '-')} end if;
       if tg_op <> 'DELETE' then ${addOnPostgres('new', '')} end if;
       return null;
     end $$`,
    `create trigger reservation_counted after insert or delete on reservation
     for each row execute function count_reservation()`,
    `create trigger reservation_changed after update of ${counted.join(', ')} on reservation for each row
     when (${changed.join(' is distinct from ')}) execute function count_reservation()`,
  ],
};

/** The rows that the triggers add. No transaction waits for another one's. */
async function addChanges(db: Kysely<object>): Promise<void> {
  // A table without a key cannot be replicated row by row.
  const numbered = db.schema
    .createTable('reservation_change')
    .addColumn('number', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity());
  await addSums(numbered, 'postgres').execute();
  await sql`create index reservation_change_name on reservation_change (name, until)`.execute(db);
  await sql`create index reservation_total_empty on reservation_total (until) where bytes = 0`.execute(db);
}
