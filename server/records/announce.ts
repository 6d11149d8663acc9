import type { KeyPlace, Transaction } from '#server/db/database.ts';
import type { EndedState, ShareKind } from '#server/db/schema.ts';
import type { ShareRow } from './share.ts';

/** The events that records announce (`Transaction.announce`). */

export async function announceCreated(tx: Transaction, id: Uint8Array, kind: ShareKind): Promise<void> {
  await tx.announce?.(tx, [{ id, slot: null, kind, what: 'created' }]);
}

export async function announceOpening(tx: Transaction, { id, slot }: KeyPlace): Promise<void> {
  await tx.announce?.(tx, [{ id, slot, kind: 'share', what: 'opened' }]);
}

/** A named person has asked for the last code that they can get for now. */
export async function announceCodesUsedUp(tx: Transaction, { id, slot }: KeyPlace): Promise<void> {
  await tx.announce?.(tx, [{ id, slot, kind: 'share', what: 'code-requests-used-up' }]);
}

export type EndingRow = Pick<ShareRow, 'id' | 'slot' | 'kind' | 'state'>;

/** Before content and key go. Nobody ever knew of an upload that is given up. */
export async function announceEnds(tx: Transaction, shares: readonly EndingRow[], what: EndedState): Promise<void> {
  const known = shares.filter((share) => share.state !== 'pending');
  const events = known.map(({ id, slot, kind }) => ({ id, slot, kind, what }));
  if (events.length > 0) await tx.announce?.(tx, events);
}
