import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { Session, Transaction } from '#server/db/database.ts';
import { query, queryOnce } from '#server/db/query.ts';
import type { EndedState, ShareKind, StoredState } from '#server/db/schema.ts';
import { LEASE_SECONDS } from '#server/db/times.ts';
import { MAX_OPENED_AT } from '#server/forms/wire.ts';
import type { OnLimit } from '#server/shares/wire.ts';
import { announceEnds } from './announce.ts';
import type { EndingRow } from './announce.ts';
import { dropSealedKey, dropSealedKeys } from './answer.ts';
import { deleteContent, deleteContents } from './content.ts';

/** A share as it was at `now`: the database's time on PostgreSQL, the server's on SQLite. */
export interface ShareRow {
  readonly id: Uint8Array;
  readonly slot: number | null;
  readonly kind: ShareKind;
  readonly state: StoredState;
  readonly openHash: Uint8Array | null;
  readonly kdf: number;
  readonly maxViews: number;
  readonly viewsSpent: number;
  readonly attempts: number;
  readonly attemptLimit: number;
  readonly onLimit: OnLimit;
  readonly sizeBytes: number;
  readonly bodyName: string | null;
  readonly bodyBytes: number;
  readonly partChunks: number | null;
  readonly createdAt: number;
  readonly expiresAt: number;
  /** The expiry at creation, if the owner has brought it forward since. */
  readonly firstExpiresAt: number | null;
  /** The openings of each named person, of which `maxViews` is the sum; null without named people. */
  readonly viewsEach: number | null;
  readonly endedAt: number | null;
  /** When the sweep has to look at it. For a pending share: when it is given up. */
  readonly dueAt: number;
  readonly now: number;
}

export const shareColumns = [
  'slot',
  'kind',
  'state',
  'open_hash as openHash',
  'kdf',
  'max_views as maxViews',
  'views_spent as viewsSpent',
  'attempts',
  'attempt_limit as attemptLimit',
  'on_limit as onLimit',
  'size_bytes as sizeBytes',
  'body_name as bodyName',
  'body_bytes as bodyBytes',
  'part_chunks as partChunks',
  'created_at as createdAt',
  'expires_at as expiresAt',
  'first_expires_at as firstExpiresAt',
  'views_each as viewsEach',
  'ended_at as endedAt',
  'due_at as dueAt',
] as const;

type WithoutId<Row> = Omit<Row, 'id'>;

const selectShare = query<{ id: Uint8Array }, WithoutId<ShareRow>>(({ kysely, now, param }) =>
  kysely
    .selectFrom('share')
    .select([...shareColumns, now.as('now')])
    .where('id', '=', param('id')),
);

export async function findShare(session: Session, id: Uint8Array): Promise<ShareRow | undefined> {
  const [row] = await selectShare(session, { id });
  return row && Object.assign(row, { id });
}

/** Whose proof is required. */
export type ProofHolder = 'link' | 'owner';

/** With the hash of the proof that was right. */
export type GuardedRow = ShareRow & { readonly proofHash: Uint8Array };

const selectGuarded = (holder: ProofHolder) =>
  query<{ id: Uint8Array; proofHash: Uint8Array }, WithoutId<ShareRow>>(({ kysely, now, param }) =>
    kysely
      .selectFrom('share')
      .select([...shareColumns, now.as('now')])
      .where('id', '=', param('id'))
      .where(`${holder}_hash`, '=', param('proofHash')),
  );

const selectGuardedBy = { link: selectGuarded('link'), owner: selectGuarded('owner') };

export interface Guard {
  readonly id: Uint8Array;
  readonly holder: ProofHolder;
  readonly proofHash: Uint8Array;
}

/**
 * The database compares the hash, so that a wrong proof gets no row, like an unknown id: a row that is read takes time.
 */
export async function findGuarded(session: Session, { id, holder, proofHash }: Guard): Promise<GuardedRow | undefined> {
  const [row] = await selectGuardedBy[holder](session, { id, proofHash });
  return row && Object.assign(row, { id, proofHash });
}

const selectShareForUpdate = query<{ id: Uint8Array }, Pick<ShareRow, 'id'>>(({ kysely, dialect, param }) =>
  kysely
    .selectFrom('share')
    .select('id')
    .where('id', '=', param('id'))
    .$if(dialect === 'postgres', (locking) => locking.forUpdate()),
);

