import type { InferOutput } from 'valibot';
import { LEASE_SECONDS } from '#server/db/times.ts';
import type { Deps } from '#server/deps.ts';
import { openHash, revealSealed } from '#server/erasure/at-rest.ts';
import { AppError } from '#server/errors.ts';
import { addAttempt, lockOpenings } from '#server/records/attempt.ts';
import { findSealed } from '#server/records/content.ts';
import { decideAfterAttempt, decideOpening } from '#server/records/decide-opening.ts';
import { leaseCapSeconds } from '#server/records/lease.ts';
import { findOpening, isRepeatedClaim, spendView } from '#server/records/opening.ts';
import { hashOf, readSecret, requireProof } from '#server/records/proof.ts';
import { refusal } from '#server/records/refusal.ts';
import { tryRemoveFileBody } from '#server/records/remove-file-body.ts';
import { endShare, findShare } from '#server/records/share.ts';
import type { GuardedRow, ShareRow } from '#server/records/share.ts';
import { attemptsLeft, viewsLeft } from '#server/records/state.ts';
import { openGatedShare } from './open-gated-share.ts';
import type { OpenBody, OpenReplyHead } from './wire.ts';

/** Another try is needed only if the sender unlocks the share, or a lease changes, during this one. */
const MAX_TRIES = 3;

interface OpenShareInput extends InferOutput<typeof OpenBody> {
  /** Called with the length of `sealed` before anything is spent. @throws AppError `unavailable` */
  readonly holdReply?: ((bytes: number) => void) | undefined;
}

export interface OpenShareReply {
  readonly head: OpenReplyHead;
  readonly sealed: Uint8Array;
}

interface Attempt {
  /** As it was when the link proof was checked. */
  readonly share: GuardedRow;
  /** The share's erasure key. */
  readonly key: Uint8Array;
  /** SPEC.md §15.1. */
  readonly openHash: Uint8Array;
  readonly claimHash: Uint8Array;
}

/**
 * Spends a view for a claim and returns the content. The same claim gets the same bytes again while its lease runs.
 * `decideOpening` decides; this acts on it.
 * @throws AppError `malformed`, `not-found`, `too-early`, `pass-required`, `not-a-member`, `code-required`, `wrong-code`,
 *   `wrong-password`, `locked`, `ended`, `lease-over`, `unavailable`
 */
export async function openShare(deps: Deps, id: Uint8Array, input: OpenShareInput): Promise<OpenShareReply> {
  const openProof = readSecret(input.openProof);
  const claimHash = hashOf(readSecret(input.claim));
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const share = await requireProof(deps.store.read, { id, holder: 'link', proof: input.linkProof });
    // `decideOpening` checks this too, but needs the key, which an ended share does not have.
    if (share.endedAt !== null) throw await refusal(deps.store.read, share, 'ended');
    if (tries === 0) input.holdReply?.(share.sizeBytes - share.bodyBytes);
    const reply = await deps.store.withKey(share, async (key) => {
      if (key === undefined) throw await refusalWithoutKey(deps, share);
      const attempt = { share, key, openHash: openHash(key, openProof), claimHash };
      if (share.openHash === null) return openGatedShare(deps, { ...attempt, id, code: input.code, pass: input.pass });
      return (await openFirst(deps, attempt)) ?? (await openAgain(deps, attempt));
    });
    if (reply !== undefined) return reply;
  }
  throw new AppError('unavailable');
}

/** docs/life-cycle.md §3. @returns undefined if nothing was spent or counted */
async function openFirst(deps: Deps, attempt: Attempt): Promise<OpenShareReply | undefined> {
  const { share, openHash } = attempt;
  const decision = decideOpening({ share, openHash, opening: 'not-read' });
  if (decision.kind === 'spend') return spend(deps, attempt);
  if (decision.kind === 'count-attempt') return countAttempt(deps, attempt);
  if (decision.kind === 'refuse') throw await refusal(deps.store.read, share, decision.code);
  return undefined;
}

/** @returns undefined if the share can no longer be opened, or the claim has spent a view before */
async function spend({ store }: Deps, attempt: Attempt): Promise<OpenShareReply | undefined> {
  const { share, key, openHash, claimHash } = attempt;
  const { id, proofHash: linkHash, slot, sizeBytes } = share;
  const lease = { leaseSeconds: LEASE_SECONDS, capSeconds: leaseCapSeconds(sizeBytes) };
  try {
    const opened = await store.write((tx) => spendView(tx, { id, linkHash, slot, openHash, claimHash, ...lease }));
    if (opened === undefined) return undefined;
    const { openedAt, leaseUntil, sealed } = opened;
    const head = { openedAt, leaseUntil, viewsLeft: viewsLeft(opened), repeated: false };
    return { head, sealed: revealSealed(key, id, sealed) };
  } catch (error) {
    if (isRepeatedClaim(error)) return undefined;
    throw error;
  }
}

/** @returns undefined if by now no proof could open the share; then nothing was counted */
async function countAttempt(deps: Deps, { share, openHash }: Attempt): Promise<undefined> {
  const { store } = deps;
  const counted = await store.write(async (tx) => {
    const after = await addAttempt(tx, share.id, openHash);
    if (after === undefined) return undefined;
    const next = decideAfterAttempt(after);
    if (next === 'refuse') return after;
    if (next === 'lock') {
      await lockOpenings(tx, after);
      return { ...after, state: 'locked' as const };
    }
    const endedAt = await endShare(tx, after, 'destroyed');
    return { ...after, state: 'destroyed' as const, endedAt };
  });
  if (counted === undefined) return undefined;
  if (counted.endedAt !== null) await tryRemoveFileBody(deps, counted);
  if (counted.state === 'live') throw new AppError('wrong-password', { attemptsLeft: attemptsLeft(counted) });
  throw await refusal(store.read, counted, counted.endedAt === null ? 'locked' : 'ended');
}

/**
 * docs/life-cycle.md §4: decides again, on what is stored after the transaction that spent nothing.
 * @returns undefined if the share can be opened now
 */
async function openAgain({ store: { read } }: Deps, attempt: Attempt): Promise<OpenShareReply | undefined> {
  const { key, openHash, claimHash } = attempt;
  const share = await findShare(read, attempt.share.id);
  if (share === undefined) throw new AppError('not-found');
  const opening = await findOpening(read, share.id, claimHash);
  const decision = decideOpening({ share, openHash, opening });
  if (decision.kind === 'refuse') throw await refusal(read, share, decision.code);
  if (decision.kind !== 'repeat') return undefined;
  const sealed = await findSealed(read, share.id);
  if (sealed === undefined) return undefined;
  const { openedAt, leaseUntil } = decision.opening;
  const head = { openedAt, leaseUntil, viewsLeft: viewsLeft(share), repeated: true };
  return { head, sealed: revealSealed(key, share.id, sealed) };
}

/** The share ended between the two reads. Or its key was lost, and the share with it. */
async function refusalWithoutKey({ store }: Deps, before: ShareRow): Promise<AppError> {
  const share = (await findShare(store.read, before.id)) ?? before;
  const ended: ShareRow = share.endedAt === null ? { ...share, state: 'destroyed', endedAt: share.now } : share;
  return refusal(store.read, ended, 'ended');
}
