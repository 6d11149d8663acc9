import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Session } from '#server/db/database.ts';
import { queryOnce } from '#server/db/query.ts';
import type { CopiedTable, TableName } from './moved-tables.ts';

export type Value = string | number | Uint8Array | null;
export type Row = Readonly<Record<string, Value>>;

/** A content has up to a megabyte. */
const PAGE_ROWS: Partial<Record<TableName, number>> = { content: 20 };
const DEFAULT_PAGE_ROWS = 500;

/** The same tables, for code that does not know their columns. */
export const anyTable = (kysely: Session['kysely']): Kysely<Record<string, Row>> =>
  kysely as unknown as Kysely<Record<string, Row>>;

/** All rows in the order of their key, with the names and values that both databases use. */
export async function* pagesOf(read: Session, { name, key }: CopiedTable): AsyncGenerator<readonly Row[], void> {
  const limit = PAGE_ROWS[name] ?? DEFAULT_PAGE_ROWS;
  const columns = sql.join(key.map((column) => sql.ref(column)));
  let last: Row | undefined;
  do {
    const after = last;
    const rows: Row[] = await queryOnce(read, ({ kysely }) => {
      const all = anyTable(kysely).selectFrom(name).selectAll().limit(limit);
      const ordered = key.reduce((ordering, column) => ordering.orderBy(column), all);
      if (after === undefined) return ordered;
      return ordered.where(sql<boolean>`(${columns}) > (${sql.join(key.map((column) => after[column]))})`);
    });
    if (rows.length > 0) yield rows;
    last = rows.length < limit ? undefined : rows.at(-1);
  } while (last !== undefined);
}

/** Rows that exist stay as they are. */
export async function insertRows(tx: Session, name: TableName, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  await queryOnce(tx, ({ kysely }) =>
    anyTable(kysely)
      .insertInto(name)
      .values([...rows])
      .onConflict((conflict) => conflict.doNothing()),
  );
}
