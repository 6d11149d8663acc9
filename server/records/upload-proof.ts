import type { Session } from '#server/db/database.ts';
import { AppError } from '#server/errors.ts';
import { hashOf, readSecret } from './proof.ts';
import { refusal } from './refusal.ts';
import { findGuarded } from './share.ts';
import type { GuardedRow, ShareRow } from './share.ts';

/**
 * Checks the owner's proof, also for a pending share, which only its owner can see. @throws AppError `malformed`,
 * `not-found`
 */
export async function requireUploadProof(session: Session, id: Uint8Array, ownerProof: string): Promise<GuardedRow> {
  const share = await findGuarded(session, { id, holder: 'owner', proofHash: hashOf(readSecret(ownerProof)) });
  if (share?.kind !== 'share') throw new AppError('not-found');
  return share;
}

interface PendingFileBody {
  readonly bodyName: string;
  readonly bodyBytes: number;
  readonly partChunks: number;
}

/** @throws AppError `ended`, or `conflict` if it does not (or no longer) wait for parts */
export async function expectPending(session: Session, share: ShareRow): Promise<PendingFileBody> {
  const { state, bodyName, bodyBytes, partChunks } = share;
  if (share.endedAt !== null) throw await refusal(session, share, 'ended');
  if (state !== 'pending' || bodyName === null || partChunks === null) throw new AppError('conflict');
  return { bodyName, bodyBytes, partChunks };
}
