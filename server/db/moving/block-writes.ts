import { sql } from 'kysely';
import type { Session } from '#server/db/database.ts';
import { violatedCheck } from '#server/db/postgres-errors.ts';
import { findMove } from './move-row.ts';
import { movedTables } from './moved-tables.ts';

/**
 * With this constraint, PostgreSQL itself refuses every new or changed row, also to a process that was overlooked and to
 * one of an earlier release. With SQLite, nobody else has the database open.
 */
const CONSTRAINT = 'moved_away';
const writable = new Set(['move']);

/** Not those of another program in the same schema. */
async function tablesOf({ kysely }: Session): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select tablename as name from pg_tables
    where schemaname = current_schema()`.execute(kysely);
  return rows.map(({ name }) => name).filter((name) => Object.hasOwn(movedTables, name) && !writable.has(name));
}

export async function blockWrites(tx: Session): Promise<void> {
  if (tx.backend.dialect === 'sqlite') return;
  for (const table of await tablesOf(tx))
    await sql`alter table ${sql.table(table)} add constraint ${sql.ref(CONSTRAINT)} check (false) not valid`.execute(
      tx.kysely,
    );
}

export async function allowWrites(tx: Session): Promise<void> {
  if (tx.backend.dialect === 'sqlite') return;
  for (const table of await tablesOf(tx))
    await sql`alter table ${sql.table(table)} drop constraint if exists ${sql.ref(CONSTRAINT)}`.execute(tx.kysely);
}

/** Whether a write failed because the database is moving or has moved. */
export const isBlocked = (error: unknown): boolean => violatedCheck(error) === CONSTRAINT;

/** Whether the database has moved, or begun to move, since this process opened it. */
export async function hasMovedAway(read: Session): Promise<boolean> {
  const state = (await findMove(read))?.state;
  return state === 'leaving' || state === 'left';
}
