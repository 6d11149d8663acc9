/** SPEC.md §7: the preamble, the only information about the sealing that a server sees. */
import { concat, expectLength } from './bytes.ts';
import type { Bytes } from './bytes.ts';
import { CryptoError } from './errors.ts';
import { ID_BYTES, PREAMBLE_BYTES, SECRET_BYTES } from './limits.ts';

const PROTOCOL_VERSION = 1;
export const Purpose = { share: 1, request: 2 } as const;
export type Purpose = (typeof Purpose)[keyof typeof Purpose];
export const Kdf = { none: 0, argon2id: 1 } as const;
export type Kdf = (typeof Kdf)[keyof typeof Kdf];

export interface Preamble {
  readonly version: typeof PROTOCOL_VERSION;
  readonly purpose: Purpose;
  readonly kdf: Kdf;
  /** 32 bytes, fresh for each sealing. */
  readonly salt: Bytes;
  /** 16 bytes. */
  readonly id: Bytes;
}

const SALT_START = 3;
const ID_START = SALT_START + SECRET_BYTES;

/** version ‖ purpose ‖ kdf ‖ salt ‖ id */
export function encodePreamble({ purpose, kdf, salt, id }: Omit<Preamble, 'version'>): Bytes {
  expectLength(salt, SECRET_BYTES);
  expectLength(id, ID_BYTES);
  return concat(Uint8Array.of(PROTOCOL_VERSION, purpose, kdf), salt, id);
}

/**
 * @param bytes 51, without the tag.
 * @throws CryptoError `length`, `preamble-version`, `preamble-purpose`, `preamble-kdf`
 */
export function decodePreamble(bytes: Uint8Array): Preamble {
  const [version, purpose, kdf] = bytes;
  // Checks the version first: in another version, the length and every other byte may have another meaning.
  if (version !== PROTOCOL_VERSION) throw new CryptoError('preamble-version');
  expectLength(bytes, PREAMBLE_BYTES);
  if (purpose !== Purpose.share && purpose !== Purpose.request) throw new CryptoError('preamble-purpose');
  if (kdf !== Kdf.none && kdf !== Kdf.argon2id) throw new CryptoError('preamble-kdf');
  if (purpose === Purpose.request && kdf !== Kdf.none) throw new CryptoError('preamble-kdf');
  const salt = new Uint8Array(bytes.subarray(SALT_START, ID_START));
  const id = new Uint8Array(bytes.subarray(ID_START));
  return { version, purpose, kdf, salt, id };
}
