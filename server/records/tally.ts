import { sql } from 'kysely';
import type { Session, Transaction } from '#server/db/database.ts';
import { query } from '#server/db/query.ts';
import { dayOf } from '#server/db/times.ts';

interface TodayRow {
  readonly now: number;
  readonly day: number;
  /** null until somebody needs it. */
  readonly key: Uint8Array | null;
}

const selectToday = query<object, TodayRow>(({ kysely, now }) => {
  const day = dayOf(now);
  return kysely.selectNoFrom((eb) => [
    now.as('now'),
    day.as('day'),
    eb.selectFrom('day_key').select('key').where('day', '=', day).as('key'),
  ]);
});

export async function findToday(session: Session): Promise<TodayRow> {
  const [today] = await selectToday(session, {});
  if (today === undefined) throw new Error('The database returned no time.');
  return today;
}

interface DayKey {
  readonly day: number;
  readonly key: Uint8Array;
}

const insertKey = query<DayKey, unknown>(({ kysely, param }) =>
  kysely
    .insertInto('day_key')
    .values({ day: param('day'), key: param('key') })
    .onConflict((conflict) => conflict.column('day').doNothing()),
);

const selectKey = query<{ day: number }, { key: Uint8Array }>(({ kysely, param }) =>
  kysely.selectFrom('day_key').select('key').where('day', '=', param('day')),
);

/** The first caller of a day sets the key for all. @returns the key of the day */
export async function keepKey(tx: Transaction, proposed: DayKey): Promise<Uint8Array> {
  await insertKey(tx, proposed);
  const [kept] = await selectKey(tx, { day: proposed.day });
  return kept?.key ?? proposed.key;
}

interface AddToTallyInput {
  readonly day: number;
  readonly accountHash: Uint8Array;
  readonly amount: number;
  readonly atMost: number;
}

const upsertTally = query<AddToTallyInput, { amount: number }>(({ kysely, param }) =>
  kysely
    .insertInto('tally')
    .values({ day: param('day'), account_hash: param('accountHash'), amount: param('amount') })
    .onConflict((conflict) =>
      conflict
        .columns(['day', 'account_hash'])
        .doUpdateSet({ amount: sql<number>`tally.amount + excluded.amount` })
        .where(sql<boolean>`tally.amount + excluded.amount <= ${param('atMost')}`),
    )
    .returning('amount'),
);

/**
 * One guarded statement: concurrent charges see each other's amounts.
 * @returns false if the sum would exceed `atMost`; then nothing was counted
 */
export async function addToTally(tx: Transaction, count: AddToTallyInput): Promise<boolean> {
  if (count.amount > count.atMost) return false;
  return (await upsertTally(tx, count)).length === 1;
}

const selectAmount = query<{ day: number; accountHash: Uint8Array }, { amount: number }>(({ kysely, param }) =>
  kysely
    .selectFrom('tally')
    .select('amount')
    .where('day', '=', param('day'))
    .where('account_hash', '=', param('accountHash')),
);

export async function findAmount(
  session: Session,
  tally: { readonly day: number; readonly accountHash: Uint8Array },
): Promise<number> {
  const [found] = await selectAmount(session, tally);
  return found?.amount ?? 0;
}

/** All days but today, as two ranges: `<>` would read the whole table. */
const otherDays = ['<', '>'] as const;

const deleteKeys = otherDays.map((order) =>
  query<object, unknown>(({ kysely, now }) => kysely.deleteFrom('day_key').where('day', order, dayOf(now))),
);

interface Account {
  readonly day: number;
  readonly accountHash: Uint8Array;
}

const selectOthers = otherDays.map((order) =>
  query<{ atMost: number }, Account>(({ kysely, now, param }) =>
    kysely
      .selectFrom('tally')
      .select(['day', 'account_hash as accountHash'])
      .where('day', order, dayOf(now))
      .orderBy('day')
      .orderBy('account_hash')
      .limit(param('atMost')),
  ),
);

const deleteUpTo = query<Account, unknown>(({ kysely, param }) =>
  kysely.deleteFrom('tally').where('day', '=', param('day')).where('account_hash', '<=', param('accountHash')),
);

/** Rows per transaction. One day may have a million accounts. */
const MAX_FORGOTTEN = 500;

/**
 * Deletes all days but today: first the key, without which no hash can be linked to a client, then the tallies, a batch
 * at a time. A clock that was ahead may have left days in the future.
 * @returns whether there may be more
 */
export async function forgetOtherDays(tx: Transaction): Promise<boolean> {
  for (const deleteOthers of deleteKeys) await deleteOthers(tx, {});
  let hasMore = false;
  for (const select of selectOthers) {
    const others = await select(tx, { atMost: MAX_FORGOTTEN });
    const last = others.findLast(({ day }) => day === others[0]?.day);
    if (last !== undefined) await deleteUpTo(tx, last);
    hasMore ||= others.length === MAX_FORGOTTEN || last !== others.at(-1);
  }
  return hasMore;
}
