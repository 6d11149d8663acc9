import type { BatchCount, RequestState } from '#server/requests/wire.ts';
import type { ShareState } from '#server/shares/wire.ts';
import type { StatusReply } from '#server/owner/wire.ts';
import { formatNumber } from '#web/i18n/numbers.ts';
import type { ListEntry, ShareEntry } from './entry.ts';

export type ShareStatus = Omit<StatusReply, 'note'>;
export type NamedPeople = NonNullable<StatusReply['people']>;
export type RequestSummary = NonNullable<BatchCount>;

/** `gone`: the server no longer knows it. `odd`: the server's reply about it makes no sense. */
export type Status = ShareStatus | RequestSummary | 'gone' | 'odd';

export const isRequestSummary = (status: Status | undefined): status is RequestSummary =>
  typeof status === 'object' && 'unread' in status;

/** Whether anything is left to delete on the server, as far as is known. */
export function isThere(status: Status | undefined): boolean {
  if (status === undefined || status === 'odd') return true;
  if (isRequestSummary(status)) return status.endedAt === undefined;
  return status !== 'gone' && (opensAgain(status) || status.reading > 0);
}

/** Whether a share may still be opened by somebody, perhaps after it is unlocked. */
export const opensAgain = ({ state }: Pick<ShareStatus, 'state'>): boolean => state === 'live' || state === 'locked';

/** Whether the server states the terms that this browser recorded when it sealed. */
export function hasNotedTerms(entry: ListEntry, status: Status | undefined): boolean {
  if (typeof status !== 'object') return true;
  if (isRequestSummary(status) || entry.kind === 'request') return status.expiresAt === entry.expiresAt;
  // For named people, maxViews is the sum. The owner may have brought the expiry forward.
  const { maxViews, people, expiresAt, firstExpiresAt = expiresAt, notBefore = entry.notBefore } = status;
  const sameViews = sealedViews({ people, maxViews }) === entry.maxViews && hasNotedPeople(entry, status);
  const sameEnd = firstExpiresAt === entry.expiresAt && expiresAt <= firstExpiresAt;
  return sameViews && sameEnd && notBefore === entry.notBefore;
}

/** After the end, the server knows only those who have opened it or whose access was revoked. */
function hasNotedPeople({ people: noted }: ShareEntry, status: ShareStatus): boolean {
  const named = status.people?.recipients.length;
  if (named === undefined || noted === undefined) return named === noted;
  return opensAgain(status) ? named === noted : named <= noted;
}

/** The openings that were sealed: for each person, if people are named. `maxViews` is then the sum. */
export const sealedViews = ({ people, maxViews }: Pick<StatusReply, 'people' | 'maxViews'>): number =>
  people?.viewsEach ?? maxViews;

/**
 * How many of the named people have opened it, as values of a message.
 * @param named how many there are, if it is known: after the end, the server knows only some of them
 */
export function openedBy({ recipients }: NamedPeople, named = 0): { count: string; all: number } {
  const count = recipients.filter(({ openedAt }) => openedAt.length > 0).length;
  return { count: formatNumber(count), all: Math.max(named, recipients.length) };
}

/** Lit while it can be opened or answered; red while it is locked by wrong passwords. */
export function lampTone(state: ShareState | RequestState | undefined): 'ok' | 'error' | 'none' {
  if (state === 'live' || state === 'open') return 'ok';
  return state === 'locked' ? 'error' : 'none';
}
