import { sql } from 'kysely';
import type { Session } from '#server/db/database.ts';
import { violatedCheck } from '#server/db/postgres-errors.ts';
import { putInForce } from './key-folder-row.ts';

/**
 * With these constraints the database itself refuses keys in the wrong place, also from a process that was started before
 * the keys were moved, and from one of an earlier release.
 */
const NO_KEYS = sql.ref('keys_are_in_a_folder');
const NO_SLOTS = sql.ref('keys_are_in_a_table');

/** Nobody else reads or writes a share or a key until the transaction ends. */
export async function lockKeys({ kysely }: Session): Promise<void> {
  await sql`lock table share, erasure_key in access exclusive mode`.execute(kysely);
}

/** Before the first row gets a slot. */
export async function allowSlots({ kysely }: Session): Promise<void> {
  await sql`alter table share drop constraint if exists ${NO_SLOTS}`.execute(kysely);
}

/** The caller has emptied `erasure_key`. */
export async function useFolder(tx: Session): Promise<void> {
  const { kysely } = tx;
  await sql`alter table erasure_key add constraint ${NO_KEYS} check (false) not valid`.execute(kysely);
  await sql`create index if not exists share_slot_to_free on share (ended_at)
    where ended_at is not null and slot is not null`.execute(kysely);
  await putInForce(tx, true);
}

/** Before the first key is put into the table. */
export async function allowTable({ kysely }: Session): Promise<void> {
  await sql`alter table erasure_key drop constraint if exists ${NO_KEYS}`.execute(kysely);
}

/** The caller has taken the slots from all rows. */
export async function useTable(tx: Session): Promise<void> {
  await sql`alter table share add constraint ${NO_SLOTS} check (slot is null) not valid`.execute(tx.kysely);
  await putInForce(tx, false);
}

/** Whether a write failed because the keys have been moved to the other place since this process started. */
export const isOtherPlace = (error: unknown): boolean => violatedCheck(error)?.startsWith('keys_are_in_') === true;
