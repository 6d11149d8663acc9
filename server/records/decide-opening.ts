import { equalBytes } from '#crypto/bytes.ts';
import { hasGate } from '#crypto/gates.ts';
import type { OnLimit } from '#server/shares/wire.ts';
import type { GateRow } from './gate.ts';
import { isLeaseRunning } from './lease.ts';
import type { OpeningRow } from './opening.ts';
import type { ShareRow } from './share.ts';
import { attemptsLeft, isPasswordProtected, stateOf } from './state.ts';

/** The facts for check 5. */
export interface GateFacts extends Pick<GateRow, 'bits' | 'notBefore'> {
  /** For members: whether a pass holds, and whether it is one of those that the share is for. */
  readonly member: 'missing' | 'right' | 'other';
  /** For named people. */
  readonly code: 'missing' | 'right' | 'wrong';
}

export interface OpeningFacts {
  readonly share: ShareRow;
  /** The hash of the presented open proof under the share's erasure key (SPEC.md §15.1). */
  readonly openHash: Uint8Array;
  /**
   * The earlier opening by the same claim, if any. `not-read` saves that read for a new claim, the usual case:
   * if the claim has spent a view after all, `spendView` fails on the unique index.
   */
  readonly opening: OpeningRow | undefined | 'not-read';
  /** Absent for a share without gates. */
  readonly gate?: GateFacts;
}

export type RefusalCode =
  | ('ended' | 'locked' | 'too-early' | 'pass-required' | 'not-a-member' | 'code-required' | 'wrong-code')
  | ('wrong-password' | 'lease-over');

interface Refuse {
  readonly kind: 'refuse';
  readonly code: RefusalCode;
}

export type OpeningDecision =
  | { readonly kind: 'spend' }
  /** Give the same bytes again, and spend nothing. */
  | { readonly kind: 'repeat'; readonly opening: OpeningRow }
  | { readonly kind: 'count-attempt' }
  /** Read the claim's opening and decide again. */
  | { readonly kind: 'read-opening' }
  | Refuse;

/**
 * The one place that decides whether a share may be opened. Pure: no SQL, no HTTP, and no clock but `share.now`.
 * The order of checks, and the reason for each place (docs/life-cycle.md §2 to §6):
 *
 * 1. Link proof: `requireProof` in proof.ts, before anything but the row is read. Without the link, every share in every
 *    state looks like an unknown id.
 * 2. End. An ended share has no content and no key. Its end also ended every lease, so this comes before 3.
 * 3. Repeat: the claim has a running lease and the open proof is right. This comes before state, time, views and gates,
 *    because a lost reply must not cost the reader the secret, and bytes already sent cannot be recalled.
 * 4. State, time and views: spent, expired or locked. This comes before the proof, so that a share that cannot be opened
 *    does not reveal whether a password is right, and counts no attempt.
 * 5. Gates: not before, then members, then (for named people) the code. After the repeat, because they apply only to new
 *    openings, and before the proof, so that somebody who is not a member or has no named mailbox cannot use up password
 *    attempts. Too early and no member count nothing. A wrong code counts against the claim's ask and not against the
 *    share.
 * 6. Open proof. If it is wrong, a share with a password counts an attempt. Without a password there is nothing to guess,
 *    so nothing is counted.
 * 7. Used claim. A claim spends at most one view, ever. After its lease it opens nothing.
 *
 * Without gates, the row was read a moment ago, so the statements that act on a decision check it again in their `where` clause:
 * `spendView` repeats 1, 2, 4 and 6, `addAttempt` repeats 2, 4 and 6, and the unique index on claims repeats 7. They
 * make the counts exact. With gates, the row is locked and everything is read after that.
 */
export function decideOpening({ share, openHash, opening, gate }: OpeningFacts): OpeningDecision {
  if (share.endedAt !== null) return { kind: 'refuse', code: 'ended' };
  const isProofRight = share.openHash !== null && equalBytes(share.openHash, openHash);
  if (typeof opening === 'object' && isProofRight && isLeaseRunning(share, opening)) return { kind: 'repeat', opening };
  const state = stateOf(share);
  if (state !== 'live') {
    // A wrong proof rules out a repeat, but the response time must not reveal that.
    if (opening === 'not-read') return { kind: 'read-opening' };
    return { kind: 'refuse', code: state === 'locked' ? 'locked' : 'ended' };
  }
  const refusedBy = gate && closedGate(share, gate);
  if (refusedBy !== undefined) return { kind: 'refuse', code: refusedBy };
  if (!isProofRight) {
    return isPasswordProtected(share) ? { kind: 'count-attempt' } : { kind: 'refuse', code: 'wrong-password' };
  }
  return typeof opening === 'object' ? { kind: 'refuse', code: 'lease-over' } : { kind: 'spend' };
}

function closedGate({ now }: ShareRow, { bits, notBefore, member, code }: GateFacts): RefusalCode | undefined {
  if (hasGate(bits, 'notBefore') && (notBefore === null || now < notBefore)) return 'too-early';
  if (hasGate(bits, 'members') && member !== 'right') return member === 'missing' ? 'pass-required' : 'not-a-member';
  if (!hasGate(bits, 'people') || code === 'right') return undefined;
  return code === 'missing' ? 'code-required' : 'wrong-code';
}

/** Decides the effect of a wrong password. @param share the row after the attempt was counted */
export function decideAfterAttempt(share: Pick<ShareRow, 'attempts' | 'attemptLimit' | 'onLimit'>): OnLimit | 'refuse' {
  return attemptsLeft(share) > 0 ? 'refuse' : share.onLimit;
}

export type ReadingDecision = { readonly kind: 'read'; readonly opening: OpeningRow } | Refuse;

/**
 * The part of `decideOpening` for a claim that has opened the share: it decides whether that reader may renew the lease and
 * read the file body. Only the end of the share or of the lease stops a reader. Views, expiry and a lock stop new openings.
 */
export function decideReading(share: ShareRow, opening: OpeningRow | undefined): ReadingDecision {
  if (share.endedAt !== null) return { kind: 'refuse', code: 'ended' };
  if (opening === undefined || !isLeaseRunning(share, opening)) return { kind: 'refuse', code: 'lease-over' };
  return { kind: 'read', opening };
}
