import type { KeyPlace, ShareEvent, Transaction } from '#server/db/database.ts';
import type { ShareKind } from '#server/db/schema.ts';
import { findRequestCounts } from './request.ts';
import { findShare } from './share.ts';

/** `Transaction.announce` for events that more than one record causes. */

export async function announceCreated(tx: Transaction, id: Uint8Array, kind: ShareKind): Promise<void> {
  await tx.announce?.(tx, [{ id, slot: null, kind, what: 'created' }]);
}

/** An answer went live. `full`: it was the last one that the request takes. */
export async function announceAnswer(tx: Transaction, requestId: Uint8Array): Promise<void> {
  if (tx.announce === undefined) return;
  const request = await findShare(tx, requestId);
  const [counts] = await findRequestCounts(tx, [requestId]);
  if (request === undefined || counts === undefined) return;
  const event = (what: ShareEvent['what']): ShareEvent => ({ id: requestId, slot: request.slot, kind: 'request', what });
  const isFull = counts.landed >= counts.maxAnswers;
  await tx.announce(tx, isFull ? [event('answered'), event('full')] : [event('answered')]);
}

/** A named person has asked for the last code that they can get for now. */
export async function announceCodesUsedUp(tx: Transaction, { id, slot }: KeyPlace): Promise<void> {
  await tx.announce?.(tx, [{ id, slot, kind: 'share', what: 'code-requests-used-up' }]);
}
