/** SPEC.md §7: the preamble, the only information about the sealing that a server sees. */
import { concat, expectLength } from './bytes.ts';
import type { Bytes } from './bytes.ts';
import { CryptoError } from './errors.ts';
import { Gate, isGates, NO_GATES } from './gates.ts';
import type { Gates } from './gates.ts';
import { GATED_PREAMBLE_BYTES, ID_BYTES, PREAMBLE_BYTES, SECRET_BYTES } from './limits.ts';

const ProtocolVersion = { plain: 1, gated: 2 } as const;
export const Purpose = { share: 1, request: 2 } as const;
export type Purpose = (typeof Purpose)[keyof typeof Purpose];
export const Kdf = { none: 0, argon2id: 1 } as const;
export type Kdf = (typeof Kdf)[keyof typeof Kdf];

export interface Preamble {
  readonly purpose: Purpose;
  readonly kdf: Kdf;
  /** The version is 2 exactly if there are gates. */
  readonly gates: Gates;
  /** 32 bytes, fresh for each sealing. */
  readonly salt: Bytes;
  /** 16 bytes. */
  readonly id: Bytes;
}

/**
 * version ‖ purpose ‖ kdf ‖ salt ‖ id, or with gates version ‖ purpose ‖ kdf ‖ gates ‖ salt ‖ id
 * @throws CryptoError `length`, `preamble-kdf`, `preamble-gates`
 */
export function encodePreamble({ purpose, kdf, gates, salt, id }: Preamble): Bytes {
  expectLength(salt, SECRET_BYTES);
  expectLength(id, ID_BYTES);
  if (gates === NO_GATES) return concat(Uint8Array.of(ProtocolVersion.plain, purpose, kdf), salt, id);
  if (!canHave(purpose, gates)) throw new CryptoError('preamble-gates');
  return concat(Uint8Array.of(ProtocolVersion.gated, purpose, kdf, gates), salt, id);
}

/**
 * @param bytes without the tag.
 * @throws CryptoError `preamble-version`, `length`, `preamble-purpose`, `preamble-kdf`, `preamble-gates`
 */
export function decodePreamble(bytes: Uint8Array): Preamble {
  const [version, purpose, kdf] = bytes;
  // Checks the version first: in another version, the length and every other byte may have another meaning.
  const isGated = version === ProtocolVersion.gated;
  if (!isGated && version !== ProtocolVersion.plain) throw new CryptoError('preamble-version');
  expectLength(bytes, isGated ? GATED_PREAMBLE_BYTES : PREAMBLE_BYTES);
  if (purpose !== Purpose.share && purpose !== Purpose.request) throw new CryptoError('preamble-purpose');
  if (kdf !== Kdf.none && kdf !== Kdf.argon2id) throw new CryptoError('preamble-kdf');
  if (purpose === Purpose.request && kdf !== Kdf.none) throw new CryptoError('preamble-kdf');
  const gates = isGated ? bytes[3] : NO_GATES;
  if (!isGates(gates) || (gates !== NO_GATES) !== isGated || !canHave(purpose, gates)) {
    throw new CryptoError('preamble-gates');
  }
  const idStart = bytes.length - ID_BYTES;
  const salt = new Uint8Array(bytes.subarray(idStart - SECRET_BYTES, idStart));
  const id = new Uint8Array(bytes.subarray(idStart));
  return { purpose, kdf, gates, salt, id };
}

/** A request can only be limited to members: its author does not know who will answer. */
function canHave(purpose: Purpose, gates: Gates): boolean {
  return purpose === Purpose.share || gates === NO_GATES || gates === Gate.members;
}
