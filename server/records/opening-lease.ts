import type { Session, Transaction } from '#server/db/database.ts';
import { query } from '#server/db/query.ts';

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

const updateAcknowledged = query<{ id: Uint8Array; seq: number }, unknown>(({ kysely, now, param }) =>
  kysely
    .updateTable('opening')
    .set({ acknowledged_at: now })
    .where('share_id', '=', param('id'))
    .where('seq', '=', param('seq'))
    .where('acknowledged_at', 'is', null),
);

/** The caller holds the share's row lock. */
export async function markAcknowledged(tx: Transaction, id: Uint8Array, seq: number): Promise<void> {
  await updateAcknowledged(tx, { id, seq });
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
