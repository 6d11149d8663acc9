import { sql } from 'kysely';
import type { OnConflictBuilder, RawBuilder } from 'kysely';
import type { Session, Transaction } from '#server/db/database.ts';
import { query } from '#server/db/query.ts';
import type { Blueprint } from '#server/db/query.ts';
import type { ReservationTotalTable, Schema } from '#server/db/schema.ts';
import { countsAt } from './reservation.ts';
import type { Networks } from './reservation.ts';

/** PostgreSQL sums integers into decimals, which the driver returns as text. */
type Sum = number | string | null;

/** The name of the sum over all reservations. Every hash is longer. */
const EVERYONE = Uint8Array.of(0);
/** On PostgreSQL, the start of an upload that reads more changes than this folds them. */
const MANY_CHANGES = 2000;

type Summed = ReservationTotalTable & { readonly changes: number };

/**
 * All rows that make up the sums, read at one moment: at most one per second and name, plus the changes since the last
 * fold.
 */
function summed({ dialect }: Pick<Blueprint<never>, 'dialect'>, where: RawBuilder<boolean>): RawBuilder<Summed> {
  const totals = sql<Summed>`select name, until, bytes, 0 as changes from reservation_total where ${where}`;
  const changes = sql`select name, until, bytes, 1 as changes from reservation_change where ${where}`;
  return dialect === 'postgres' ? sql<Summed>`(${totals} union all ${changes})` : sql<Summed>`(${totals})`;
}

interface ReservedSumsRow {
  readonly all: Sum;
  readonly address: Sum;
  readonly site: Sum;
  readonly network: Sum;
  readonly changes: Sum;
}

/** Bytes that uploads have reserved and not used yet. */
export interface ReservedSums {
  readonly all: number;
  /** For one client, and for the networks around it. */
  readonly address: number;
  readonly site: number;
  readonly network: number;
}

const selectReservedSums = query<Networks, ReservedSumsRow>(({ kysely, dialect, now, param }) => {
  const sumOf = (name: unknown) => sql<Sum>`sum(case when name = ${name} then bytes else 0 end)`;
  const names = [EVERYONE, param('addressHash'), param('siteHash'), param('networkHash')];
  return kysely
    .selectFrom(summed({ dialect }, sql`name in (${sql.join(names)}) and ${countsAt(now)}`).as('summed'))
    .select((eb) => [
      sumOf(EVERYONE).as('all'),
      sumOf(param('addressHash')).as('address'),
      sumOf(param('siteHash')).as('site'),
      sumOf(param('networkHash')).as('network'),
      eb.fn.sum<Sum>('changes').as('changes'),
    ]);
});

/** The caller holds the lock of `lockRoom`. The cost does not depend on the number of reservations. */
export async function findReservedSums(tx: Transaction, networks: Networks): Promise<ReservedSums> {
  const [row] = await selectReservedSums(tx, networks);
  if (Number(row?.changes ?? 0) > MANY_CHANGES) await foldReservations(tx);
  return {
    all: Number(row?.all ?? 0),
    address: Number(row?.address ?? 0),
    site: Number(row?.site ?? 0),
    network: Number(row?.network ?? 0),
  };
}

const selectAll = query<object, { bytes: Sum }>(({ kysely, dialect, now }) =>
  kysely
    .selectFrom(summed({ dialect }, sql`name = ${EVERYONE} and ${countsAt(now)}`).as('summed'))
    .select((eb) => eb.fn.sum<Sum>('bytes').as('bytes')),
);

/** Bytes that all uploads together have reserved and not used yet. */
export async function sumReserved(session: Session): Promise<number> {
  const [row] = await selectAll(session, {});
  return Number(row?.bytes ?? 0);
}

const selectFirst = query<object, { until: number; now: number }>(({ kysely, dialect, now }) =>
  kysely
    .selectFrom(summed({ dialect }, sql`name = ${EVERYONE} and ${countsAt(now)}`).as('summed'))
    .select(['until', now.as('now')])
    .groupBy('until')
    .having(({ fn }) => fn.sum('bytes'), '>', 0)
    .orderBy('until')
    .limit(1),
);

