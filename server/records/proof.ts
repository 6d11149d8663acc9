import { equalBytes } from '#crypto/bytes.ts';
import { decodeId } from '#crypto/ids.ts';
import { SECRET_BYTES } from '#crypto/limits.ts';
import type { Session } from '#server/db/database.ts';
import type { ShareKind } from '#server/db/schema.ts';
import { sha256 } from '#server/erasure/sha256.ts';
import { AppError } from '#server/errors.ts';
import { findGuarded } from './share.ts';
import type { GuardedRow, ProofHolder } from './share.ts';

/** Compared with where there is no row, so that an unknown id takes the same steps as a wrong proof. */
const NO_HASH = new Uint8Array(SECRET_BYTES);

/** What the database keeps of a proof or a claim. They are 32 random bytes: a plain hash cannot be reversed. */
export function hashOf(secret: Uint8Array): Uint8Array {
  return sha256(secret);
}

/** What is no id names nothing, as an id that never was does. @throws AppError `not-found` */
export function readShareId(text: string): Uint8Array {
  const id = decodeId(text);
  if (id === undefined) throw new AppError('not-found');
  return id;
}

/** @throws AppError `malformed` */
export function readSecret(text: string): Uint8Array {
  return readBytes(text, SECRET_BYTES);
}

/** Canonical base64url alone, as everywhere: Node's own reading is lenient. @throws AppError `malformed` */
export function readBytes(text: string, length: number): Uint8Array {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== length || bytes.toString('base64url') !== text) throw new AppError('malformed');
  return bytes;
}

export interface ProofInput {
  readonly id: Uint8Array;
  readonly holder: ProofHolder;
  /** By default `share`. */
  readonly kind?: ShareKind;
  /** base64url, as it came. */
  readonly proof: string;
}

/** @throws AppError `not-found`: no such id, a wrong proof, another kind, or a share still being uploaded, all alike */
export async function requireProof(session: Session, { id, holder, proof, kind }: ProofInput): Promise<GuardedRow> {
  const share = checkProof(await findGuarded(session, id, holder), proof, kind);
  if (share === undefined) throw new AppError('not-found');
  return share;
}

/** @returns the share if the proof is right. @throws AppError `malformed` */
export function checkProof(
  share: GuardedRow | undefined,
  proof: string,
  kind: ShareKind = 'share',
): GuardedRow | undefined {
  const matches = equalBytes(hashOf(readSecret(proof)), share?.proofHash ?? NO_HASH);
  return matches && share?.state !== 'pending' && share?.kind === kind ? share : undefined;
}
