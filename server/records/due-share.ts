import { sql } from 'kysely';
import type { Transaction } from '#server/db/database.ts';
import { query, queryOnce } from '#server/db/query.ts';
import { MAX_OPENED_AT } from '#server/forms/wire.ts';
import { shareColumns } from './share.ts';
import type { ShareRow } from './share.ts';

interface DueInput {
  /** Unix seconds. */
  readonly now: number;
  readonly limit: number;
}

const selectDue = query<DueInput, { id: Uint8Array }>(({ kysely, dialect, param }) =>
  kysely
    .selectFrom('share')
    .select('id')
    .where('ended_at', 'is', null)
    .where('due_at', '<=', param('now'))
    .orderBy('due_at')
    .limit(param('limit'))
    .$if(dialect === 'postgres', (locking) => locking.forUpdate().skipLocked()),
);

/** Locks due rows that have not ended. Rows that another transaction has locked are left for a later sweep. */
export async function lockDue(tx: Transaction, due: DueInput): Promise<Uint8Array[]> {
  const rows = await selectDue(tx, due);
  return rows.map((row) => row.id);
}

const selectDueTombstones = query<DueInput, { id: Uint8Array }>(({ kysely, dialect, param }) =>
  kysely
    .selectFrom('share')
    .select('id')
    .where('ended_at', 'is not', null)
    // Not `slot is null`: SQLite would use the index on slots and read every tombstone.
    .where(sql<boolean>`coalesce(slot, -1) = -1`)
    .where('due_at', '<=', param('now'))
    .orderBy('due_at')
    .limit(param('limit'))
    .$if(dialect === 'postgres', (locking) => locking.forUpdate().skipLocked()),
);

/** `lockDue` for tombstones. Those that still name a key slot are left for a later sweep. */
export async function lockDueTombstones(tx: Transaction, due: DueInput): Promise<Uint8Array[]> {
  const rows = await selectDueTombstones(tx, due);
  return rows.map((row) => row.id);
}

export interface DueShareRow extends ShareRow {
  /**
   * The end of the last lease that nobody has acknowledged, even if it has passed; null if there are no such leases.
   */
  readonly lastLease: number | null;
}

/**
 * The rows at `now`, in no particular order. A separate statement from the one that locked them, so it sees what was
 * committed before the lock.
 */
export async function findDue(tx: Transaction, ids: readonly Uint8Array[], now: number): Promise<DueShareRow[]> {
  if (ids.length === 0) return [];
  const rows = await queryOnce<Omit<DueShareRow, 'now'>>(tx, ({ kysely }) =>
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

/**
 * Sets when the sweep forgets tombstones: `tombstoneSeconds` after their end, or at their expiry if that is
 * later.
 */
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

interface PruneInput {
  readonly id: Uint8Array;
  readonly now: number;
  /** How many to delete at most. */
  readonly atMost: number;
}

const deleteOldOpenings = query<PruneInput, { seq: number }>(({ kysely, param }) =>
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
 * Deletes old openings, except the newest and those whose lease may still be used.
 * @returns false if some were deleted and there may be more
 */
export async function pruneOpenings(tx: Transaction, pruned: PruneInput): Promise<boolean> {
  return (await deleteOldOpenings(tx, pruned)).length === 0;
}

/** For ended shares, once their leases would have run out. Until then, the claims serve late acknowledgements. */
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

/** Deletes tombstones and abandoned uploads, with every row that references them. */
export async function forgetShares(tx: Transaction, ids: readonly Uint8Array[]): Promise<void> {
  if (ids.length === 0) return;
  await queryOnce(tx, ({ kysely }) => kysely.deleteFrom('share').where('id', 'in', ids));
}
