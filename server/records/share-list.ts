import { sql } from 'kysely';
import type { Session } from '#server/db/database.ts';
import { query, queryOnce } from '#server/db/query.ts';
import { MAX_OPENED_AT } from '#server/forms/wire.ts';
import { shareColumns } from './share.ts';
import type { GuardedRow } from './share.ts';

interface ListedProof {
  readonly id: Uint8Array;
  readonly ownerHash: Uint8Array;
}

/**
 * In no particular order, without unknown ids and wrong proofs. Each caller still compares the proof of each share: here
 * the proof of one would do for another.
 */
export function findShares(session: Session, proofs: readonly ListedProof[]): Promise<GuardedRow[]> {
  if (proofs.length === 0) return Promise.resolve([]);
  const [ids, hashes] = [proofs.map(({ id }) => id), proofs.map(({ ownerHash }) => ownerHash)];
  return queryOnce<GuardedRow>(session, ({ kysely, now }) =>
    kysely
      .selectFrom('share')
      .select(['id', ...shareColumns, now.as('now'), 'owner_hash as proofHash'])
      .where('id', 'in', ids)
      .where('owner_hash', 'in', hashes),
  );
}

export interface ListedOpeningRow {
  readonly shareId: Uint8Array;
  readonly openedAt: number;
  readonly leaseUntil: number;
  readonly acknowledgedAt: number | null;
  /** A number because SQLite has no booleans. */
  readonly hasReceipt: 0 | 1;
}

/** The newest openings of each share, oldest first. */
export function findNewestOpenings(session: Session, ids: readonly Uint8Array[]): Promise<ListedOpeningRow[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return queryOnce<ListedOpeningRow>(session, ({ kysely }) =>
    kysely
      .selectFrom('opening')
      .innerJoin('share', 'share.id', 'opening.share_id')
      .select([
        'opening.share_id as shareId',
        'opening.opened_at as openedAt',
        'opening.lease_until as leaseUntil',
        'opening.acknowledged_at as acknowledgedAt',
        sql<0 | 1>`case when opening.receipt is null then 0 else 1 end`.as('hasReceipt'),
      ])
      .where('opening.share_id', 'in', ids)
      .whereRef('opening.seq', '>', (eb) => eb('share.views_spent', '-', MAX_OPENED_AT))
      .orderBy('opening.share_id')
      .orderBy('opening.seq'),
  );
}

export interface ReceiptRow {
  readonly openedAt: number;
  /** SPEC.md §13.4. */
  readonly receipt: Uint8Array;
}

const selectReceipts = query<{ id: Uint8Array }, ReceiptRow>(({ kysely, param }) =>
  kysely
    .selectFrom('opening')
    .select(['opened_at as openedAt', (eb) => eb.ref('receipt').$notNull().as('receipt')])
    .where('share_id', '=', param('id'))
    .where('receipt', 'is not', null)
    .orderBy('seq', 'desc')
    .limit(MAX_OPENED_AT),
);

/** The receipts of the newest openings, oldest first. Also after the end of the share. */
export async function findReceipts(session: Session, id: Uint8Array): Promise<ReceiptRow[]> {
  return (await selectReceipts(session, { id })).reverse();
}
