import { sql } from 'kysely';
import type { QueryCreator } from 'kysely';
import type { Gates } from '#crypto/gates.ts';
import type { Transaction } from '#server/db/database.ts';
import { query } from '#server/db/query.ts';
import type { Blueprint } from '#server/db/query.ts';
import type { Schema } from '#server/db/schema.ts';
import { deleteAsk } from './code-ask.ts';
import type { Ask, CodeAskRow } from './code-ask.ts';
import type { GateRow } from './gate.ts';
import type { MemberTermsRow } from './member-terms.ts';
import { keepReceipt, recordOpening, spentColumns } from './opening.ts';
import type { HeldViewInput, OpeningRow, SpentViewRow } from './opening.ts';
import { spendRecipientView } from './recipient.ts';
import type { RecipientRow } from './recipient.ts';
import { shareColumns, waitForShare } from './share.ts';
import type { ShareRow } from './share.ts';

/**
 * Reads and spends with one statement each: on PostgreSQL every statement is a round trip, during which all others who
 * want to open the share wait.
 */

/** What there is of a share with gates for one claim. */
export interface GatedShare {
  readonly share: ShareRow;
  /** Absent for a share without gates, and once it has ended. */
  readonly gate: GateRow | undefined;
  /** The claim's. */
  readonly opening: OpeningRow | undefined;
  /** The claim's. */
  readonly ask: CodeAskRow | undefined;
  /** Whom the ask names. */
  readonly asked: Person | undefined;
  /** Who opened it with this claim. */
  readonly reader: Person | undefined;
  /** Absent for a share that has nothing to do with members. */
  readonly memberTerms: MemberTermsRow | undefined;
}

export type Person = Pick<RecipientRow, 'n' | 'spent' | 'revokedAt'>;

type Nullable<Row> = { readonly [Name in keyof Row]: Row[Name] | null };
/** `n` is the ask's, `recipientN` the opening's. */
type FlatRow = Omit<ShareRow, 'id'> &
  Nullable<Omit<GateRow, 'openHash'> & OpeningRow & CodeAskRow> & {
    readonly gateHash: Uint8Array | null;
    readonly askedSpent: number | null;
    readonly askedRevokedAt: number | null;
    readonly termsSealed: Uint8Array | null;
    readonly preamble: Uint8Array | null;
    readonly readerSpent: number | null;
    readonly readerRevokedAt: number | null;
  };

const columns = [
  ...shareColumns.map((column) => `share.${column}` as const),
  ...(['gate.open_hash as gateHash', 'gate.not_before as notBefore', 'gate.extra_asks as extraAsks'] as const),
  ...(['opening.seq', 'opening.opened_at as openedAt', 'opening.lease_until as leaseUntil'] as const),
  ...(['opening.lease_cap as leaseCap', 'opening.acknowledged_at as acknowledgedAt'] as const),
  ...(['opening.recipient_n as recipientN', 'code_ask.n', 'code_ask.asked_at as askedAt'] as const),
  ...(['code_ask.until', 'code_ask.tries', 'code_ask.sends'] as const),
  ...(['asked.spent as askedSpent', 'asked.revoked_at as askedRevokedAt'] as const),
  ...(['reader.spent as readerSpent', 'reader.revoked_at as readerRevokedAt'] as const),
  ...(['member_terms.sealed as termsSealed', 'content.preamble'] as const),
];

const selectGated = query<Ask, FlatRow>(({ kysely, now, param }) =>
  kysely
    .selectFrom('share')
    .leftJoin('gate', 'gate.share_id', 'share.id')
    .leftJoin('opening', (join) =>
      join.onRef('opening.share_id', '=', 'share.id').on('opening.claim_hash', '=', param('claimHash')),
    )
    .leftJoin('code_ask', (join) =>
      join.onRef('code_ask.share_id', '=', 'share.id').on('code_ask.claim_hash', '=', param('claimHash')),
    )
    .leftJoin('recipient as asked', (join) =>
      join.onRef('asked.share_id', '=', 'code_ask.share_id').onRef('asked.n', '=', 'code_ask.n'),
    )
    .leftJoin('recipient as reader', (join) =>
      join.onRef('reader.share_id', '=', 'opening.share_id').onRef('reader.n', '=', 'opening.recipient_n'),
    )
    .leftJoin('member_terms', 'member_terms.share_id', 'share.id')
    .leftJoin('content', 'content.share_id', 'member_terms.share_id')
    .select([...columns, (eb) => eb.ref('gate.bits').$castTo<Gates | null>().as('bits'), now.as('now')])
    .where('share.id', '=', param('id')),
);

/** Locks the row as `lockShare` does, and reads everything after that. */
export async function lockGatedShare(tx: Transaction, ask: Ask): Promise<GatedShare | undefined> {
  await waitForShare(tx, ask.id);
  const [row] = await selectGated(tx, ask);
  return row && { share: { ...row, id: ask.id }, gate: gateOf(row), memberTerms: termsOf(row), ...claimOf(row) };
}

function termsOf({ termsSealed: sealed, preamble }: FlatRow): MemberTermsRow | undefined {
  return sealed === null || preamble === null ? undefined : { sealed, preamble };
}

