import { sql } from 'kysely';
import type { Transaction } from '#server/db/database.ts';
import { query } from '#server/db/query.ts';
import { MAX_OPENED_AT } from '#server/shares/wire.ts';

const selectDue = query<{ limit: number; now: number }, { id: Uint8Array }>(({ kysely, dialect, param }) =>
  kysely
    .selectFrom('share')
    .select('id')
    .where('due_at', '<=', param('now'))
    .where((eb) => eb.or([eb('ended_at', 'is', null), eb('slot', 'is', null)]))
    .orderBy('due_at')
    .limit(param('limit'))
    .$if(dialect === 'postgres', (locking) => locking.forUpdate().skipLocked()),
);

/**
 * Locks the rows that are due. Left for a later sweep are those that somebody else has locked, and tombstones that still
 * name a key slot.
 */
export async function lockDue(tx: Transaction, due: { limit: number; now: number }): Promise<Uint8Array[]> {
  const rows = await selectDue(tx, due);
  return rows.map((row) => row.id);
}

const updateDue = query<{ id: Uint8Array; dueAt: number }, unknown>(({ kysely, param }) =>
  kysely
    .updateTable('share')
    .set({ due_at: param('dueAt') })
    .where('id', '=', param('id')),
);

export async function postpone(tx: Transaction, id: Uint8Array, dueAt: number): Promise<void> {
  await updateDue(tx, { id, dueAt });
}

const deleteOldOpenings = query<{ id: Uint8Array }, unknown>(({ kysely, now, param }) =>
  kysely
    .deleteFrom('opening')
    .where('share_id', '=', param('id'))
    .where('seq', '<=', (eb) =>
      eb
        .selectFrom('share')
        .select(sql<number>`views_spent - ${sql.lit(MAX_OPENED_AT)}`.as('oldest'))
        .where('id', '=', param('id')),
    )
    .where('lease_until', '<=', now),
);

/** Leaves the newest, and those whose lease may still be asked for. */
export async function pruneOpenings(tx: Transaction, id: Uint8Array): Promise<void> {
  await deleteOldOpenings(tx, { id });
}

const clearClaims = query<{ id: Uint8Array }, unknown>(({ kysely, param }) =>
  kysely
    .updateTable('opening')
    .set({ claim_hash: null })
    .where('share_id', '=', param('id'))
    .where('claim_hash', 'is not', null),
);

/** Of a share that has ended, once every lease it had would be over: claims serve late acknowledgements until then. */
export async function forgetClaims(tx: Transaction, id: Uint8Array): Promise<void> {
  await clearClaims(tx, { id });
}

const deleteTombstone = query<{ id: Uint8Array }, unknown>(({ kysely, param }) =>
  kysely.deleteFrom('share').where('id', '=', param('id')),
);

/** Of a tombstone: with its openings. */
export async function forgetShare(tx: Transaction, id: Uint8Array): Promise<void> {
  await deleteTombstone(tx, { id });
}
