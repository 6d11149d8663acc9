import type { InferOutput } from 'valibot';
import { toBase64url } from '#crypto/bytes.ts';
import type { Deps } from '#server/deps.ts';
import { findPreamble } from '#server/records/content.ts';
import { decideReading } from '#server/records/decide-opening.ts';
import { findGate } from '#server/records/gate.ts';
import { shownMembers } from '#server/records/shown-members.ts';
import { findOpening } from '#server/records/opening.ts';
import { hashOf, readSecret, requireProof } from '#server/records/proof.ts';
import { findShownTimes } from '#server/records/share.ts';
import type { ShareRow } from '#server/records/share.ts';
import { attemptsLeft, isPasswordProtected, stateOf, viewsLeft } from '#server/records/state.ts';
import type { DescribeBody, DescribeReply } from './wire.ts';

/**
 * Describes a share to somebody with the link, before opening. Changes nothing.
 * @throws AppError `malformed`, `not-found`
 */
export async function describeShare(
  deps: Deps,
  id: Uint8Array,
  { linkProof, claim }: InferOutput<typeof DescribeBody>,
): Promise<DescribeReply> {
  const { store } = deps;
  const claimHash = claim === undefined ? undefined : hashOf(readSecret(claim));
  const share = await requireProof(store.read, { id, holder: 'link', proof: linkProof });
  const opening = claimHash && (await findOpening(store.read, id, claimHash));
  const preamble = await findPreamble(store.read, id);
  const gate = share.openHash === null ? await findGate(store.read, id) : undefined;
  return {
    state: stateOf(share),
    createdAt: share.createdAt,
    expiresAt: share.expiresAt,
    ...shownViews(share),
    ...(gate && gate.notBefore !== null && { notBefore: gate.notBefore }),
    ...(await shownMembers(deps, share, gate)),
    ...(share.firstExpiresAt !== null && { firstExpiresAt: share.firstExpiresAt }),
    ...(preamble && { preamble: toBase64url(preamble), ...storedSizes(share) }),
    ...(isPasswordProtected(share) && { attemptsLeft: attemptsLeft(share), onLimit: share.onLimit }),
    openedAt: await findShownTimes(store.read, share),
    ...endedAt(share),
    resumable: decideReading(share, opening).kind === 'read',
  };
}

/** With named people, the openings of each: the sum would say how many there are. */
function shownViews(share: ShareRow): { maxViews: number; viewsLeft: number | null } {
  const { viewsEach } = share;
  if (viewsEach === null) return { maxViews: share.maxViews, viewsLeft: viewsLeft(share) };
  const isOver = ['spent', 'expired'].includes(stateOf(share)) || share.endedAt !== null;
  return { maxViews: viewsEach, viewsLeft: viewsEach === 0 ? null : isOver ? 0 : viewsEach };
}

function storedSizes({ sizeBytes, bodyBytes }: ShareRow): { sealedBytes: number; bodyBytes?: number } {
  return { sealedBytes: sizeBytes - bodyBytes, ...(bodyBytes > 0 && { bodyBytes }) };
}

function endedAt({ endedAt }: ShareRow): { endedAt?: number } {
  return endedAt === null ? {} : { endedAt };
}