function gateOf({ bits, gateHash, notBefore, extraAsks }: FlatRow): GateRow | undefined {
  if (bits === null || gateHash === null || extraAsks === null) return undefined;
  return { bits, openHash: gateHash, notBefore, extraAsks };
}

function claimOf(row: FlatRow): Pick<GatedShare, 'opening' | 'ask' | 'asked' | 'reader'> {
  return {
    opening: openingOf(row),
    ask: askOf(row),
    asked: personOf(row.n, row.askedSpent, row.askedRevokedAt),
    reader: personOf(row.recipientN, row.readerSpent, row.readerRevokedAt),
  };
}

function openingOf({ seq, openedAt, leaseUntil, leaseCap, ...row }: FlatRow): OpeningRow | undefined {
  if (seq === null || openedAt === null || leaseUntil === null || leaseCap === null) return undefined;
  const { acknowledgedAt, recipientN } = row;
  return { seq, openedAt, leaseUntil, leaseCap, acknowledgedAt, recipientN };
}

function askOf({ n, askedAt, until, tries, sends }: FlatRow): CodeAskRow | undefined {
  if (n === null || askedAt === null || until === null || tries === null || sends === null) return undefined;
  return { n, askedAt, until, tries, sends };
}

function personOf(n: number | null, spent: number | null, revokedAt: number | null): Person | undefined {
  return n === null || spent === null ? undefined : { n, spent, revokedAt };
}

type Spent = Pick<SpentViewRow, 'maxViews' | 'viewsSpent' | 'openedAt'>;

type HeldBlueprint = Omit<Blueprint<HeldViewInput>, 'kysely'> & { readonly kysely: QueryCreator<Schema> };

/**
 * Without a guard: the caller holds the row's lock. The time is the one that it decided by and that the receipt names: the
 * database's may be a second later by now.
 */
function updateHeldViews({ kysely, param }: HeldBlueprint) {
  const openedAt = sql<number>`cast(${param('openedAt')} as bigint)`;
  return kysely
    .updateTable('share')
    .set(spentColumns(openedAt, param('leaseSeconds')))
    .where('id', '=', param('id'))
    .where('state', '=', 'live')
    .returning(['max_views as maxViews', 'views_spent as viewsSpent', openedAt.as('openedAt')]);
}

const spendAll = query<HeldViewInput, SpentViewRow>(({ kysely, param, ...backend }) =>
  kysely
    .with('spent', (cte) => updateHeldViews({ ...backend, param, kysely: cte }).returning('id'))
    .with('opened', (cte) =>
      cte
        .insertInto('opening')
        .columns(['share_id', 'seq', 'claim_hash', 'opened_at', 'lease_until', 'lease_cap', 'recipient_n', 'receipt'])
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
              spent.cast<number | null>(spent.val(param('recipientN')), 'bigint').as('recipientN'),
              spent.cast<Uint8Array | null>(spent.val(param('receipt')), 'bytea').as('receipt'),
            ]),
        )
        .returning(['share_id as id', 'lease_until as leaseUntil']),
    )
    .with('counted', (cte) =>
      cte
        .updateTable('recipient')
        .set((eb) => ({ spent: eb('spent', '+', 1) }))
        .where('share_id', '=', param('id'))
        .where('n', '=', param('recipientN')),
    )
    .with('used', (cte) =>
      cte.deleteFrom('code_ask').where('share_id', '=', param('id')).where('claim_hash', '=', param('claimHash')),
    )
    .selectFrom('spent')
    .innerJoin('opened', 'opened.id', 'spent.id')
    .innerJoin('content', 'content.share_id', 'spent.id')
    .select(['spent.openedAt', 'opened.leaseUntil', 'spent.maxViews', 'spent.viewsSpent', 'content.sealed']),
);

const spendHeld = query<HeldViewInput, Spent>(updateHeldViews);

/**
 * `spendView` for a share with gates: also counts the person's opening and ends the ask. The caller holds the row's lock,
 * has read everything after it, and has decided that the claim may open it.
 * @throws a unique violation (`isRepeatedClaim`) if the claim has spent a view before
 */
export async function spendHeldView(tx: Transaction, claim: HeldViewInput): Promise<SpentViewRow> {
  const opened = tx.backend.dialect === 'postgres' ? (await spendAll(tx, claim))[0] : await spendOneByOne(tx, claim);
  if (opened === undefined) throw new Error('A share that was decided to be live is not.');
  return opened;
}

async function spendOneByOne(tx: Transaction, claim: HeldViewInput): Promise<SpentViewRow | undefined> {
  const { id, claimHash, recipientN } = claim;
  const [spent] = await spendHeld(tx, claim);
  if (spent === undefined) return undefined;
  if (recipientN !== null) {
    await spendRecipientView(tx, { id, n: recipientN });
    await deleteAsk(tx, { id, claimHash });
  }
  const opened = await recordOpening(tx, claim, spent);
  if (claim.receipt !== null) await keepReceipt(tx, { id, seq: opened.viewsSpent, receipt: claim.receipt });
  return opened;
}
