import { sql } from 'kysely';
import type { Database, Transaction } from '#server/db/database.ts';
import { queryOnce } from '#server/db/query.ts';
import type { CopiedTable } from './moved-tables.ts';
import { shareKey } from './share-key.ts';
import { anyTable, insertRows, pagesOf } from './table-rows.ts';
import type { Row } from './table-rows.ts';

export interface Copying {
  readonly source: Database;
  readonly target: Database;
}

/** Copies the rows that the target lacks. Nobody else writes to either. @returns the number of rows in the table */
export async function copyTable({ source, target }: Copying, table: CopiedTable): Promise<number> {
  let count = 0;
  for await (const rows of pagesOf(source.read, table)) {
    if (table.name === 'share') await copyShares({ source, target }, rows);
    else await target.write((tx) => insertRows(tx, table.name, rows));
    count += rows.length;
  }
  if (table.name === 'token') await target.write(advanceTokenNumbers);
  return count;
}

async function copyShares({ source, target }: Copying, rows: readonly Row[]): Promise<void> {
  const known = await knownIds(target, rows);
  const missing = rows.filter(({ id }) => !known.has(hexOf(id)));
  const keys = new Map<Row, Uint8Array>();
  try {
    for (const row of missing) {
      const key = await shareKey(source, row);
      if (key !== undefined) keys.set(row, key);
    }
    await target.write((tx) => insertShares(tx, missing, keys));
  } finally {
    for (const key of keys.values()) key.fill(0);
  }
}

async function insertShares(tx: Transaction, rows: readonly Row[], keys: ReadonlyMap<Row, Uint8Array>): Promise<void> {
  const nextSlot = await slotsFor(tx);
  const slotted: Array<Row & { readonly slot: number | null }> = [];
  for (const row of rows) slotted.push({ ...row, slot: keys.has(row) ? await nextSlot() : null });
  await insertRows(tx, 'share', slotted);
  for (const [at, row] of rows.entries()) {
    const key = keys.get(row);
    const { id } = row;
    if (key !== undefined && id instanceof Uint8Array) await tx.keys.put({ id, slot: slotted[at]?.slot ?? null }, key);
  }
}

/** @returns a function that takes the slot of the next new row */
async function slotsFor(tx: Transaction): Promise<() => Promise<number | null>> {
  const { keys, backend } = tx;
  if (keys.takeSlot) return keys.takeSlot;
  if (backend.keys !== 'slot-file') return async () => null;
  const [row] = await queryOnce(tx, ({ kysely }) =>
    kysely.selectFrom('share').select(sql<number>`coalesce(max(slot) + 1, 0)`.as('next')),
  );
  let next = row?.next ?? 0;
  return async () => next++;
}

async function knownIds({ read }: Database, rows: readonly Row[]): Promise<Set<string>> {
  const ids = rows.map(({ id }) => id ?? null);
  const known = await queryOnce(read, ({ kysely }) =>
    anyTable(kysely).selectFrom('share').select('id').where('id', 'in', ids),
  );
  return new Set(known.map(({ id }) => hexOf(id)));
}

const hexOf = (id: Row[string] | undefined): string =>
  id instanceof Uint8Array ? Buffer.from(id).toString('hex') : '';

/** PostgreSQL numbers the next token after those that were copied. SQLite does this itself. */
async function advanceTokenNumbers({ backend, kysely }: Transaction): Promise<void> {
  if (backend.dialect === 'sqlite') return;
  await sql`select setval(pg_get_serial_sequence('token', 'number'), number) from (
    select max(number) as number from token) last where number is not null`.execute(kysely);
}
