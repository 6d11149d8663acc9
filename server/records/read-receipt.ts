import type { Session, Transaction } from '#server/db/database.ts';
import { AppError } from '#server/errors.ts';
import { findAnswer, markRead } from './answer.ts';
import { requireProof } from './proof.ts';
import { findRequest } from './request.ts';
import type { RequestRow } from './request.ts';

/** Matches no request. */
const NO_ID = new Uint8Array(16);

/**
 * Checks that an acknowledgement comes from the owner of the request that the share answers.
 * @returns the request, or undefined if no proof was sent
 * @throws AppError `not-found`: the share is not an answer, or the proof is wrong
 */
export async function requireReaderProof(
  session: Session,
  id: Uint8Array,
  ownerProof: string | undefined,
): Promise<RequestRow | undefined> {
  if (ownerProof === undefined) return undefined;
  const answer = await findAnswer(session, id);
  // A share that is not an answer takes the same steps as a wrong proof, so that a holder of its link cannot tell the
  // two apart.
  const requestId = answer?.requestId ?? NO_ID;
  await requireProof(session, { id: requestId, holder: 'owner', proof: ownerProof, kind: 'request' });
  if (answer === undefined) throw new AppError('not-found');
  const request = await findRequest(session, answer.requestId);
  if (request === undefined) throw new AppError('not-found');
  return request;
}

/** @returns `spent` if the request says that an answer ends once it is read */
export async function markAnswerRead(
  tx: Transaction,
  id: Uint8Array,
  { keep }: Pick<RequestRow, 'keep'>,
): Promise<'spent' | undefined> {
  await markRead(tx, id);
  return keep === 'read' ? 'spent' : undefined;
}
