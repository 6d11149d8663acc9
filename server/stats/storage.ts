import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import { countedBytes } from '#server/records/file-body.ts';
import type { Session } from '#server/db/database.ts';
import { query } from '#server/db/query.ts';
import type { ShareKind, StoredState } from '#server/db/schema.ts';
import { isHeld, readTotals } from '#server/records/totals.ts';
import type { Total } from '#server/records/totals.ts';

export interface Tally {
  readonly kind: ShareKind;
  readonly state: StoredState;
  readonly count: number;
  /** As the quota counts them, with what each takes up beside its content. */
  readonly bytes: number;
}

async function tally(session: Session, which: (total: Total) => boolean): Promise<Tally[]> {
  const totals = (await readTotals(session)).filter((total) => total.shares !== 0 && which(total));
  return totals.map((total) => ({
    kind: total.kind,
    state: total.state,
    count: total.shares,
    bytes: countedBytes(total),
  }));
}

/** Shares and requests that have not ended. */
export function tallyHeld(session: Session): Promise<Tally[]> {
  return tally(session, isHeld);
}

/** Tombstones. */
export function tallyEnded(session: Session): Promise<Tally[]> {
  return tally(session, (total) => !isHeld(total));
}

interface Due {
  readonly dueAt: number;
  /** Whether its time or views are over, or it is an upload that was to be given up, and no answer to it is held. */
  readonly isOver: number | boolean;
  readonly leaseUntil: number | null;
  readonly now: number;
}

/**
 * How many of the rows that are due are looked at: more only where none of the first was overdue. Those wait for the next
 * sweep, which puts them off, so that there are more of them only where nobody sweeps.
 */
const LOOKS = [100, 1000];

const selectDue = query<{ limit: number }, Due>(({ kysely, now, param }) =>
  kysely
    .selectFrom('share')
    .select((eb) => [
      'share.due_at as dueAt',
      now.as('now'),
      eb
        .selectFrom('opening')
        .select((opening) => opening.fn.max('lease_until').as('until'))
        .whereRef('opening.share_id', '=', 'share.id')
        .where('acknowledged_at', 'is', null)
        .as('leaseUntil'),
      eb
        .case()
        .when(
          eb.and([
            eb.or([
              eb('state', '=', 'pending'),
              eb('expires_at', '<=', now),
              eb.and([eb('max_views', '<>', 0), eb('views_spent', '>=', eb.ref('max_views'))]),
            ]),
            eb.not(
              eb.exists(
                eb
                  .selectFrom('answer')
                  .innerJoin('share as held', 'held.id', 'answer.share_id')
                  .select('answer.share_id')
                  .whereRef('answer.request_id', '=', 'share.id')
                  .where('held.ended_at', 'is', null),
              ),
            ),
          ]),
        )
        .then(sql.lit(1))
        .else(sql.lit(0))
        .end()
        .as('isOver'),
    ])
    .where('share.ended_at', 'is', null)
    .where('share.due_at', '<=', now)
    .orderBy('share.due_at')
    .limit(param('limit')),
);

/**
 * Seconds since the oldest content was to be erased that is still there: its time or views are over and no lease holds it,
 * or it is an upload that was to be given up. 0: there is none. `due_at` is never later than that moment, so no row that
 * follows one that is overdue can be older than its own `due_at`.
 */
export async function oldestOverdueSeconds(session: Session): Promise<number> {
  for (const limit of LOOKS) {
    const due = await selectDue(session, { limit });
    const since = due.reduce((oldest, row) => Math.min(oldest, overdueSince(row)), Infinity);
    const last = due.at(-1);
    if (last !== undefined && since < Infinity) return Math.max(0, last.now - since);
    if (due.length < limit) return 0;
    await nextTurn();
  }
  return 0;
}

/** Infinity: it is not overdue. */
function overdueSince({ dueAt, isOver, leaseUntil, now }: Due): number {
  if (Number(isOver) === 0 || (leaseUntil !== null && leaseUntil > now)) return Infinity;
  return Math.max(dueAt, leaseUntil ?? 0);
}

/** Those that went live, and of these the ones that have not ended. */
export async function countAnswers(session: Session): Promise<{ readonly all: number; readonly held: number }> {
  const landed = (await readTotals(session)).filter(({ state }) => state !== 'pending');
  const count = (totals: readonly Total[]) => totals.reduce((sum, { answers }) => sum + answers, 0);
  return { all: count(landed), held: count(landed.filter(isHeld)) };
}

const selectSlotCount = query<object, { slots: number }>(({ kysely }) =>
  kysely.selectNoFrom((eb) =>
    eb
      .fn<number>('max', [
        eb.fn.coalesce(
          eb.selectFrom('share').select((of) => of.fn.max('slot').as('last')),
          sql.lit(-1),
        ),
        eb.fn.coalesce(
          eb.selectFrom('free_slot').select((of) => of.fn.max('slot').as('last')),
          sql.lit(-1),
        ),
      ])
      .as('slots'),
  ),
);

/** A slot is named by a row, or free. SQLite only. */
export async function countSlots(session: Session): Promise<{ readonly used: number; readonly free: number }> {
  const [last] = await selectSlotCount(session, {});
  const used = (await readTotals(session)).reduce((sum, { slots }) => sum + slots, 0);
  return { used, free: (last?.slots ?? -1) + 1 - used };
}

const selectLastExpiry = query<object, { until: number | null }>(({ kysely }) =>
  kysely
    .selectFrom('share')
    .select((eb) => eb.fn.max<number | null>('expires_at').as('until'))
    .where('ended_at', 'is', null)
    .where('state', '<>', 'pending'),
);

/** @returns when the last of what lives expires, or undefined when nothing does */
export async function lastExpiry(session: Session): Promise<number | undefined> {
  const [row] = await selectLastExpiry(session, {});
  return row?.until ?? undefined;
}
