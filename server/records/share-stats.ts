import { sql } from 'kysely';
import type { Session } from '#server/db/database.ts';
import { query } from '#server/db/query.ts';

/** A share that has not ended, and that the sweep should have looked at by now. */
export interface DueRow {
  readonly dueAt: number;
  /** True (1 on SQLite) if its time or views have run out, or it is a pending upload; and no answer to it is still held. */
  readonly isOver: number | boolean;
  /** The end of the last lease that nobody acknowledged. */
  readonly leaseUntil: number | null;
  readonly now: number;
}

const selectDue = query<{ limit: number }, DueRow>(({ kysely, now, param }) =>
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

/** Due shares, longest due first. */
export function findLongestDue(session: Session, limit: number): Promise<DueRow[]> {
  return selectDue(session, { limit });
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

/** SQLite only. @returns how many key slots exist: each one is either named by a share or free */
export async function countAllSlots(session: Session): Promise<number> {
  const [last] = await selectSlotCount(session, {});
  return (last?.slots ?? -1) + 1;
}

const selectLastExpiry = query<object, { until: number | null }>(({ kysely }) =>
  kysely
    .selectFrom('share')
    .select((eb) => eb.fn.max<number | null>('expires_at').as('until'))
    .where('ended_at', 'is', null)
    .where('state', '<>', 'pending'),
);

/** @returns when the last live share or request expires, or undefined if there are none */
export async function findLastExpiry(session: Session): Promise<number | undefined> {
  const [row] = await selectLastExpiry(session, {});
  return row?.until ?? undefined;
}
