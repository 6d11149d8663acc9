import { sql } from 'kysely';
import type { Transaction } from '#server/db/database.ts';
import { query, queryOnce } from '#server/db/query.ts';
import { shareColumns } from './share.ts';
import type { ShareRow } from './share.ts';
import { MAX_OPENED_AT } from '#server/shares/wire.ts';

export interface Due {
  /** Unix seconds. */
  readonly now: number;
  readonly limit: number;
}

const selectDue = query<Due, { id: Uint8Array }>(({ kysely, dialect, param }) =>
  kysely
    .selectFrom('share')
    .select('id')
    .where('ended_at', 'is', null)
    .where('due_at', '<=', param('now'))
    .orderBy('due_at')
    .limit(param('limit'))
    .$if(dialect === 'postgres', (locking) => locking.forUpdate().skipLocked()),
);

/** Locks rows that are due and have not ended. Those that somebody else has locked are left for a later sweep. */
export async function lockDue(tx: Transaction, due: Due): Promise<Uint8Array[]> {
  const rows = await selectDue(tx, due);
  return rows.map((row) => row.id);
}

const selectDueTombstones = query<Due, { id: Uint8Array }>(({ kysely, dialect, param }) =>
  kysely
    .selectFrom('share')
    .select('id')
    .where('ended_at', 'is not', null)
    // Not `slot is null`: SQLite would take the index of slots for it, and read every tombstone.
    .where(sql<boolean>`coalesce(slot, -1) = -1`)
    .where('due_at', '<=', param('now'))
    .orderBy('due_at')
    .limit(param('limit'))
    .$if(dialect === 'postgres', (locking) => locking.forUpdate().skipLocked()),
);

/** As `lockDue`, of tombstones; those that still name a key slot are left for a later sweep. */
export async function lockDueTombstones(tx: Transaction, due: Due): Promise<Uint8Array[]> {
  const rows = await selectDueTombstones(tx, due);
  return rows.map((row) => row.id);
}

export interface DueShare extends ShareRow {
  /** When the last lease ends of those that nobody has acknowledged, be it over or not; null: there is none. */
  readonly lastLease: number | null;
}

/** As they stand at `now`, in no order. A statement after the one that locked the rows: it sees what they were locked with. */
export async function findDue(tx: Transaction, ids: readonly Uint8Array[], now: number): Promise<DueShare[]> {
  if (ids.length === 0) return [];
  const rows = await queryOnce<Omit<DueShare, 'now'>>(tx, ({ kysely }) =>
    kysely
      .selectFrom('share')
      .select((eb) => [
        'id',
        ...shareColumns,
        eb
          .selectFrom('opening')
          .select((opening) => opening.fn.max('lease_until').as('until'))
          .whereRef('opening.share_id', '=', 'share.id')
          .where('acknowledged_at', 'is', null)
          .as('lastLease'),
      ])
      .where('id', 'in', ids),
  );
  return rows.map((row) => ({ ...row, now }));
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

/** Tombstones are looked at again when they are to be forgotten: so long after their end, or at their own expiry. */
export async function postponeForgetting(
  tx: Transaction,
  ids: readonly Uint8Array[],
  tombstoneSeconds: number,
): Promise<void> {
  if (ids.length === 0) return;
  const kept = sql<number>`ended_at + ${sql.lit(tombstoneSeconds)}`;
  await queryOnce(tx, ({ kysely }) =>
    kysely
      .updateTable('share')
      .set({ due_at: sql<number>`case when expires_at > ${kept} then expires_at else ${kept} end` })
      .where('id', 'in', ids),
  );
}

interface Pruned {
  readonly id: Uint8Array;
  readonly now: number;
  /** So many at once. */
  readonly atMost: number;
}

const deleteOldOpenings = query<Pruned, { seq: number }>(({ kysely, param }) =>
  kysely
    .deleteFrom('opening')
    .where('share_id', '=', param('id'))
    .where('seq', 'in', (eb) =>
      eb
        .selectFrom('opening as old')
        .select('old.seq')
        .where('old.share_id', '=', param('id'))
        .where('old.seq', '<=', (inner) =>
          inner
            .selectFrom('share')
            .select(sql<number>`views_spent - ${sql.lit(MAX_OPENED_AT)}`.as('oldest'))
            .where('id', '=', param('id')),
        )
        .orderBy('old.seq')
        .limit(param('atMost')),
    )
    .where('lease_until', '<=', param('now'))
    .returning('seq'),
);

/**
 * Leaves the newest, and those whose lease may still be asked for.
 * @returns false when some were deleted, and there may be more
 */
export async function pruneOpenings(tx: Transaction, pruned: Pruned): Promise<boolean> {
  return (await deleteOldOpenings(tx, pruned)).length === 0;
}

/** For shares that have ended, once every lease they had would be over: claims serve late acknowledgements until then. */
export async function forgetClaims(tx: Transaction, ids: readonly Uint8Array[]): Promise<void> {
  if (ids.length === 0) return;
  await queryOnce(tx, ({ kysely }) =>
    kysely
      .updateTable('opening')
      .set({ claim_hash: null })
      .where('share_id', 'in', ids)
      .where('claim_hash', 'is not', null),
  );
}

/** Tombstones, and uploads that are given up: with all that hangs on their rows. */
export async function forgetShares(tx: Transaction, ids: readonly Uint8Array[]): Promise<void> {
  if (ids.length === 0) return;
  await queryOnce(tx, ({ kysely }) => kysely.deleteFrom('share').where('id', 'in', ids));
}
