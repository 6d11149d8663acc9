import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { Transaction } from '#server/db/database.ts';
import { query } from '#server/db/query.ts';

/** A client and the networks around it, as hashes; null where there is no such network. */
export interface Networks {
  readonly addressHash: Uint8Array | null;
  readonly siteHash: Uint8Array | null;
  readonly networkHash: Uint8Array | null;
}

/** Longer than any reservation. */
const NEVER_SO_LONG_SECONDS = 3600;

/** Not lapsed, and not from a moment at which the clock was ahead. */
export const countsAt = (now: RawBuilder<number>): RawBuilder<boolean> =>
  sql<boolean>`until > ${now} and until <= ${now} + ${sql.lit(NEVER_SO_LONG_SECONDS)}`;

export interface NewReservationRow extends Networks {
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

/** Replaces the one that the upload has. For a row that is pending. */
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

/** Takes what arrives from what was reserved for it. @returns false when that had lapsed, or is not enough */
export async function fillReservation(tx: Transaction, filled: FillInput): Promise<boolean> {
  return (await fill(tx, filled)).length === 1;
}

const deleteOne = query<{ id: Uint8Array }, unknown>(({ kysely, param }) =>
  kysely.deleteFrom('reservation').where('share_id', '=', param('id')),
);

/** Gives back what an upload has reserved and not filled. */
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

/** In one transaction. Each row changes sums in four places. */
const MAX_FORGOTTEN = 80;

/** They count no more; now nothing says any more who had them. @returns whether there may be more */
export async function forgetSomeReservations(tx: Transaction): Promise<boolean> {
  return (await deleteLapsed(tx, { atMost: MAX_FORGOTTEN })).length === MAX_FORGOTTEN;
}
