import type { InferOutput } from 'valibot';
import { equalBytes } from '#crypto/bytes.ts';
import { decodeId } from '#crypto/ids.ts';
import { tryRemoveBody } from '#server/records/remove-file-body.ts';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import { endHeld, endNow } from '#server/records/end.ts';
import { passGate } from '#server/records/proof.ts';
import { endShare, lockShare } from '#server/records/share.ts';
import type { ShareRow } from '#server/records/share.ts';
import { findAnswer, findHeldAnswers } from '#server/records/answer.ts';
import { readRequestStatus } from './read-request-status.ts';
import type { DeleteAnswerBody, RequestOwnerBody, RequestStatus } from './wire.ts';

/**
 * The question and every answer to it, now; what is on its way does not arrive. May be repeated.
 * @throws AppError `malformed`, `not-found`
 */
export async function deleteRequest(
  deps: Deps,
  id: Uint8Array,
  body: InferOutput<typeof RequestOwnerBody>,
): Promise<RequestStatus> {
  await passGate(deps.store.read, { id, holder: 'owner', proof: body.ownerProof, kind: 'request' });
  await endRequest(deps, id);
  return readRequestStatus(deps, id, body);
}

export interface RequestEnded {
  /** False when it had ended before, or never was. */
  readonly endedNow: boolean;
  /** How many ended with it. */
  readonly answers: number;
}

export async function endRequest(deps: Pick<Deps, 'store' | 'blobs'>, id: Uint8Array): Promise<RequestEnded> {
  const { endedNow, answers } = await deps.store.write(async (tx) => {
    // Whoever takes a place locks this row first: no answer comes in beside the deletion.
    const request = await lockShare(tx, id);
    if (request === undefined) return { endedNow: false, answers: [] };
    const held = await findHeldAnswers(tx, id);
    // All of them before any place is given back: who gives one back has locked its answer first, too.
    for (const answer of held) await lockShare(tx, answer.id);
    const answers: ShareRow[] = [];
    for (const { id: answerId } of held) {
      const answer = await endHeld(tx, answerId);
      if (answer !== undefined) answers.push(answer);
    }
    const endedNow = request.endedAt === null;
    if (endedNow) await endShare(tx, request, 'deleted');
    return { endedNow, answers };
  });
  for (const answer of answers) await tryRemoveBody(deps, answer);
  return { endedNow, answers: answers.length };
}

/**
 * One answer, now. Its place is not given back: whoever answers once cannot answer for two.
 * @throws AppError `malformed`, `not-found`
 */
export async function deleteAnswer(
  deps: Deps,
  id: Uint8Array,
  { ownerProof, answer: text }: InferOutput<typeof DeleteAnswerBody>,
): Promise<RequestStatus> {
  const { read } = deps.store;
  await passGate(read, { id, holder: 'owner', proof: ownerProof, kind: 'request' });
  const answerId = decodeId(text);
  const answer = answerId && (await findAnswer(read, answerId));
  if (answerId === undefined || answer === undefined || !equalBytes(answer.requestId, id)) {
    throw new AppError('not-found');
  }
  await endNow(deps, answerId);
  return readRequestStatus(deps, id, { ownerProof });
}
