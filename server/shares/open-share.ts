import type { InferOutput } from 'valibot';
import { equalBytes } from '#crypto/bytes.ts';
import { tryRemoveBody } from '#server/records/remove-file-body.ts';
import type { Deps } from '#server/deps.ts';
import { openHash, revealSealed } from '#server/erasure/at-rest.ts';
import { AppError } from '#server/errors.ts';
import { addAttempt, lockOpenings } from '#server/records/attempt.ts';
import { findSealed } from '#server/records/content.ts';
import { hashOf, passGate, readSecret, refusal } from '#server/records/proof.ts';
import { LEASE_SECONDS } from '#server/db/times.ts';
import { isLeaseAlive, leaseCapSeconds } from '#server/records/lease.ts';
import { findOpening, isRepeatedClaim, spendView } from '#server/records/opening.ts';
import { attemptsLeft, hasPassword, stateOf, viewsLeft } from '#server/records/state.ts';
import { endShare, findShare } from '#server/records/share.ts';
import type { GuardedRow, ShareRow } from '#server/records/share.ts';
import type { OpenBody, OpenReplyHead } from './wire.ts';

/** Each further try means that the sender unlocked, or a lease changed, in the middle of the one before. */
const MAX_TRIES = 3;

export interface OpenAnswer {
  readonly head: OpenReplyHead;
  readonly sealed: Uint8Array;
}

export interface ShareToOpen extends InferOutput<typeof OpenBody> {
  /** Called with the length of what is sealed, before anything is spent. @throws AppError `unavailable` */
  readonly holdReply?: ((bytes: number) => void) | undefined;
}

interface Attempt {
  /** As the gate saw it. */
  readonly share: GuardedRow;
  /** The share's erasure key. */
  readonly key: Uint8Array;
  /** SPEC.md §15.1. */
  readonly openHash: Uint8Array;
  readonly claimHash: Uint8Array;
}

/**
 * Spends a view for a claim and gives out the content; the same claim gets the same bytes again while its lease runs.
 * @throws AppError `malformed`, `not-found`, `wrong-password`, `locked`, `ended`, `lease-over`, `unavailable`
 */
export async function openShare(deps: Deps, id: Uint8Array, body: ShareToOpen): Promise<OpenAnswer> {
  const openProof = readSecret(body.openProof);
  const claimHash = hashOf(readSecret(body.claim));
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const share = await passGate(deps.store.read, { id, holder: 'link', proof: body.linkProof });
    if (share.endedAt !== null) throw await refusal(deps.store.read, share);
    if (tries === 0) body.holdReply?.(share.sizeBytes - share.bodyBytes);
    const answer = await deps.store.withKey(share, async (key) => {
      if (key === undefined) throw await keyless(deps, share);
      const attempt = { share, key, openHash: openHash(key, openProof), claimHash };
      return (await claimView(deps, attempt)) ?? (await reopen(deps, attempt));
    });
    if (answer !== undefined) return answer;
  }
  throw new AppError('unavailable');
}

/** docs/life-cycle.md §3. @returns undefined when nothing was spent and nothing counted. */
async function claimView(deps: Deps, attempt: Attempt): Promise<OpenAnswer | undefined> {
  const { share, key, openHash, claimHash } = attempt;
  if (stateOf(share) !== 'live') return undefined;
  if (!isRight(attempt)) return refuseProof(deps, attempt);
  const { id, proofHash, slot, sizeBytes } = share;
  const spend = {
    id,
    linkHash: proofHash,
    slot,
    openHash,
    claimHash,
    leaseSeconds: LEASE_SECONDS,
    capSeconds: leaseCapSeconds(sizeBytes),
  };
  try {
    const opened = await deps.store.write((tx) => spendView(tx, spend));
    if (opened === undefined) return undefined;
    const { openedAt, leaseUntil, sealed } = opened;
    const head = { openedAt, leaseUntil, viewsLeft: viewsLeft(opened), repeated: false };
    return { head, sealed: revealSealed(key, id, sealed) };
  } catch (error) {
    if (isRepeatedClaim(error)) return undefined;
    throw error;
  }
}

/** @returns undefined when, by now, the share could not have been opened with any proof. */
async function refuseProof(deps: Deps, { share, openHash }: Attempt): Promise<undefined> {
  const { store } = deps;
  if (!hasPassword(share)) throw new AppError('wrong-password');
  const counted = await store.write(async (tx) => {
    const after = await addAttempt(tx, share.id, openHash);
    if (after === undefined || attemptsLeft(after) > 0) return after;
    if (after.onLimit === 'lock') {
      await lockOpenings(tx, after);
      return { ...after, state: 'locked' as const };
    }
    const endedAt = await endShare(tx, after, 'destroyed');
    return { ...after, state: 'destroyed' as const, endedAt };
  });
  if (counted === undefined) return undefined;
  if (counted.endedAt !== null) await tryRemoveBody(deps, counted);
  if (counted.state !== 'live') throw await refusal(store.read, counted);
  throw new AppError('wrong-password', { attemptsLeft: attemptsLeft(counted) });
}

/**
 * docs/life-cycle.md §4, after the transaction that spent nothing has ended: the same bytes while the claim's lease
 * runs, else what keeps the share from being opened. @returns undefined when nothing does any more.
 */
async function reopen(deps: Deps, attempt: Attempt): Promise<OpenAnswer | undefined> {
  const { read } = deps.store;
  const share = await findShare(read, attempt.share.id);
  if (share === undefined) throw new AppError('not-found');
  const opening = await findOpening(read, share.id, attempt.claimHash);
  if (opening !== undefined && isLeaseAlive(share, opening) && isRight(attempt)) {
    const sealed = await findSealed(read, share.id);
    if (sealed !== undefined) {
      const { openedAt, leaseUntil } = opening;
      const head = { openedAt, leaseUntil, viewsLeft: viewsLeft(share), repeated: true };
      return { head, sealed: revealSealed(attempt.key, share.id, sealed) };
    }
  }
  if (stateOf(share) !== 'live') throw await refusal(read, share);
  if (opening !== undefined && isRight(attempt) && !isLeaseAlive(share, opening)) throw new AppError('lease-over');
  return undefined;
}

function isRight({ share, openHash }: Attempt): boolean {
  return share.openHash !== null && equalBytes(share.openHash, openHash);
}

/** The key went between two reads, with the row's end; or it was lost, and then so is the share. */
async function keyless({ store }: Deps, before: ShareRow): Promise<AppError> {
  const share = (await findShare(store.read, before.id)) ?? before;
  return refusal(store.read, share.endedAt === null ? { ...share, state: 'destroyed', endedAt: share.now } : share);
}
