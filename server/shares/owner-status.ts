import { encodeId } from '#crypto/ids.ts';
import type { Session } from '#server/db/database.ts';
import { findReadTimes } from '#server/records/answer.ts';
import { findNotBeforeTimes } from '#server/records/gate.ts';
import { findNewestOpenings } from '#server/records/share-list.ts';
import type { ListedOpeningRow } from '#server/records/share-list.ts';
import { findPeople } from '#server/records/share-people.ts';
import type { ShareRow } from '#server/records/share.ts';
import { isPasswordProtected, stateOf, viewsLeft } from '#server/records/state.ts';
import type { StatusReply } from '#server/owner/wire.ts';

interface OwnerStatus {
  /** Without note, receipts and what concerns members. */
  readonly status: StatusReply;
  /** Whether its newest openings have any. */
  readonly hasReceipts: boolean;
}

/** One per share, in the same order. */
export async function ownerStatuses(session: Session, shares: readonly ShareRow[]): Promise<OwnerStatus[]> {
  const ids = shares.map((share) => share.id);
  const openings = await findNewestOpenings(session, ids);
  const readAt = new Map((await findReadTimes(session, ids)).map((answer) => [encodeId(answer.id), answer.readAt]));
  const named = shares.filter(({ viewsEach }) => viewsEach !== null).map(({ id }) => id);
  const people = await findPeople(session, named);
  const notBefore = await findNotBeforeTimes(session, ids);
  const byShare = Map.groupBy(openings, (opening) => encodeId(opening.shareId));
  return shares.map((share) => {
    const id = encodeId(share.id);
    const read = readAt.get(id);
    const listed = byShare.get(id) ?? [];
    const status = {
      ...ownerStatus(share, listed),
      ...(notBefore.has(id) && { notBefore: notBefore.get(id) }),
      ...(share.viewsEach !== null && {
        people: { viewsEach: share.viewsEach, recipients: people.get(id) ?? [] },
      }),
      ...(read !== undefined && { answer: true as const, ...(read !== null && { readAt: read }) }),
    };
    return { status, hasReceipts: listed.some(({ hasReceipt }) => hasReceipt === 1) };
  });
}

function ownerStatus(share: ShareRow, openings: readonly ListedOpeningRow[]): StatusReply {
  const { createdAt, expiresAt, maxViews, attempts, attemptLimit, onLimit, endedAt, now } = share;
  const isRead = (opening: ListedOpeningRow) => opening.acknowledgedAt !== null || opening.leaseUntil <= now;
  const state = stateOf(share);
  return {
    state,
    createdAt,
    expiresAt,
    maxViews,
    // Revoking everybody before any opening ends a share whose sum is still stored: 0 would mean unlimited.
    viewsLeft: state === 'spent' ? 0 : viewsLeft(share),
    hasPassword: isPasswordProtected(share),
    attempts,
    attemptLimit,
    onLimit,
    openedAt: openings.map((opening) => opening.openedAt),
    reading: endedAt === null ? openings.filter((opening) => !isRead(opening)).length : 0,
    ...(share.firstExpiresAt !== null && { firstExpiresAt: share.firstExpiresAt }),
    ...(endedAt !== null && { endedAt }),
  };
}