/** @returns seconds until the first reservation that still holds bytes lapses, or undefined if no reservation does */
export async function findFirstLapse(session: Session): Promise<number | undefined> {
  const [first] = await selectFirst(session, {});
  return first === undefined ? undefined : first.until - first.now;
}

/** Adds to a sum that already exists. */
const addToBytes = (conflict: OnConflictBuilder<Schema, 'reservation_total'>) =>
  conflict.columns(['name', 'until']).doUpdateSet({ bytes: sql<number>`reservation_total.bytes + excluded.bytes` });

const fold = query<object, unknown>(({ kysely }) =>
  kysely
    .with('gone', (cte) => cte.deleteFrom('reservation_change').returning(['name', 'until', 'bytes']))
    .insertInto('reservation_total')
    .columns(['name', 'until', 'bytes'])
    .expression((eb) =>
      eb
        .selectFrom('gone')
        .select(['name', 'until', sql<number>`sum(bytes)`.as('bytes')])
        .groupBy(['name', 'until']),
    )
    .onConflict(addToBytes),
);

const deleteEmpty = query<object, unknown>(({ kysely }) =>
  kysely.deleteFrom('reservation_total').where('bytes', '=', sql.lit(0)),
);

/**
 * Adds the changes since the last fold to the sums, and deletes sums that are zero. Writers do not wait for it, and
 * readers see the same sums before and after. SQLite stores no changes.
 */
export async function foldReservations(tx: Transaction): Promise<void> {
  if (tx.backend.dialect !== 'postgres') return;
  await fold(tx, {});
  await deleteEmpty(tx, {});
}

interface WrongSumRow extends Pick<ReservationTotalTable, 'name' | 'until'> {
  readonly bytes: Sum;
}

/** The reservations, counted, minus the sums. One statement sees both at the same moment. */
const selectWrong = query<object, WrongSumRow>(({ kysely, dialect }) => {
  const hashes = ['address_hash', 'site_hash', 'network_hash'];
  const rows = [
    sql`select cast(${EVERYONE} as ${sql.raw(dialect === 'postgres' ? 'bytea' : 'blob')}) as name, until, bytes from reservation`,
    ...hashes.map(
      (hash) => sql`select ${sql.ref(hash)} as name, until, bytes from reservation where ${sql.ref(hash)} is not null`,
    ),
  ];
  const sums = summed({ dialect }, sql`true`);
  const all = sql<WrongSumRow>`(${sql.join(rows, sql` union all `)} union all select name, until, -bytes from ${sums} as sums)`;
  return kysely
    .selectFrom(all.as('counted'))
    .select((eb) => ['name', 'until', eb.fn.sum<Sum>('bytes').as('bytes')])
    .groupBy(['name', 'until'])
    .having(({ fn }) => fn.sum('bytes'), '<>', 0)
    .$castTo<WrongSumRow>();
});

/** Reads every reservation. @returns the sums that are wrong, and by how much */
export function findWrongReservations(session: Session): Promise<WrongSumRow[]> {
  return selectWrong(session, {});
}

const addToSum = query<ReservationTotalTable, unknown>(({ kysely, param }) =>
  kysely
    .insertInto('reservation_total')
    .values({ name: param('name'), until: param('until'), bytes: param('bytes') })
    .onConflict(addToBytes),
);

/**
 * Recounts all reservations, for a database that something other than Sotto has written to. Uploads wait until it is
 * done.
 * @returns whether anything was wrong
 */
export async function recountReservations(tx: Transaction): Promise<boolean> {
  if (tx.backend.dialect === 'postgres') await sql`lock table reservation in share mode`.execute(tx.kysely);
  const wrong = await findWrongReservations(tx);
  for (const { name, until, bytes } of wrong) await addToSum(tx, { name, until, bytes: Number(bytes) });
  await deleteEmpty(tx, {});
  return wrong.length > 0;
}
