import type { ShareState } from '#server/shares/wire.ts';
import type { RecipientRow } from './recipient.ts';
import type { ShareRow } from './share.ts';

/** docs/life-cycle.md §1: expired iff now ≥ expiresAt. */
function isExpired({ now, expiresAt }: Pick<ShareRow, 'now' | 'expiresAt'>): boolean {
  return now >= expiresAt;
}

export function isSpent({ maxViews, viewsSpent }: Pick<ShareRow, 'maxViews' | 'viewsSpent'>): boolean {
  return maxViews !== 0 && viewsSpent >= maxViews;
}

/** null if unlimited. */
export function viewsLeft({ maxViews, viewsSpent }: Pick<ShareRow, 'maxViews' | 'viewsSpent'>): number | null {
  return maxViews === 0 ? null : Math.max(0, maxViews - viewsSpent);
}

/**
 * How often a reader can still open the share, null if unlimited. With named people, it counts only their own: the sum is
 * for the owner, because it says how many people there are.
 * @param spent the person's openings
 */
export function viewsLeftFor(
  share: Pick<ShareRow, 'maxViews' | 'viewsSpent' | 'viewsEach'>,
  spent: number,
): number | null {
  const { viewsEach } = share;
  if (viewsEach === null) return viewsLeft(share);
  return viewsEach === 0 ? null : Math.max(0, viewsEach - spent);
}

/** Whether a named person has not been revoked and has openings left. */
export function mayOpen(
  { viewsEach }: Pick<ShareRow, 'viewsEach'>,
  { revokedAt, spent }: Pick<RecipientRow, 'revokedAt' | 'spent'>,
): boolean {
  return revokedAt === null && (viewsEach === 0 || spent < (viewsEach ?? 0));
}

export function attemptsLeft({ attempts, attemptLimit }: Pick<ShareRow, 'attempts' | 'attemptLimit'>): number {
  return Math.max(0, attemptLimit - attempts);
}

export function isPasswordProtected({ kdf }: Pick<ShareRow, 'kdf'>): boolean {
  return kdf !== 0;
}

/**
 * The state of a share at `now`: `spent` and `expired` as soon as they are true, before the sweep stores them. A
 * pending share has no public state; `requireProof` never returns one.
 */
export function stateOf(share: ShareRow): Exclude<ShareState, 'pending'> {
  if (share.state === 'pending') throw new Error('A pending share has no public state.');
  if (share.endedAt !== null) return share.state;
  if (isSpent(share)) return 'spent';
  if (isExpired(share)) return 'expired';
  return share.state;
}

/** Views or time have run out, so only leases keep the content. @returns how the share ends once they are over */
export function reasonToEnd(share: ShareRow): 'spent' | 'expired' | undefined {
  if (isSpent(share)) return 'spent';
  return isExpired(share) ? 'expired' : undefined;
}
