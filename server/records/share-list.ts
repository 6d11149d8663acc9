import { sql } from 'kysely';
import { equalBytes } from '#crypto/bytes.ts';
import { decodeId, encodeId } from '#crypto/ids.ts';
import type { Session } from '#server/db/database.ts';
import { query, queryOnce } from '#server/db/query.ts';
import type { ShareKind } from '#server/db/schema.ts';
import { AppError } from '#server/errors.ts';
import { MAX_OPENED_AT } from '#server/forms/wire.ts';
import { hashOf, ofKind, readSecret } from './proof.ts';
import { shareColumns } from './share.ts';
import type { GuardedRow } from './share.ts';

/** As received. */
interface ListedProof {
  readonly id: string;
  /** base64url */
  readonly ownerProof: string;
}

/**
 * One entry for each proof, in their order; undefined for an unknown id, a wrong proof, another kind and a pending upload.
 * @throws AppError `malformed`
 */
export async function findProven(
  session: Session,
  listed: readonly ListedProof[],
  kind?: ShareKind,
): Promise<(GuardedRow | undefined)[]> {
  if (listed.length === 0) return [];
  const proofs = listed.map(({ id, ownerProof }) => ({ id: readId(id), ownerHash: hashOf(readSecret(ownerProof)) }));
  const [ids, hashes] = [proofs.map(({ id }) => id), proofs.map(({ ownerHash }) => ownerHash)];
  const rows = await queryOnce<GuardedRow>(session, ({ kysely, now }) =>
    kysely
      .selectFrom('share')
      .select(['id', ...shareColumns, now.as('now'), 'owner_hash as proofHash'])
      .where('id', 'in', ids)
      .where('owner_hash', 'in', hashes),
  );
  const found = new Map(rows.map((row) => [encodeId(row.id), row]));
  return proofs.map(({ id, ownerHash }) => {
    const share = found.get(encodeId(id));
    // The proof of another share in the list is wrong for this one.
    return share && equalBytes(share.proofHash, ownerHash) ? ofKind(share, kind) : undefined;
  });
}

function readId(text: string): Uint8Array {
  const id = decodeId(text);
  if (id === undefined) throw new AppError('malformed');
  return id;
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
