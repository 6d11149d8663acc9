import { sql } from 'kysely';
import type { Session, Transaction } from '#server/db/database.ts';
import { query } from '#server/db/query.ts';
import type { OpeningRow } from './opening.ts';

const updateLease = query<{ id: Uint8Array; seq: number; leaseUntil: number }, unknown>(({ kysely, param }) =>
  kysely
    .updateTable('opening')
    .set({ lease_until: param('leaseUntil') })
    .where('share_id', '=', param('id'))
    .where('seq', '=', param('seq')),
);

/** The caller holds the share's row lock. */
export async function extendLease(
  tx: Transaction,
  id: Uint8Array,
  lease: { seq: number; leaseUntil: number },
): Promise<void> {
  await updateLease(tx, { id, ...lease });
}

interface Claimed {
  readonly id: Uint8Array;
  readonly claimHash: Uint8Array;
}

const updateAcknowledged = query<Claimed, Pick<OpeningRow, 'recipientN'>>(({ kysely, now, param }) =>
  kysely
    .updateTable('opening')
    .set({ acknowledged_at: now })
    .where('share_id', '=', param('id'))
    .where('claim_hash', '=', param('claimHash'))
    .where('acknowledged_at', 'is', null)
    .where('lease_until', '>', now)
    .returning('recipient_n as recipientN'),
);

/**
 * Ends the lease of a claim. The caller holds the row lock of the share, which has not ended.
 * @returns undefined if the lease is not running, and nothing has changed
 */
export async function endLease(tx: Transaction, claim: Claimed): Promise<Pick<OpeningRow, 'recipientN'> | undefined> {
  const [opening] = await updateAcknowledged(tx, claim);
  return opening;
}

const selectHeld = query<{ id: Uint8Array; now: number }, { held: number }>(({ kysely, param }) =>
  kysely
    .selectFrom('opening')
    .select(sql.lit(1).as('held'))
    .where('share_id', '=', param('id'))
    .where('acknowledged_at', 'is', null)
    .where('lease_until', '>', param('now'))
    .limit(sql.lit(1)),
);

/**
 * Whether a lease is running. SQLite prepares `findLastLease` anew each time, as it does any `limit ?`: that takes as
 * long as five of these.
 */
export async function hasLease(session: Session, id: Uint8Array, now: number): Promise<boolean> {
  return (await selectHeld(session, { id, now })).length > 0;
}

const selectLastLease = query<{ id: Uint8Array; now: number }, { leaseUntil: number | null }>(({ kysely, param }) =>
  kysely
    .selectFrom('opening')
    .select((eb) => eb.fn.max('lease_until').as('leaseUntil'))
    .where('share_id', '=', param('id'))
    .where('acknowledged_at', 'is', null)
    .where('lease_until', '>', param('now')),
);

/** @returns when the last unacknowledged lease ends, or null if no lease is running */
export async function findLastLease(session: Session, id: Uint8Array, now: number): Promise<number | null> {
  const [last] = await selectLastLease(session, { id, now });
  return last?.leaseUntil ?? null;
}
