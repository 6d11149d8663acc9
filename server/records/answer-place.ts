import { equalBytes } from '#crypto/bytes.ts';
import { decodeId } from '#crypto/ids.ts';
import type { Session, Transaction } from '#server/db/database.ts';
import { AppError } from '#server/errors.ts';
import type { AnswerHead } from '#server/shares/wire.ts';
import { findAnswer } from './answer.ts';
import { readBytes, requireProof } from './proof.ts';
import { requireMember } from './require-member.ts';
import type { LendKey, MemberDeps } from './require-member.ts';
import { requestStateOf } from './request-state.ts';
import { addAnswer, findRequest, findRequestCounts } from './request.ts';
import { findShare, lockShare } from './share.ts';

/** enc (1,120 bytes) ‖ ct (48). */
const SEALED_KEY_BYTES = 1168;

export interface AnswerPlace {
  readonly requestId: Uint8Array;
  readonly answerTtl: number;
  readonly sealedKey: Uint8Array;
  /** The pass of the member who answers. */
  readonly pass: string | undefined;
}

/** Only somebody who holds the request's link may answer it. @throws AppError `malformed`, `not-found` */
export async function requireRequestLink(
  session: Session,
  answer: (Pick<AnswerHead, 'request' | 'linkProof' | 'pass'> & { readonly sealedKey?: string }) | undefined,
): Promise<AnswerPlace | undefined> {
  if (answer === undefined) return undefined;
  const id = decodeId(answer.request);
  if (id === undefined) throw new AppError('not-found');
  await requireProof(session, { id, holder: 'link', proof: answer.linkProof, kind: 'request' });
  const request = await findRequest(session, id);
  if (request === undefined) throw new AppError('not-found');
  const sealedKey = answer.sealedKey === undefined ? new Uint8Array(0) : readBytes(answer.sealedKey, SEALED_KEY_BYTES);
  return { requestId: id, answerTtl: request.answerTtl, sealedKey, pass: answer.pass };
}

/**
 * Takes a place for an answer, in the transaction that creates the answer. Locks the row of the request, so that a
 * concurrent close or delete happens entirely before or after, and so does signing out, if only members may answer.
 * @throws AppError `not-accepting`, `pass-required`, `not-a-member`
 */
export async function takePlace(
  tx: Transaction,
  deps: MemberDeps,
  { requestId, pass }: Pick<AnswerPlace, 'requestId' | 'pass'>,
): Promise<void> {
  const share = await lockShare(tx, requestId);
  const request = await findRequest(tx, requestId);
  if (share === undefined || request === undefined) throw new AppError('not-found');
  const state = requestStateOf(share, request);
  if (state !== 'open') throw new AppError('not-accepting', { state });
  if (share.openHash === null) {
    const lend: LendKey = (use) => tx.keys.lend(share, use);
    await requireMember(tx, deps, { share, lend, pass, purpose: 'answer' });
  }
  if (!(await addAnswer(tx, requestId))) throw new AppError('not-accepting', { state: 'full' });
}

/** Whether the share answers `request`, or, if that is undefined, is not an answer. */
export async function isSameAnswer(
  session: Session,
  id: Uint8Array,
  request: Uint8Array | string | undefined,
): Promise<boolean> {
  const answer = await findAnswer(session, id);
  const requestId = typeof request === 'string' ? decodeId(request) : request;
  if (answer === undefined || requestId === undefined) return answer === undefined && request === undefined;
  return equalBytes(answer.requestId, requestId);
}

/** Tells the owner of the request of an answer that went live, and whether it was the last one that the request takes. */
export async function announceAnswer(tx: Transaction, requestId: Uint8Array): Promise<void> {
  if (tx.announce === undefined) return;
  const request = await findShare(tx, requestId);
  const [counts] = await findRequestCounts(tx, [requestId]);
  if (request === undefined || counts === undefined) return;
  const place = { id: requestId, slot: request.slot, kind: 'request' } as const;
  const isFull = counts.landed >= counts.maxAnswers;
  await tx.announce(tx, [{ ...place, what: 'answered' }, ...(isFull ? [{ ...place, what: 'full' } as const] : [])]);
}
