import { hash } from 'node:crypto';
import { equalBytes, fromBase64url } from '#crypto/bytes.ts';
import { SECRET_BYTES } from '#crypto/limits.ts';
import type { Session } from '#server/db/database.ts';
import { AppError } from '#server/errors.ts';
import { stateOf } from './share-state.ts';
import { findOpenedAt, findShare } from './storage.ts';
import type { ShareRow } from './storage.ts';

/** Compared with where there is no row, so that an unknown id takes the same steps as a wrong proof. */
const NO_HASH = new Uint8Array(SECRET_BYTES);

/** What the database keeps of a proof or a claim. They are 32 random bytes: a plain hash cannot be reversed. */
export function hashOf(secret: Uint8Array): Uint8Array {
  return hash('sha256', secret, 'buffer');
}

/** @throws AppError `malformed` */
export function readSecret(text: string): Uint8Array {
  try {
    return fromBase64url(text, SECRET_BYTES);
  } catch {
    throw new AppError('malformed');
  }
}

/** Whose proof opens which gate. */
type GateHash = 'linkHash' | 'ownerHash';

export interface Gate {
  readonly id: Uint8Array;
  readonly by: GateHash;
  /** base64url, as it came. */
  readonly proof: string;
}

/** @throws AppError `not-found`: no such id, a wrong proof, or a share still being uploaded, all alike */
export async function passGate(session: Session, { id, by, proof }: Gate): Promise<ShareRow> {
  const share = opensGate(await findShare(session, id), by, proof);
  if (share === undefined) throw new AppError('not-found');
  return share;
}

/** @returns the share if the proof is right. @throws AppError `malformed` */
export function opensGate(share: ShareRow | undefined, by: GateHash, proof: string): ShareRow | undefined {
  const matches = equalBytes(hashOf(readSecret(proof)), share?.[by] ?? NO_HASH);
  return matches && share?.state !== 'pending' ? share : undefined;
}

/** Why a share cannot be opened now, told to a holder of its link. */
export async function refusal(session: Session, share: ShareRow): Promise<AppError> {
  const openedAt = await findOpenedAt(session, share.id);
  const state = stateOf(share);
  if (state === 'locked') return new AppError('locked', { openedAt });
  return new AppError('ended', { state, ...(share.endedAt !== null && { endedAt: share.endedAt }), openedAt });
}
