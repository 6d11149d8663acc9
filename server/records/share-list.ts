import type { Session } from '#server/db/database.ts';
import { queryOnce } from '#server/db/query.ts';
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
      ])
      .where('opening.share_id', 'in', ids)
      .whereRef('opening.seq', '>', (eb) => eb('share.views_spent', '-', MAX_OPENED_AT))
      .orderBy('opening.share_id')
      .orderBy('opening.seq'),
  );
}
