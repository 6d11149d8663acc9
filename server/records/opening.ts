import { sql } from 'kysely';
import type { QueryCreator, RawBuilder } from 'kysely';
import type { Session, Transaction } from '#server/db/database.ts';
import { query } from '#server/db/query.ts';
import type { Blueprint } from '#server/db/query.ts';
import type { Schema } from '#server/db/schema.ts';
import { announceOpening } from './announce.ts';
import { findSealed } from './content.ts';

export interface SpendViewInput {
  readonly id: Uint8Array;
  readonly linkHash: Uint8Array;
  readonly slot: number | null;
  readonly openHash: Uint8Array;
  readonly claimHash: Uint8Array;
  readonly leaseSeconds: number;
  /** The latest time that renewing can reach, counted from the opening. */
  readonly capSeconds: number;
}

export interface SpentViewRow {
  readonly openedAt: number;
  readonly leaseUntil: number;
  readonly maxViews: number;
  readonly viewsSpent: number;
  /** In its form at rest. */
  readonly sealed: Uint8Array;
}

type SpendBlueprint = Omit<Blueprint<SpendViewInput>, 'kysely'> & { readonly kysely: QueryCreator<Schema> };

/**
 * Once views have run out, the sweep looks again when this lease ends. It also does so with unlimited views, to prune
 * old openings.
 */
export function spentColumns(now: RawBuilder<number>, leaseSeconds: number) {
  const leaseUntil = sql<number>`${now} + ${leaseSeconds}`;
  return {
    views_spent: sql<number>`views_spent + 1`,
    due_at: sql<number>`case
      when (max_views = 0 or views_spent + 1 >= max_views) and due_at > ${leaseUntil} then ${leaseUntil}
      else due_at end`,
  };
}

/** The guard of docs/life-cycle.md §3. */
function updateViews({ kysely, dialect, now, param }: SpendBlueprint) {
  return kysely
    .updateTable('share')
    .set(spentColumns(now, param('leaseSeconds')))
    .where('id', '=', param('id'))
    .where('link_hash', '=', param('linkHash'))
    .where('state', '=', 'live')
    .$if(dialect === 'sqlite', (update) => update.where('slot', '=', param('slot')))
    .where('open_hash', '=', param('openHash'))
    .where('expires_at', '>', now)
    .where((eb) => eb.or([eb('max_views', '=', 0), eb('views_spent', '<', eb.ref('max_views'))]))
    .returning(['max_views as maxViews', 'views_spent as viewsSpent', now.as('openedAt')]);
}

/**
 * One statement, so that at READ COMMITTED nothing can come in between. No ON CONFLICT: it would hide a repeated claim.
 */
const spendAndClaim = query<SpendViewInput, SpentViewRow>(({ kysely, param, ...backend }) =>
  kysely
    .with('spent', (cte) => updateViews({ ...backend, param, kysely: cte }).returning('id'))
    .with('opened', (cte) =>
      cte
        .insertInto('opening')
        .columns(['share_id', 'seq', 'claim_hash', 'opened_at', 'lease_until', 'lease_cap'])
        .expression((eb) =>
          eb
            .selectFrom('spent')
            .select((spent) => [
              'id',
              'viewsSpent',
              spent.cast<Uint8Array>(spent.val(param('claimHash')), 'bytea').as('claimHash'),
              'openedAt',
              spent('openedAt', '+', param('leaseSeconds')).as('leaseUntil'),
              spent('openedAt', '+', param('capSeconds')).as('leaseCap'),
            ]),
        )
        .returning(['share_id as id', 'lease_until as leaseUntil']),
    )
    .selectFrom('spent')
    .innerJoin('opened', 'opened.id', 'spent.id')
    .innerJoin('content', 'content.share_id', 'spent.id')
    .select(['spent.openedAt', 'opened.leaseUntil', 'spent.maxViews', 'spent.viewsSpent', 'content.sealed']),
);

const spend = query<SpendViewInput, { maxViews: number; viewsSpent: number; openedAt: number }>(updateViews);

export interface HeldViewInput {
  readonly id: Uint8Array;
  readonly openedAt: number;
  readonly claimHash: Uint8Array;
  readonly leaseSeconds: number;
  readonly capSeconds: number;
  /** The named person who opens; null without named people. */
  readonly recipientN: number | null;
  /** SPEC.md §13.4; null unless a member opens a share for members. */
  readonly receipt: Uint8Array | null;
}

