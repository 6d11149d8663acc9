import type { InferOutput } from 'valibot';
import { toBase64url } from '#crypto/bytes.ts';
import type { Deps } from '#server/deps.ts';
import { findPreamble } from '#server/records/content.ts';
import { decideReading } from '#server/records/decide-opening.ts';
import { findOpening } from '#server/records/opening.ts';
import { hashOf, readSecret, requireProof } from '#server/records/proof.ts';
import { findOpenedAt } from '#server/records/share.ts';
import type { ShareRow } from '#server/records/share.ts';
import { attemptsLeft, isPasswordProtected, stateOf, viewsLeft } from '#server/records/state.ts';
import type { DescribeBody, DescribeReply } from './wire.ts';

/**
 * Describes a share to somebody with the link, before opening. Changes nothing.
 * @throws AppError `malformed`, `not-found`
 */
export async function describeShare(
  { store }: Deps,
  id: Uint8Array,
  { linkProof, claim }: InferOutput<typeof DescribeBody>,
): Promise<DescribeReply> {
  const claimHash = claim === undefined ? undefined : hashOf(readSecret(claim));
  const share = await requireProof(store.read, { id, holder: 'link', proof: linkProof });
  const opening = claimHash && (await findOpening(store.read, id, claimHash));
  const preamble = await findPreamble(store.read, id);
  return {
    state: stateOf(share),
    createdAt: share.createdAt,
    expiresAt: share.expiresAt,
    maxViews: share.maxViews,
    viewsLeft: viewsLeft(share),
    ...(preamble && { preamble: toBase64url(preamble), ...storedSizes(share) }),
    ...(isPasswordProtected(share) && { attemptsLeft: attemptsLeft(share), onLimit: share.onLimit }),
    openedAt: await findOpenedAt(store.read, id),
    ...endedAt(share),
    resumable: decideReading(share, opening).kind === 'read',
  };
}

function storedSizes({ sizeBytes, bodyBytes }: ShareRow): { sealedBytes: number; bodyBytes?: number } {
  return { sealedBytes: sizeBytes - bodyBytes, ...(bodyBytes > 0 && { bodyBytes }) };
}

function endedAt({ endedAt }: ShareRow): { endedAt?: number } {
  return endedAt === null ? {} : { endedAt };
}
