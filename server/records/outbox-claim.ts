import { sql } from 'kysely';
import type { Session, Transaction } from '#server/db/database.ts';
import { query, queryOnce } from '#server/db/query.ts';
import type { Blueprint } from '#server/db/query.ts';
import type { OutboxTable } from '#server/db/gate-tables.ts';
import { DAY_SECONDS } from '#server/db/times.ts';

export type OutboxKind = OutboxTable['kind'];

/** A process that claimed a row has this long to send it. After that, the row counts as not sent. */
export const CLAIM_SECONDS = 60;

export interface ClaimedRow {
  readonly id: Uint8Array;
  readonly kind: OutboxKind;
  readonly shareId: Uint8Array | null;
  /** 1 at the first try. */
  readonly tries: number;
  readonly sealed: Uint8Array;
}

interface DueInput {
  readonly kinds: readonly OutboxKind[];
  readonly limit: number;
}

/** @returns whether there is something to claim */
export async function hasDue(session: Session, kinds: readonly OutboxKind[]): Promise<boolean> {
  const due = await queryOnce<{ tries: number }>(session, ({ kysely, now }) =>
    kysely.selectFrom('outbox').select('tries').where('due_at', '<=', now).where('kind', 'in', kinds).limit(1),
  );
  return due.length > 0;
}

type DueBlueprint = Pick<Blueprint<never>, 'kysely' | 'dialect' | 'now'>;

/** The oldest rows first. Rows that another process is about to claim or discard are passed over. */
function selectDue({ kysely, dialect, now }: DueBlueprint, { kinds, limit }: DueInput) {
  return kysely
    .selectFrom('outbox')
    .select('id')
    .where('due_at', '<=', now)
    .where('kind', 'in', kinds)
    .orderBy('due_at')
    .limit(limit)
    .$if(dialect === 'postgres', (locking) => locking.forUpdate().skipLocked());
}

/**
 * One statement, committed before anything is sent: a second process finds the rows due only after `CLAIM_SECONDS`, also
 * if this process was killed.
 */
export async function claimDue(tx: Transaction, due: DueInput): Promise<ClaimedRow[]> {
  return queryOnce<ClaimedRow>(tx, ({ kysely, dialect, now }) =>
    kysely
      .updateTable('outbox')
      .set((eb) => ({ due_at: sql<number>`${now} + ${sql.lit(CLAIM_SECONDS)}`, tries: eb('tries', '+', 1) }))
      .where('id', 'in', selectDue({ kysely, dialect, now }, due))
      .returning(['id', 'kind', 'share_id as shareId', 'tries', 'sealed']),
  );
}

/** Removes what is due of kinds that are never sent, oldest first. @param due.limit keeps the transaction short */
export async function discardDue(tx: Transaction, due: DueInput): Promise<void> {
  await queryOnce(tx, ({ kysely, dialect, now }) =>
    kysely.deleteFrom('outbox').where('id', 'in', selectDue({ kysely, dialect, now }, due)),
  );
}

type Claim = Pick<ClaimedRow, 'id' | 'tries'>;

const deleteRow = query<Claim, unknown>(({ kysely, param }) =>
  kysely.deleteFrom('outbox').where('id', '=', param('id')).where('tries', '=', param('tries')),
);

/** Does nothing if the claim has run out and another process has claimed the row. */
export async function removeClaimed(tx: Transaction, { id, tries }: Claim): Promise<void> {
  await deleteRow(tx, { id, tries });
}

const updateDue = query<Claim & { afterSeconds: number; untried: number }, unknown>(({ kysely, now, param }) =>
  kysely
    .updateTable('outbox')
    .set((eb) => ({
      due_at: sql<number>`${now} + ${param('afterSeconds')}`,
      tries: eb('tries', '-', param('untried')),
    }))
    .where('id', '=', param('id'))
    .where('tries', '=', param('tries')),
);

interface Postponing {
  readonly afterSeconds: number;
  /** True: this claim was not a try. */
  readonly isUntried?: boolean;
}

/** Like `removeClaimed`: only if the claim still counts. */
export async function postponeClaimed(
  tx: Transaction,
  { id, tries }: Claim,
  { afterSeconds, isUntried = false }: Postponing,
): Promise<void> {
  await updateDue(tx, { id, tries, afterSeconds, untried: isUntried ? 1 : 0 });
}

/** More are counted as this many: a scrape must not read a table that grew while the relay was down. */
const MAX_COUNTED = 10_000;

const selectKind = query<{ kind: OutboxKind; atMost: number }, { rows: number }>(({ kysely, param }) =>
  kysely
    .selectFrom((eb) =>
      eb.selectFrom('outbox').select('kind').where('kind', '=', param('kind')).limit(param('atMost')).as('waiting'),
    )
    .select((eb) => eb.cast<number>(eb.fn.countAll(), 'integer').as('rows')),
);

/** Rows that wait to be sent, up to 10,000. */
export async function countWaiting(session: Session, kind: OutboxKind): Promise<number> {
  const [count] = await selectKind(session, { kind, atMost: MAX_COUNTED });
  return count?.rows ?? 0;
}

/** When a notice is tried again: after the first try, the second, … Together less than a day. */
export const NOTICE_RETRY_SECONDS = [5, 300, 1_800, 7_200, 18_000, 43_200] as const;
const ALL_RETRIES_SECONDS = NOTICE_RETRY_SECONDS.reduce<number>((sum, seconds) => sum + seconds, 0);

/** How long after its event a notice is due that was tried so often. */
const secondsToDue = () => {
  let seconds = 0;
  const cases = NOTICE_RETRY_SECONDS.map((retry, at) => {
    seconds += retry;
    return sql`when tries = ${sql.lit(at + 1)} then ${sql.lit(seconds)}`;
  });
  return sql<number>`case when tries = 0 then 0 ${sql.join(cases, sql` `)} else ${sql.lit(ALL_RETRIES_SECONDS)} end`;
};

const deleteStale = query<object, unknown>(({ kysely, now }) =>
  kysely
    .deleteFrom('outbox')
    // The first condition can use the index.
    .where('due_at', '<', sql<number>`${now} - ${sql.lit(DAY_SECONDS)} + ${sql.lit(ALL_RETRIES_SECONDS)}`)
    .where('due_at', '<', sql<number>`${now} - ${sql.lit(DAY_SECONDS)} + ${secondsToDue()}`)
    .where('kind', 'in', ['notice', 'mail']),
);

/** Notices and mails to senders of a day ago and more, which the service no longer sends. They hold their targets. */
export async function forgetStaleNotices(tx: Transaction): Promise<void> {
  await deleteStale(tx, {});
}
