import type { InferOutput } from 'valibot';
import type { Transaction } from '#server/db/database.ts';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import { disownAsks, renewTries } from '#server/records/code-ask.ts';
import { postpone } from '#server/records/due-share.ts';
import { findLastLease } from '#server/records/opening-lease.ts';
import { requireProof } from '#server/records/proof.ts';
import { findRecipients, renewAsks, revokeRecipient } from '#server/records/recipient.ts';
import type { RecipientRow } from '#server/records/recipient.ts';
import { tryRemoveFileBody } from '#server/records/remove-file-body.ts';
import { endShare, findShare, lockShare } from '#server/records/share.ts';
import { setMaxViews } from '#server/records/share-terms.ts';
import type { ShareRow } from '#server/records/share.ts';
import { statusWithNote } from './read-status.ts';
import type { StatusReply, RecipientBody } from '#server/owner/wire.ts';

/**
 * Revokes a named person for good, or gives them new code mails. A reader whose lease runs keeps what was sent. No effect
 * once the share has ended.
 * @throws AppError `malformed`; `not-found`, also for a number that nobody has
 */
export async function changeRecipient(
  deps: Deps,
  id: Uint8Array,
  { ownerProof, n, action }: InferOutput<typeof RecipientBody>,
): Promise<StatusReply> {
  const { store } = deps;
  await requireProof(store.read, { id, holder: 'owner', proof: ownerProof });
  await store.write(async (tx) => {
    const share = await lockShare(tx, id);
    if (share?.endedAt !== null) return;
    if (share.viewsEach === null) throw new AppError('not-found');
    await (action === 'revoke' ? revoke(tx, share, n) : reset(tx, share, n));
  });
  const share = await findShare(store.read, id);
  if (share === undefined) throw new AppError('not-found');
  if (share.endedAt !== null) await tryRemoveFileBody(deps, share);
  return statusWithNote(deps, share);
}

async function reset(tx: Transaction, { id }: ShareRow, n: number): Promise<void> {
  const person = (await findRecipients(tx, id)).find((one) => one.n === n);
  if (person === undefined) throw new AppError('not-found');
  if (person.revokedAt !== null) return;
  await disownAsks(tx, { id, n });
  await renewTries(tx, id);
  await renewAsks(tx, { id, n });
}

async function revoke(tx: Transaction, share: ShareRow, n: number): Promise<void> {
  const { id, maxViews } = share;
  const people = await findRecipients(tx, id);
  const person = people.find((one) => one.n === n);
  if (person === undefined) throw new AppError('not-found');
  if (person.revokedAt !== null) return;
  await disownAsks(tx, { id, n });
  await revokeRecipient(tx, { id, n });
  const isLast = people.every((one) => one.n === n || one.revokedAt !== null);
  const sum = sumWithout(share, { person, isLast });
  // 0 would mean unlimited. Without a view spent there is no lease either.
  if (sum > 0) await setMaxViews(tx, { id, maxViews: sum });
  if (isLast || (maxViews > 0 && share.viewsSpent >= sum)) await endUnlessRead(tx, share);
}

/** Unlimited openings end with the last person: a share that nobody can open must not wait for its expiry. */
function sumWithout(
  { maxViews, viewsEach, viewsSpent }: ShareRow,
  { person, isLast }: { person: RecipientRow; isLast: boolean },
): number {
  if (maxViews === 0) return isLast ? viewsSpent : 0;
  return maxViews - Math.max(0, (viewsEach ?? 0) - person.spent);
}

/** Nobody can open it any more. */
async function endUnlessRead(tx: Transaction, share: ShareRow): Promise<void> {
  const lease = await findLastLease(tx, share.id, share.now);
  if (lease === null) await endShare(tx, share, 'spent');
  else await postpone(tx, share.id, Math.min(share.dueAt, lease));
}