interface NewOpeningRow {
  readonly id: Uint8Array;
  readonly seq: number;
  readonly claimHash: Uint8Array;
  readonly openedAt: number;
  readonly leaseUntil: number;
  readonly leaseCap: number;
  readonly recipientN: number | null;
}

const insertOpening = query<NewOpeningRow, unknown>(({ kysely, param }) =>
  kysely.insertInto('opening').values({
    share_id: param('id'),
    seq: param('seq'),
    claim_hash: param('claimHash'),
    opened_at: param('openedAt'),
    lease_until: param('leaseUntil'),
    lease_cap: param('leaseCap'),
    acknowledged_at: null,
    recipient_n: param('recipientN'),
  }),
);

/**
 * Spends a view and records the claim, or does neither.
 * @returns undefined if the guard did not hold: not live, no views or time left, or another open proof
 * @throws a unique violation (`isRepeatedClaim`) if the claim has spent a view before
 */
export async function spendView(tx: Transaction, claim: SpendViewInput): Promise<SpentViewRow | undefined> {
  const opened = await spendOne(tx, claim);
  if (opened !== undefined) await announceOpening(tx, claim);
  return opened;
}

async function spendOne(tx: Transaction, claim: SpendViewInput): Promise<SpentViewRow | undefined> {
  if (tx.backend.dialect === 'postgres') return (await spendAndClaim(tx, claim))[0];
  const [spent] = await spend(tx, claim);
  return spent && recordOpening(tx, { ...claim, recipientN: null }, spent);
}

interface KeptReceipt {
  readonly id: Uint8Array;
  readonly seq: number;
  readonly receipt: Uint8Array;
}

const updateReceipt = query<KeptReceipt, unknown>(({ kysely, param }) =>
  kysely
    .updateTable('opening')
    .set({ receipt: param('receipt') })
    .where('share_id', '=', param('id'))
    .where('seq', '=', param('seq')),
);

/** For SQLite. In the transaction that opens. */
export async function keepReceipt(tx: Transaction, receipt: KeptReceipt): Promise<void> {
  await updateReceipt(tx, receipt);
}

/** For SQLite. */
export async function recordOpening(
  tx: Transaction,
  { id, claimHash, leaseSeconds, capSeconds, recipientN }: Omit<HeldViewInput, 'receipt' | 'openedAt'>,
  { maxViews, viewsSpent, openedAt }: { maxViews: number; viewsSpent: number; openedAt: number },
): Promise<SpentViewRow> {
  const [leaseUntil, leaseCap] = [openedAt + leaseSeconds, openedAt + capSeconds];
  await insertOpening(tx, { id, claimHash, seq: viewsSpent, openedAt, leaseUntil, leaseCap, recipientN });
  const sealed = await findSealed(tx, id);
  if (sealed === undefined) throw new Error('A live share has no content.');
  return { openedAt, leaseUntil, maxViews, viewsSpent, sealed };
}

export function isRepeatedClaim(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && (error.code === 'SQLITE_CONSTRAINT_UNIQUE' || error.code === '23505')
  );
}

export interface OpeningRow {
  readonly seq: number;
  readonly openedAt: number;
  readonly leaseUntil: number;
  readonly leaseCap: number;
  readonly acknowledgedAt: number | null;
  /** The number of the person who opened; null without named people. */
  readonly recipientN: number | null;
}

const selectOpening = query<{ id: Uint8Array; claimHash: Uint8Array }, OpeningRow>(({ kysely, param }) =>
  kysely
    .selectFrom('opening')
    .select([
      'seq',
      'opened_at as openedAt',
      'lease_until as leaseUntil',
      'lease_cap as leaseCap',
      'acknowledged_at as acknowledgedAt',
      'recipient_n as recipientN',
    ])
    .where('share_id', '=', param('id'))
    .where('claim_hash', '=', param('claimHash')),
);

export async function findOpening(
  session: Session,
  id: Uint8Array,
  claimHash: Uint8Array,
): Promise<OpeningRow | undefined> {
  const [row] = await selectOpening(session, { id, claimHash });
  return row;
}
