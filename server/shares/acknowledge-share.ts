import type { InferOutput } from 'valibot';
import { inspectClock } from '#server/clock/check-clock.ts';
import type { Uptime } from '#server/clock/clock.ts';
import { isHeld } from '#server/clock/reckoning.ts';
import type { Transaction } from '#server/db/database.ts';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import { findOpening } from '#server/records/opening.ts';
import type { OpeningRow } from '#server/records/opening.ts';
import { endLease, hasLease } from '#server/records/opening-lease.ts';
import { hashOf, readSecret, requireProof } from '#server/records/proof.ts';
import { markAnswerRead, requireReaderProof } from '#server/records/read-receipt.ts';
import { findRecipients } from '#server/records/recipient.ts';
import { tryRemoveFileBody } from '#server/records/remove-file-body.ts';
import { endShare, lockShare } from '#server/records/share.ts';
import type { ShareRow } from '#server/records/share.ts';
import { reasonToEnd, stateOf, viewsLeft, viewsLeftFor } from '#server/records/state.ts';
import type { AcknowledgeBody, AcknowledgeReply } from './wire.ts';

/**
 * The reader has the secret. Ends the lease, and erases the content if only this lease was keeping it. Idempotent, also
 * after the end. @throws AppError `malformed`, `not-found`, `lease-over`
 */
export async function acknowledgeShare(
  deps: Deps,
  id: Uint8Array,
  { linkProof, claim, requestOwnerProof }: InferOutput<typeof AcknowledgeBody>,
): Promise<AcknowledgeReply> {
  const { store, uptime } = deps;
  const claimHash = hashOf(readSecret(claim));
  await requireProof(store.read, { id, holder: 'link', proof: linkProof });
  const request = await requireReaderProof(store.read, id, requestOwnerProof);
  const { bodyName, reply } = await store.write(async (tx) => {
    const share = await lockShare(tx, id);
    if (share === undefined) throw new AppError('not-found');
    const opening = share.endedAt === null ? await endLease(tx, { id, claimHash }) : undefined;
    if (opening === undefined) return { bodyName: null, reply: await replyAgain(tx, share, claimHash) };
    const reply = { state: stateOf(share), viewsLeft: await readersViewsLeft(tx, share, opening) };
    const reason =
      (request && (await markAnswerRead(tx, id, request))) ?? (await reasonWithoutLease(tx, share, uptime));
    if (reason === undefined) return { bodyName: null, reply };
    const endedAt = await endShare(tx, share, reason);
    return { bodyName: share.bodyName, reply: { ...reply, state: reason, endedAt } };
  });
  await tryRemoveFileBody(deps, { id, bodyName });
  return reply;
}

/**
 * For a claim without a running lease.
 * @throws AppError `lease-over` unless it was acknowledged or the share has ended
 */
async function replyAgain(tx: Transaction, share: ShareRow, claimHash: Uint8Array): Promise<AcknowledgeReply> {
  const opening = await findOpening(tx, share.id, claimHash);
  if (opening === undefined) throw new AppError('lease-over');
  const reply = { state: stateOf(share), viewsLeft: await readersViewsLeft(tx, share, opening) };
  if (share.endedAt !== null) return { ...reply, endedAt: share.endedAt };
  if (opening.acknowledgedAt === null) throw new AppError('lease-over');
  return reply;
}

/** Once a share for named people has ended, its reader has none. */
async function readersViewsLeft(
  tx: Transaction,
  share: ShareRow,
  { recipientN }: Pick<OpeningRow, 'recipientN'>,
): Promise<number | null> {
  if (share.viewsEach === null) return viewsLeft(share);
  const person = (await findRecipients(tx, share.id)).find(({ n }) => n === recipientN);
  return viewsLeftFor(share, person?.spent ?? share.viewsEach);
}

/**
 * Why the share ends now, if it does: its views or its time have run out, and no lease is left. While the clock is
 * ahead, expired shares stay, and leases end by the expected time.
 */
async function reasonWithoutLease(
  tx: Transaction,
  share: ShareRow,
  uptime: Uptime,
): Promise<'spent' | 'expired' | undefined> {
  const reason = reasonToEnd(share);
  if (reason === undefined) return undefined;
  const clock = await inspectClock(tx, uptime, share.now);
  if (isHeld(clock) && reason === 'expired') return undefined;
  const now = isHeld(clock) ? clock.expectedAt : share.now;
  return (await hasLease(tx, share.id, now)) ? undefined : reason;
}
