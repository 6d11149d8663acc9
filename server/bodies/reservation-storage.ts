import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { Session, Transaction } from '#server/db/database.ts';
import { query } from '#server/db/query.ts';

/** A client and the networks around it, as hashes; null where there is no such network. */
export interface Networks {
  readonly addressHash: Uint8Array | null;
  readonly siteHash: Uint8Array | null;
  readonly networkHash: Uint8Array | null;
}

/** PostgreSQL sums integers into decimals, which the driver gives as text. */
type Sum = number | string | null;

/** Longer than any reservation. */
const NEVER_SO_LONG_SECONDS = 3600;

/** Not lapsed, and not from a moment at which the clock was ahead. */
const countsAt = (now: RawBuilder<number>): RawBuilder<boolean> =>
  sql<boolean>`until > ${now} and until <= ${now} + ${sql.lit(NEVER_SO_LONG_SECONDS)}`;

interface PromisedRow {
  readonly all: Sum;
  readonly address: Sum;
  readonly site: Sum;
  readonly network: Sum;
  readonly firstUntil: number | null;
  readonly now: number;
}

/** Bytes that other uploads have reserved and not filled. */
export interface Promised {
  readonly all: number;
  /** Of them, those of the same client, and of the networks around it. */
  readonly address: number;
  readonly site: number;
  readonly network: number;
  /** Seconds until the first of them lapses; undefined when there are none. */
  readonly firstLapseSeconds: number | undefined;
}

interface Other extends Networks {
  readonly id: Uint8Array;
}

const selectPromised = query<Other, PromisedRow>(({ kysely, now, param }) => {
  const sumOf = (column: string, hash: 'addressHash' | 'siteHash' | 'networkHash') =>
    sql<Sum>`sum(case when ${sql.ref(column)} = ${param(hash)} then bytes else 0 end)`;
  return kysely
    .selectFrom('reservation')
    .select((eb) => [
      eb.fn.sum<Sum>('bytes').as('all'),
      sumOf('address_hash', 'addressHash').as('address'),
      sumOf('site_hash', 'siteHash').as('site'),
      sumOf('network_hash', 'networkHash').as('network'),
      eb.fn.min<number | null>('until').as('firstUntil'),
      now.as('now'),
    ])
    .where(countsAt(now))
    .where('share_id', '<>', param('id'));
});

/** @param upload the one that is asking: its own reservation is left out */
export async function findPromised(session: Session, upload: Other): Promise<Promised> {
  const [row] = await selectPromised(session, upload);
  return {
    all: Number(row?.all ?? 0),
    address: Number(row?.address ?? 0),
    site: Number(row?.site ?? 0),
    network: Number(row?.network ?? 0),
    firstLapseSeconds: row === undefined || row.firstUntil === null ? undefined : row.firstUntil - row.now,
  };
}

const selectAllPromised = query<object, { bytes: Sum }>(({ kysely, now }) =>
  kysely
    .selectFrom('reservation')
    .select((eb) => eb.fn.sum<Sum>('bytes').as('bytes'))
    .where(countsAt(now)),
);

/** Bytes that all uploads together have reserved and not filled. */
export async function sumPromised(session: Session): Promise<number> {
  const [row] = await selectAllPromised(session, {});
  return Number(row?.bytes ?? 0);
}

export interface NewReservation extends Networks {
  readonly id: Uint8Array;
  readonly bytes: number;
  readonly forSeconds: number;
}

const upsertReservation = query<NewReservation, unknown>(({ kysely, now, param }) =>
  kysely
    .insertInto('reservation')
    .values({
      share_id: param('id'),
      bytes: param('bytes'),
      until: sql<number>`${now} + ${param('forSeconds')}`,
      address_hash: param('addressHash'),
      site_hash: param('siteHash'),
      network_hash: param('networkHash'),
    })
    .onConflict((conflict) =>
      conflict.column('share_id').doUpdateSet({
        bytes: sql<number>`excluded.bytes`,
        until: sql<number>`excluded.until`,
        address_hash: sql<Uint8Array | null>`excluded.address_hash`,
        site_hash: sql<Uint8Array | null>`excluded.site_hash`,
        network_hash: sql<Uint8Array | null>`excluded.network_hash`,
      }),
    ),
);

/** Replaces the one that the upload has. For a row that is pending. */
export async function putReservation(tx: Transaction, reserved: NewReservation): Promise<void> {
  await upsertReservation(tx, reserved);
}

interface Filled {
  readonly id: Uint8Array;
  readonly bytes: number;
  readonly forSeconds: number;
}

const fill = query<Filled, { bytes: number }>(({ kysely, now, param }) =>
  kysely
    .updateTable('reservation')
    .set({
      bytes: sql<number>`bytes - ${param('bytes')}`,
      until: sql<number>`${now} + ${param('forSeconds')}`,
    })
    .where('share_id', '=', param('id'))
    .where(countsAt(now))
    .where('bytes', '>=', param('bytes'))
    .returning('bytes'),
);

/** Takes what arrives from what was reserved for it. @returns false when that had lapsed, or is not enough */
export async function fillReservation(tx: Transaction, filled: Filled): Promise<boolean> {
  return (await fill(tx, filled)).length === 1;
}

const deleteLapsed = query<{ atMost: number }, { id: Uint8Array }>(({ kysely, now, param }) =>
  kysely
    .deleteFrom('reservation')
    .where('share_id', 'in', (eb) =>
      eb
        .selectFrom('reservation as lapsed')
        .select('lapsed.share_id')
        .where('lapsed.until', '<=', now)
        .orderBy('lapsed.until')
        .limit(param('atMost')),
    )
    .returning('share_id as id'),
);

/** In one transaction. */
const MAX_FORGOTTEN = 500;

/** They count no more; now nothing says any more who had them. @returns whether there may be more */
export async function forgetSomeReservations(tx: Transaction): Promise<boolean> {
  return (await deleteLapsed(tx, { atMost: MAX_FORGOTTEN })).length === MAX_FORGOTTEN;
}
