import { encodeId } from '#crypto/ids.ts';
import type { Transaction } from '#server/db/database.ts';
import { DAY_SECONDS, LEASE_SECONDS } from '#server/db/times.ts';
import { findAnswered, findAwaited, giveBackPlaces } from '#server/records/answer.ts';
import {
  findDue,
  forgetClaims,
  forgetShares,
  postpone,
  postponeForgetting,
  pruneOpenings,
} from '#server/records/due-share.ts';
import type { DueShareRow } from '#server/records/due-share.ts';
import { endShares } from '#server/records/share.ts';
import { reasonToEnd } from '#server/records/state.ts';
import { MAX_OPENED_AT } from '#server/forms/wire.ts';

const TOMBSTONE_SECONDS = 30 * DAY_SECONDS;
/** A request that is over ends within 60 seconds of its last answer. */
const ANSWERS_LOOK_SECONDS = 30;
/**
 * The most openings of one share to prune in one transaction. A share with unlimited views may have been opened a
 * million times.
 */
const MAX_PRUNED = 500;

/** The outcome for rows that are due: locked, and read at `now`. */
interface SettleResult {
  /** File bodies of uploads that were given up. They leave no tombstone, because nobody may learn that they existed. */
  readonly givenUp: readonly string[];
  /** Whether a row has to be looked at again immediately. */
  readonly isUnfinished: boolean;
}

/** Settles due shares, requests and uploads that have not ended: each ends, is given up, or is postponed. */
export async function settleDue(tx: Transaction, ids: readonly Uint8Array[], now: number): Promise<SettleResult> {
  const due = await findDue(tx, ids, now);
  const uploads = due.filter(({ state }) => state === 'pending');
  const others = due.filter(({ state }) => state !== 'pending');
  const uploadIds = uploads.map(({ id }) => id);
  await giveBackPlaces(tx, uploadIds);
  await forgetShares(tx, uploadIds);
  const awaited = await awaitedAmong(tx, others);
  const isKept = (share: DueShareRow) =>
    share.kind === 'request' ? awaited.has(encodeId(share.id)) : (share.lastLease ?? 0) > now;
  for (const reason of ['spent', 'expired'] as const) {
    const over = others.filter((share) => reasonToEnd(share) === reason && !isKept(share));
    await endShares(tx, over, reason);
  }
  let isUnfinished = false;
  for (const share of others) {
    if (reasonToEnd(share) === undefined) isUnfinished = !(await postponeLive(tx, share)) || isUnfinished;
    else if (isKept(share)) await postpone(tx, share.id, keptUntil(share));
  }
  return { givenUp: uploads.flatMap(({ bodyName }) => bodyName ?? []), isUnfinished };
}

/**
 * A request that is over is kept for its owner while answers can be read or are being uploaded. They may end at any
 * time.
 */
async function awaitedAmong(tx: Transaction, due: readonly DueShareRow[]): Promise<ReadonlySet<string>> {
  const over = due.filter((share) => share.kind === 'request' && reasonToEnd(share) !== undefined);
  const awaited = await findAwaited(
    tx,
    over.map(({ id }) => id),
  );
  return new Set(awaited.map(encodeId));
}

/** Views or time have run out, and the last lease, or the answers to a request, keep the content. */
function keptUntil({ kind, lastLease, now }: DueShareRow): number {
  return kind === 'request' || lastLease === null ? now + ANSWERS_LOOK_SECONDS : lastLease;
}

/** Views and time are left. @returns false if there are more openings to prune immediately */
async function postponeLive(
  tx: Transaction,
  { id, expiresAt, maxViews, viewsSpent, now }: DueShareRow,
): Promise<boolean> {
  const growing = maxViews === 0 && viewsSpent > MAX_OPENED_AT;
  const isPruned = !growing || (await pruneOpenings(tx, { id, now, atMost: MAX_PRUNED }));
  const lookAt = isPruned && growing ? Math.min(expiresAt, now + LEASE_SECONDS) : expiresAt;
  await postpone(tx, id, isPruned ? lookAt : now);
  return isPruned;
}

/**
 * Settles due tombstones: their claims are forgotten once all leases would be over, and they themselves once nobody may
 * ask about them.
 */
export async function settleTombstones(
  tx: Transaction,
  ids: readonly Uint8Array[],
  now: number,
): Promise<Pick<SettleResult, 'isUnfinished'>> {
  const due = await findDue(tx, ids, now);
  const isForgettable = ({ expiresAt, endedAt }: DueShareRow) =>
    now >= Math.max(expiresAt, (endedAt ?? now) + TOMBSTONE_SECONDS);
  const pruned: Uint8Array[] = [];
  for (const { id, viewsSpent } of due) {
    const isPruned = viewsSpent <= MAX_OPENED_AT || (await pruneOpenings(tx, { id, now, atMost: MAX_PRUNED }));
    if (isPruned) pruned.push(id);
    else await postpone(tx, id, now);
  }
  const prunedIds = new Set(pruned.map(encodeId));
  const [forgettable, kept] = [true, false].map((wanted) =>
    due.filter((share) => prunedIds.has(encodeId(share.id)) && isForgettable(share) === wanted).map(({ id }) => id),
  ) as [Uint8Array[], Uint8Array[]];
  // Keep the row of a request while authors may still ask about their answers, which reference it.
  const answered = new Set((await findAnswered(tx, forgettable)).map(encodeId));
  for (const id of forgettable) if (answered.has(encodeId(id))) await postpone(tx, id, now + DAY_SECONDS);
  await forgetShares(
    tx,
    forgettable.filter((id) => !answered.has(encodeId(id))),
  );
  await forgetClaims(tx, kept);
  await postponeForgetting(tx, kept, TOMBSTONE_SECONDS);
  return { isUnfinished: pruned.length < due.length };
}
