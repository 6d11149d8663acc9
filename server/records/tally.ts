import { sql } from 'kysely';
import type { Session, Transaction } from '#server/db/database.ts';
import { dayOf } from '#server/db/times.ts';
import { query } from '#server/db/query.ts';

export interface Today {
  readonly now: number;
  readonly day: number;
  /** null: nobody has needed it yet. */
  readonly key: Uint8Array | null;
}

const selectToday = query<object, Today>(({ kysely, now }) => {
  const day = dayOf(now);
  return kysely.selectNoFrom((eb) => [
    now.as('now'),
    day.as('day'),
    eb.selectFrom('day_key').select('key').where('day', '=', day).as('key'),
  ]);
});

export async function findToday(session: Session): Promise<Today> {
  const [today] = await selectToday(session, {});
  if (today === undefined) throw new Error('The database does not tell the time.');
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

/** Whoever comes first makes it, for all. @returns the key of the day */
export async function keepKey(tx: Transaction, proposed: DayKey): Promise<Uint8Array> {
  await insertKey(tx, proposed);
  const [kept] = await selectKey(tx, { day: proposed.day });
  return kept?.key ?? proposed.key;
}

export interface Count {
  readonly day: number;
  readonly accountHash: Uint8Array;
  readonly amount: number;
  readonly atMost: number;
}

const upsertTally = query<Count, { amount: number }>(({ kysely, param }) =>
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
 * One guarded statement: of those who count at once, each sees what the ones before had.
 * @returns false when it would be more than `atMost`, and nothing was counted
 */
export async function addToTally(tx: Transaction, count: Count): Promise<boolean> {
  if (count.amount > count.atMost) return false;
  return (await upsertTally(tx, count)).length === 1;
}

/** Today stays. By two ranges: a condition `<>` would read the whole table. */
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

/** In one transaction. A day may have had a million accounts. */
const MAX_FORGOTTEN = 500;

/**
 * Leaves today: of every other day, forgets first the key, without which no hash is a name, and then who stored how much,
 * some at a time. A clock that was ahead may have left a day that is yet to come.
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
