import type { InferOutput } from 'valibot';
import { toBase64url } from '#crypto/bytes.ts';
import { encodeId } from '#crypto/ids.ts';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import { findAnswers } from '#server/records/answer.ts';
import type { ListedAnswerRow } from '#server/records/answer.ts';
import { findGate } from '#server/records/gate.ts';
import { revealedNote } from '#server/records/note.ts';
import { findNoticeState } from '#server/records/notice-channel.ts';
import { requireProof } from '#server/records/proof.ts';
import { requestStateOf } from '#server/records/request-state.ts';
import { findRequest, findRequestCounts } from '#server/records/request.ts';
import { shownMembers } from '#server/records/shown-members.ts';
import { findProven } from '#server/records/share-list.ts';
import type { ShareRow } from '#server/records/share.ts';
import type {
  AnswerStatus,
  RequestBatchBody,
  RequestBatchReply,
  RequestOwnerBody,
  RequestStatusReply,
} from './wire.ts';

/**
 * The status of a request and of every answer to it, for its owner. Changes nothing.
 * @throws AppError `malformed`, `not-found`
 */
export async function readRequestStatus(
  deps: Deps,
  id: Uint8Array,
  { ownerProof }: InferOutput<typeof RequestOwnerBody>,
): Promise<RequestStatusReply> {
  const share = await requireProof(deps.store.read, { id, holder: 'owner', proof: ownerProof, kind: 'request' });
  return requestStatus(deps, share);
}

export async function requestStatus(deps: Deps, share: ShareRow): Promise<RequestStatusReply> {
  const { store } = deps;
  const { id, createdAt, expiresAt, endedAt } = share;
  const request = await findRequest(store.read, id);
  if (request === undefined) throw new AppError('not-found');
  const { maxAnswers, answers, answerTtl, keep, closedAt } = request;
  const note = await revealedNote(store, share);
  const gate = share.openHash === null && endedAt === null ? await findGate(store.read, id) : undefined;
  return {
    state: requestStateOf(share, request),
    createdAt,
    expiresAt,
    maxAnswers,
    answersTaken: answers,
    answerTtl,
    keep,
    ...(closedAt !== null && { closedAt }),
    ...(endedAt !== null && { endedAt }),
    ...(await shownMembers(deps, share, gate)),
    ...(await findNoticeState(store.read, id)),
    ...(note && { note: toBase64url(note) }),
    answers: (await findAnswers(store.read, id)).map(answerStatus),
  };
}

function answerStatus(answer: ListedAnswerRow): AnswerStatus {
  const { id, createdAt, expiresAt, sizeBytes, endedAt, readAt, sealedKey, now } = answer;
  const state = answerState(answer);
  return {
    id: encodeId(id),
    state: endedAt === null && now >= expiresAt ? 'expired' : state,
    createdAt,
    expiresAt,
    sizeBytes,
    ...(readAt !== null && { readAt }),
    ...(endedAt !== null && { endedAt }),
    ...(sealedKey !== null && { sealedKey: toBase64url(sealedKey) }),
  };
}

/** An answer has no password, so it never locks, and pending answers are not listed. */
function answerState({ state }: ListedAnswerRow): AnswerStatus['state'] {
  return state === 'pending' || state === 'locked' ? 'live' : state;
}

/**
 * Many at once in the requested order; null for an unknown id and for a wrong proof.
 * @throws AppError `malformed`
 */
export async function readRequestStatuses(
  { store }: Deps,
  { requests: requested }: InferOutput<typeof RequestBatchBody>,
): Promise<RequestBatchReply> {
  const admitted = await findProven(store.read, requested, 'request');
  // Reads nothing else about a request whose proof is wrong: the timing would reveal it.
  const counted = await findRequestCounts(
    store.read,
    admitted.flatMap((share) => share?.id ?? []),
  );
  const counts = new Map(counted.map((count) => [encodeId(count.id), count]));
  return {
    requests: admitted.map((share) => {
      const count = share && counts.get(encodeId(share.id));
      if (share === undefined || count === undefined) return null;
      const { createdAt, expiresAt, endedAt } = share;
      return {
        state: requestStateOf(share, count),
        createdAt,
        expiresAt,
        answers: count.landed,
        unread: endedAt === null ? count.unread : 0,
        ...(endedAt !== null && { endedAt }),
      };
    }),
  };
}
