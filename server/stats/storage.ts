import { sql } from 'kysely';
import { SHARE_OVERHEAD_BYTES } from '#server/bodies/storage.ts';
import type { Session } from '#server/db/database.ts';
import { query } from '#server/db/query.ts';
import type { ShareKind, StoredState } from '#server/db/schema.ts';

/** PostgreSQL counts and sums into what the driver gives as text. */
type Count = number | string | null;
const count = sql<Count>`count(*)`;

interface Group {
  readonly kind: ShareKind;
  readonly state: StoredState;
  readonly rows: Count;
  readonly bytes: Count;
}

export interface Tally {
  readonly kind: ShareKind;
  readonly state: StoredState;
  readonly count: number;
  /** As the quota counts them, with what each takes up beside its content. */
  readonly bytes: number;
}

/** `held`: what has not ended, from an index that holds nothing else. */
const selectTally = (which: 'held' | 'ended') =>
  query<object, Group>(({ kysely }) =>
    kysely
      .selectFrom('share')
      .select((eb) => ['kind', 'state', count.as('rows'), eb.fn.sum<Count>('size_bytes').as('bytes')])
      .where('ended_at', which === 'held' ? 'is' : 'is not', null)
      .groupBy(['kind', 'state']),
  );
const selectHeld = selectTally('held');
const selectEnded = selectTally('ended');

const toTally = ({ kind, state, rows, bytes }: Group): Tally => ({
  kind,
  state,
  count: Number(rows),
  bytes: Number(bytes ?? 0) + SHARE_OVERHEAD_BYTES * Number(rows),
});

export async function tallyHeld(session: Session): Promise<Tally[]> {
  return (await selectHeld(session, {})).map(toTally);
}

/** Reads every tombstone. */
export async function tallyEnded(session: Session): Promise<Tally[]> {
  return (await selectEnded(session, {})).map(toTally);
}

/**
 * When content was to be erased that is still there: its time or views are over and no lease holds it, or it is an upload
 * that was to be given up. `due_at` is never later than that; a lease may have ended after it.
 */
const selectOverdue = query<object, { since: Count; now: number }>(({ kysely, now }) =>
  kysely
    .selectFrom((from) =>
      from
        .selectFrom('share')
        .select((eb) => [
          'share.due_at as dueAt',
          eb
            .selectFrom('opening')
            .select((opening) => opening.fn.max('lease_until').as('until'))
            .whereRef('opening.share_id', '=', 'share.id')
            .where('acknowledged_at', 'is', null)
            .as('leaseUntil'),
        ])
        .where('ended_at', 'is', null)
        .where('due_at', '<=', now)
        .where((eb) =>
          eb.or([
            eb('state', '=', 'pending'),
            eb('expires_at', '<=', now),
            eb.and([eb('max_views', '<>', 0), eb('views_spent', '>=', eb.ref('max_views'))]),
          ]),
        )
        .where((eb) =>
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
        )
        .as('over'),
    )
    .select([
      sql<Count>`min(case when "leaseUntil" > "dueAt" then "leaseUntil" else "dueAt" end)`.as('since'),
      now.as('now'),
    ])
    .where((eb) => eb.or([eb('leaseUntil', 'is', null), eb('leaseUntil', '<=', now)])),
);

/** Seconds since the oldest content was to be erased that is still there; 0: none is. */
export async function oldestOverdueSeconds(session: Session): Promise<number> {
  const [row] = await selectOverdue(session, {});
  return row === undefined || row.since === null ? 0 : Math.max(0, row.now - Number(row.since));
}

const selectAnswers = query<object, { rows: Count; held: Count }>(({ kysely }) =>
  kysely
    .selectFrom('answer')
    .innerJoin('share', 'share.id', 'answer.share_id')
    .select([count.as('rows'), sql<Count>`sum(case when share.ended_at is null then 1 else 0 end)`.as('held')])
    .where('share.state', '<>', 'pending'),
);

export async function countAnswers(session: Session): Promise<{ readonly all: number; readonly held: number }> {
  const [row] = await selectAnswers(session, {});
  return { all: Number(row?.rows ?? 0), held: Number(row?.held ?? 0) };
}

const selectNamedSlots = query<object, { rows: Count }>(({ kysely }) =>
  kysely.selectFrom('share').select(count.as('rows')).where('slot', 'is not', null),
);
const selectFreeSlots = query<object, { rows: Count }>(({ kysely }) =>
  kysely.selectFrom('free_slot').select(count.as('rows')),
);

/** SQLite only. */
export async function countSlots(session: Session): Promise<{ readonly used: number; readonly free: number }> {
  const [[used], [free]] = [await selectNamedSlots(session, {}), await selectFreeSlots(session, {})];
  return { used: Number(used?.rows ?? 0), free: Number(free?.rows ?? 0) };
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
