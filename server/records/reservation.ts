import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { Transaction } from '#server/db/database.ts';
import { query } from '#server/db/query.ts';

/** Hashes of a client and of the networks around it; null where there is no such network. */
export interface Networks {
  readonly addressHash: Uint8Array | null;
  readonly siteHash: Uint8Array | null;
  readonly networkHash: Uint8Array | null;
}

/** Longer than any reservation lasts. */
const MAX_PLAUSIBLE_SECONDS = 3600;

/** Not lapsed, and not made while the clock was ahead. */
export const countsAt = (now: RawBuilder<number>): RawBuilder<boolean> =>
  sql<boolean>`until > ${now} and until <= ${now} + ${sql.lit(MAX_PLAUSIBLE_SECONDS)}`;

interface NewReservationRow extends Networks {
  readonly id: Uint8Array;
  readonly bytes: number;
  readonly forSeconds: number;
}

const upsertReservation = query<NewReservationRow, unknown>(({ kysely, now, param }) =>
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

/** Replaces the reservation of an upload. Its row must be pending. */
export async function putReservation(tx: Transaction, reserved: NewReservationRow): Promise<void> {
  await upsertReservation(tx, reserved);
}

interface FillInput {
  readonly id: Uint8Array;
  readonly bytes: number;
  readonly forSeconds: number;
}

const fill = query<FillInput, { bytes: number }>(({ kysely, now, param }) =>
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

/** Deducts the arriving bytes from the reservation. @returns false if the reservation has lapsed or is too small */
export async function fillReservation(tx: Transaction, filled: FillInput): Promise<boolean> {
  return (await fill(tx, filled)).length === 1;
}

const deleteOne = query<{ id: Uint8Array }, unknown>(({ kysely, param }) =>
  kysely.deleteFrom('reservation').where('share_id', '=', param('id')),
);

/** Releases the space that an upload has reserved and not used. */
export async function dropReservation(tx: Transaction, id: Uint8Array): Promise<void> {
  await deleteOne(tx, { id });
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

/** Rows per transaction. Each one changes up to four sums. */
const MAX_FORGOTTEN = 80;

/**
 * Deletes lapsed reservations. They no longer count, but still hold hashes of clients. @returns whether there may be
 * more
 */
export async function forgetSomeReservations(tx: Transaction): Promise<boolean> {
  return (await deleteLapsed(tx, { atMost: MAX_FORGOTTEN })).length === MAX_FORGOTTEN;
}
