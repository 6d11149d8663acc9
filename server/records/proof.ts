import { ID_BYTES, idInput } from '#crypto/ids.ts';
import { SECRET_BYTES } from '#crypto/limits.ts';
import type { Session } from '#server/db/database.ts';
import type { ShareKind } from '#server/db/schema.ts';
import { sha256 } from '#server/erasure/sha256.ts';
import { AppError } from '#server/errors.ts';
import { findGuarded } from './share.ts';
import type { GuardedRow, ProofHolder } from './share.ts';

/** The stored form of a proof or a claim. Both are 32 random bytes, so a plain hash cannot be reversed. */
export function hashOf(secret: Uint8Array): Uint8Array {
  return sha256(secret);
}

/** @throws AppError `malformed` */
export function readSecret(text: string): Uint8Array {
  return readBytes(text, SECRET_BYTES);
}

/** `idOf`, by Node's hash. */
export function idOfProof(createProof: Uint8Array): Uint8Array {
  return sha256(idInput(createProof)).subarray(0, ID_BYTES);
}

/** Accepts only canonical base64url; Node's own decoder is lenient. @throws AppError `malformed` */
export function readBytes(text: string, length: number): Uint8Array {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== length || bytes.toString('base64url') !== text) throw new AppError('malformed');
  return bytes;
}

/** Canonical base64url of a length that the schema has checked. @throws AppError `malformed` */
export function readAnyLength(text: string): Uint8Array {
  return readBytes(text, Math.floor((text.length * 3) / 4));
}

interface ProofInput {
  readonly id: Uint8Array;
  readonly holder: ProofHolder;
  /** `share` by default. */
  readonly kind?: ShareKind;
  /** base64url, as received. */
  readonly proof: string;
}

/**
 * Check 1 of `decideOpening`. @throws AppError `not-found`, the same for an unknown id, a wrong proof, another kind and
 * a pending upload
 */
export async function requireProof(session: Session, { id, holder, proof, kind }: ProofInput): Promise<GuardedRow> {
  const share = ofKind(await findGuarded(session, { id, holder, proofHash: hashOf(readSecret(proof)) }), kind);
  if (share === undefined) throw new AppError('not-found');
  return share;
}

/** @returns undefined for another kind, and for a pending upload */
export const ofKind = (share: GuardedRow | undefined, kind: ShareKind = 'share'): GuardedRow | undefined =>
  share?.kind === kind && share.state !== 'pending' ? share : undefined;
