import type { Session, Transaction } from '#server/db/database.ts';
import { query } from '#server/db/query.ts';
import type { CheckedClock } from './reckoning.ts';

const ONLY_ROW = 1;

const columns = [
  'expected_at as expectedAt',
  'checked_at as checkedAt',
  'uptime_seconds as uptimeSeconds',
  'boot_id as bootId',
  'off_seconds as offSeconds',
] as const;

const selectClock = query<object, CheckedClock>(({ kysely }) =>
  kysely.selectFrom('server_clock').select(columns).where('id', '=', ONLY_ROW),
);

const selectClockForUpdate = query<object, CheckedClock>(({ kysely, dialect }) =>
  kysely
    .selectFrom('server_clock')
    .select(columns)
    .where('id', '=', ONLY_ROW)
    .$if(dialect === 'postgres', (locking) => locking.forUpdate()),
);

const selectNow = query<object, { seconds: number }>(({ kysely, now }) => kysely.selectNoFrom(now.as('seconds')));

/** @returns undefined if the clock has never been checked */
export async function findClock(session: Session): Promise<CheckedClock | undefined> {
  const [clock] = await selectClock(session, {});
  return clock;
}

/** Like `findClock`, but locks the row until the transaction ends. */
export async function lockClock(tx: Transaction): Promise<CheckedClock | undefined> {
  const [clock] = await selectClockForUpdate(tx, {});
  return clock;
}

/** The time that decides expiry, in Unix seconds. */
export async function readNow(session: Session): Promise<number> {
  const [now] = await selectNow(session, {});
  if (now === undefined) throw new Error('The database did not return the time.');
  return now.seconds;
}

const upsertClock = query<CheckedClock, unknown>(({ kysely, param }) => {
  const values = {
    expected_at: param('expectedAt'),
    checked_at: param('checkedAt'),
    uptime_seconds: param('uptimeSeconds'),
    boot_id: param('bootId'),
    off_seconds: param('offSeconds'),
  };
  return kysely
    .insertInto('server_clock')
    .values({ id: ONLY_ROW, ...values })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((eb) => ({
        expected_at: eb.ref('excluded.expected_at'),
        checked_at: eb.ref('excluded.checked_at'),
        uptime_seconds: eb.ref('excluded.uptime_seconds'),
        boot_id: eb.ref('excluded.boot_id'),
        off_seconds: eb.ref('excluded.off_seconds'),
      })),
    );
});

export async function keepClock(tx: Transaction, clock: CheckedClock): Promise<void> {
  await upsertClock(tx, clock);
}