/**
 * Locks the row until the transaction ends, then reads it with a second statement: what a statement sees is fixed
 * before it waits for the lock (docs/life-cycle.md §7).
 */
export async function lockShare(tx: Transaction, id: Uint8Array): Promise<ShareRow | undefined> {
  await waitForShare(tx, id);
  return findShare(tx, id);
}

/** The first half of `lockShare`. */
export async function waitForShare(tx: Transaction, id: Uint8Array): Promise<void> {
  if (tx.backend.dialect === 'postgres') await selectShareForUpdate(tx, { id });
}

export interface ProofHashes {
  readonly linkHash: Uint8Array;
  readonly ownerHash: Uint8Array;
}

const selectProofHashes = query<{ id: Uint8Array }, ProofHashes>(({ kysely, param }) =>
  kysely.selectFrom('share').select(['link_hash as linkHash', 'owner_hash as ownerHash']).where('id', '=', param('id')),
);

export async function findProofHashes(session: Session, id: Uint8Array): Promise<ProofHashes | undefined> {
  const [hashes] = await selectProofHashes(session, { id });
  return hashes;
}

interface EndInput {
  readonly id: Uint8Array;
  readonly state: EndedState;
}

/** Due when all its leases would be over: a lease never reaches further than this from any moment. */
const endedColumns = (now: RawBuilder<number>) => ({
  ended_at: now,
  due_at: sql<number>`${now} + ${sql.lit(LEASE_SECONDS)}`,
  open_hash: null,
});

const updateToEnded = query<EndInput, { endedAt: number }>(({ kysely, now, param }) =>
  kysely
    .updateTable('share')
    .set({ ...endedColumns(now), state: param('state') })
    .where('id', '=', param('id'))
    .where('ended_at', 'is', null)
    .returning(sql<number>`ended_at`.as('endedAt')),
);

/**
 * Ends a share whose row is locked. State, content and key go in one commit, and the key is durably erased before
 * `write` returns. All its leases end with it.
 */
export async function endShare(tx: Transaction, share: EndingRow, state: EndedState): Promise<number> {
  const { id } = share;
  await announceEnds(tx, [share], state);
  const [ended] = await updateToEnded(tx, { id, state });
  if (ended === undefined) throw new Error('A share ended twice.');
  await deleteContent(tx, id);
  await dropSealedKey(tx, id);
  await tx.keys.erase(share);
  return ended.endedAt;
}

/**
 * `endShare` for many shares whose rows are locked, in four statements. For the sweep.
 * @throws Error if one of them had already ended
 */
export async function endShares(tx: Transaction, shares: readonly EndingRow[], state: EndedState): Promise<void> {
  if (shares.length === 0) return;
  await announceEnds(tx, shares, state);
  const ids = shares.map(({ id }) => id);
  const ended = await queryOnce(tx, ({ kysely, now }) =>
    kysely
      .updateTable('share')
      .set({ ...endedColumns(now), state })
      .where('id', 'in', ids)
      .where('ended_at', 'is', null)
      .returning('id'),
  );
  if (ended.length !== shares.length) throw new Error('A share ended twice.');
  await deleteContents(tx, ids);
  await dropSealedKeys(tx, ids);
  await tx.keys.erase(...shares);
}

const selectOpenedAt = query<{ id: Uint8Array }, { openedAt: number }>(({ kysely, param }) =>
  kysely
    .selectFrom('opening')
    .select('opened_at as openedAt')
    .where('share_id', '=', param('id'))
    .orderBy('seq', 'desc')
    .limit(MAX_OPENED_AT),
);

/** The newest openings, oldest first. */
async function findOpenedAt(session: Session, id: Uint8Array): Promise<number[]> {
  const rows = await selectOpenedAt(session, { id });
  return rows.map((row) => row.openedAt).reverse();
}

/** The opening times that a holder of the link may see: none of a share for named people. */
export function findShownTimes(session: Session, share: Pick<ShareRow, 'id' | 'viewsEach'>): Promise<number[]> {
  return share.viewsEach === null ? findOpenedAt(session, share.id) : Promise.resolve([]);
}
