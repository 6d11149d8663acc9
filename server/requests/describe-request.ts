import type { InferOutput } from 'valibot';
import { equalBytes, toBase64url } from '#crypto/bytes.ts';
import type { Deps } from '#server/deps.ts';
import { openHash, revealSealed } from '#server/erasure/at-rest.ts';
import { AppError } from '#server/errors.ts';
import { findContent, findPreamble } from '#server/records/content.ts';
import { readSecret, requireProof } from '#server/records/proof.ts';
import { requestStateOf } from '#server/records/request-state.ts';
import { findRequest } from '#server/records/request.ts';
import type { ShareRow } from '#server/records/share.ts';
import type { DescribeRequestBody, DescribeRequestReply, ReadRequestBody } from './wire.ts';

/**
 * Describes a request to somebody with the link, before answering. Changes nothing.
 * @throws AppError `malformed`, `not-found`
 */
export async function describeRequest(
  { store }: Deps,
  id: Uint8Array,
  { linkProof }: InferOutput<typeof DescribeRequestBody>,
): Promise<DescribeRequestReply> {
  const share = await requireProof(store.read, { id, holder: 'link', proof: linkProof, kind: 'request' });
  return describe(store, share, await findPreamble(store.read, id));
}

interface ReadRequestInput extends InferOutput<typeof ReadRequestBody> {
  /** Called with the length of `sealed` before it is read. @throws AppError `unavailable` */
  readonly holdReply?: ((bytes: number) => void) | undefined;
}

/**
 * The sealed question, any number of times. Changes nothing.
 * @throws AppError `malformed`, `not-found`, `wrong-password` (the open proof is wrong), `ended`, `unavailable`
 */
export async function readRequest(
  { store }: Deps,
  id: Uint8Array,
  { linkProof, openProof, holdReply }: ReadRequestInput,
): Promise<{ readonly head: DescribeRequestReply; readonly sealed: Uint8Array }> {
  const proof = readSecret(openProof);
  const share = await requireProof(store.read, { id, holder: 'link', proof: linkProof, kind: 'request' });
  holdReply?.(share.sizeBytes);
  return store.withKey(share, async (key) => {
    const isKept = key !== undefined && share.openHash !== null;
    if (isKept && !equalBytes(openHash(key, proof), share.openHash)) throw new AppError('wrong-password');
    const content = await findContent(store.read, id);
    const head = await describe(store, share, content?.preamble);
    if (!isKept || content === undefined) {
      throw new AppError('ended', { state: head.state, ...(head.endedAt !== undefined && { endedAt: head.endedAt }) });
    }
    return { head, sealed: revealSealed(key, id, content.sealed) };
  });
}

async function describe(
  store: Deps['store'],
  share: ShareRow,
  preamble: Uint8Array | undefined,
): Promise<DescribeRequestReply> {
  const request = await findRequest(store.read, share.id);
  if (request === undefined) throw new AppError('not-found');
  return {
    state: requestStateOf(share, request),
    createdAt: share.createdAt,
    expiresAt: share.expiresAt,
    answersLeft: Math.max(0, request.maxAnswers - request.answers),
    ...(preamble && { preamble: toBase64url(preamble) }),
    ...(share.endedAt !== null && { endedAt: share.endedAt }),
  };
}
