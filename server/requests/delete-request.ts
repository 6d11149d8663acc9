import type { InferOutput } from 'valibot';
import { equalBytes } from '#crypto/bytes.ts';
import { decodeId } from '#crypto/ids.ts';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import { findAnswer } from '#server/records/answer.ts';
import { endRequest } from '#server/records/end-request.ts';
import { endNow } from '#server/records/end.ts';
import { requireProof } from '#server/records/proof.ts';
import { readRequestStatus } from './read-request-status.ts';
import type { DeleteAnswerBody, RequestOwnerBody, RequestStatusReply } from './wire.ts';

/**
 * Deletes the request and every answer to it, including answers still being uploaded. Can be repeated.
 * @throws AppError `malformed`, `not-found`
 */
export async function deleteRequest(
  deps: Deps,
  id: Uint8Array,
  body: InferOutput<typeof RequestOwnerBody>,
): Promise<RequestStatusReply> {
  await requireProof(deps.store.read, { id, holder: 'owner', proof: body.ownerProof, kind: 'request' });
  await endRequest(deps, id);
  return readRequestStatus(deps, id, body);
}

/**
 * Deletes one answer. Its place stays taken, so one place never brings two answers.
 * @throws AppError `malformed`, `not-found`
 */
export async function deleteAnswer(
  deps: Deps,
  id: Uint8Array,
  { ownerProof, answer: text }: InferOutput<typeof DeleteAnswerBody>,
): Promise<RequestStatusReply> {
  const { read } = deps.store;
  await requireProof(read, { id, holder: 'owner', proof: ownerProof, kind: 'request' });
  const answerId = decodeId(text);
  const answer = answerId && (await findAnswer(read, answerId));
  if (answerId === undefined || answer === undefined || !equalBytes(answer.requestId, id)) {
    throw new AppError('not-found');
  }
  await endNow(deps, answerId);
  return readRequestStatus(deps, id, { ownerProof });
}
