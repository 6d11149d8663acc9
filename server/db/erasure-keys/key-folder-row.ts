import { randomBytes } from 'node:crypto';
import { query } from '#server/db/query.ts';
import type { Session } from '#server/db/database.ts';
import type { KeyFolderTable } from '#server/db/key-tables.ts';

export type KeyFolderRow = Omit<KeyFolderTable, 'number'>;

const NAME_BYTES = 16;
/** The slots that a process takes at once. Two pages of the file, so that processes seldom write to the same page. */
export const BLOCK_SLOTS = 128;

const selectRow = query<object, KeyFolderRow>(({ kysely }) =>
  kysely.selectFrom('key_folder').select(['name', 'in_force', 'next_slot']),
);

export async function findKeyFolder(session: Session): Promise<KeyFolderRow | undefined> {
  const [row] = await selectRow(session, {});
  return row;
}

const insertRow = query<{ name: string }, unknown>(({ kysely, param }) =>
  kysely
    .insertInto('key_folder')
    .values({ number: 1, name: param('name'), in_force: 0, next_slot: 0 })
    .onConflict((conflict) => conflict.column('number').doNothing()),
);

/** Only the first call sets the name. It must be committed before the folder is marked with it. */
export async function nameKeyFolder(tx: Session): Promise<void> {
  await insertRow(tx, { name: randomBytes(NAME_BYTES).toString('hex') });
}

const advance = query<{ slots: number }, { next_slot: number }>(({ kysely, param }) =>
  kysely
    .updateTable('key_folder')
    .set((eb) => ({ next_slot: eb('next_slot', '+', param('slots')) }))
    .returning('next_slot'),
);

/** Once this is committed, only the caller may ever use these slots. @returns the first of them */
export async function takeSlots(tx: Session, slots: number): Promise<number | undefined> {
  const [row] = await advance(tx, { slots });
  return row && row.next_slot - slots;
}

const advanceTo = query<{ slot: number }, unknown>(({ kysely, param }) =>
  kysely
    .updateTable('key_folder')
    .set({ next_slot: param('slot') })
    .where('next_slot', '<', param('slot')),
);

/** Slots below this one are not given out any more. */
export async function skipSlots(tx: Session, slot: number): Promise<void> {
  await advanceTo(tx, { slot });
}

const setInForce = query<{ inForce: number }, unknown>(({ kysely, param }) =>
  kysely.updateTable('key_folder').set({ in_force: param('inForce') }),
);

export async function putInForce(tx: Session, isInForce: boolean): Promise<void> {
  await setInForce(tx, { inForce: Number(isInForce) });
}
