import { sql } from 'kysely';
import { codeOf } from '#server/error-code.ts';
import type { Session } from '#server/db/database.ts';
import { findMove } from './move-row.ts';

/**
 * Makes PostgreSQL itself refuse every new or changed row, also to a process that was running unnoticed and to one of an
 * earlier release. With SQLite, nobody else has the database open.
 */
const CONSTRAINT = 'moved_away';
const CHECK_VIOLATION = '23514';
const open = new Set(['move', 'migration']);

async function tablesOf({ kysely }: Session): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select tablename as name from pg_tables
    where schemaname = current_schema()`.execute(kysely);
  return rows.map(({ name }) => name).filter((name) => !open.has(name));
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
export const isBlocked = (error: unknown): boolean =>
  codeOf(error) === CHECK_VIOLATION &&
  error instanceof Error &&
  'constraint' in error &&
  error.constraint === CONSTRAINT;

/** While this process has it open. */
export async function hasMovedAway(read: Session): Promise<boolean> {
  const state = (await findMove(read))?.state;
  return state === 'leaving' || state === 'left';
}
