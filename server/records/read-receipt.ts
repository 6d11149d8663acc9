import type { Session, Transaction } from '#server/db/database.ts';
import { AppError } from '#server/errors.ts';
import { requireProof } from './proof.ts';
import { findAnswer, markRead } from './answer.ts';
import { findRequest } from './request.ts';
import type { RequestRow } from './request.ts';

/** Belongs to no request. */
const NO_ID = new Uint8Array(16);

/**
 * That it is the one who asked who says that the answer was read. @returns the request; undefined without a proof
 * @throws AppError `not-found`: the share answers no request, or the proof is not its owner's
 */
export async function requireReaderProof(
  session: Session,
  id: Uint8Array,
  ownerProof: string | undefined,
): Promise<RequestRow | undefined> {
  if (ownerProof === undefined) return undefined;
  const answer = await findAnswer(session, id);
  // A share that answers nothing takes the steps of a wrong proof: who holds its link is not told which it is.
  const requestId = answer?.requestId ?? NO_ID;
  await requireProof(session, { id: requestId, holder: 'owner', proof: ownerProof, kind: 'request' });
  if (answer === undefined) throw new AppError('not-found');
  const request = await findRequest(session, answer.requestId);
  if (request === undefined) throw new AppError('not-found');
  return request;
}

/** @returns how the answer ends now, if the one who asked wanted it gone once it was read */
export async function markAnswerRead(
  tx: Transaction,
  id: Uint8Array,
  { keep }: Pick<RequestRow, 'keep'>,
): Promise<'spent' | undefined> {
  await markRead(tx, id);
  return keep === 'read' ? 'spent' : undefined;
}
