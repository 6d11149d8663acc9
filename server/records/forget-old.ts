import { sql } from 'kysely';
import type { Transaction } from '#server/db/database.ts';
import { queryOnce } from '#server/db/query.ts';
import type { Schema } from '#server/db/schema.ts';

/** Rows per transaction. */
const MAX_FORGOTTEN = 500;

interface OldRows<Table extends keyof Schema> {
  readonly table: Table;
  /** The column of the primary key. */
  readonly key: keyof Schema[Table] & string;
  /** The column with the time after which a row is of no use. */
  readonly until: keyof Schema[Table] & string;
}

/** Processes that do this at once take other rows. @returns whether there may be more */
export async function forgetOld<Table extends keyof Schema>(
  tx: Transaction,
  { table, key, until }: OldRows<Table>,
): Promise<boolean> {
  const forgotten = await queryOnce<unknown>(tx, ({ kysely, dialect, now }) => {
    const [rows, id] = [sql.table(table), sql.ref(key)];
    const locking = dialect === 'postgres' ? sql`for update skip locked` : sql``;
    const isOld = sql`${sql.ref(`old.${until}`)} <= ${now}`;
    const old = sql`select ${sql.ref(`old.${key}`)} from ${rows} as "old" where ${isOld} limit ${sql.lit(MAX_FORGOTTEN)} ${locking}`;
    const statement = sql`delete from ${rows} where ${id} in (${old}) returning ${id}`;
    return { compile: () => statement.compile(kysely) };
  });
  return forgotten.length === MAX_FORGOTTEN;
}
