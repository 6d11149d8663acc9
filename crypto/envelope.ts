/** SPEC.md §11: sealing and opening. */
import { sha256 } from '@noble/hashes/sha2.js';
import { decryptAead, encryptAead } from './aead.ts';
import { concat, equalBytes } from './bytes.ts';
import type { Bytes } from './bytes.ts';
import { CryptoError } from './errors.ts';
import { gatesOf } from './gates.ts';
import type { Gates } from './gates.ts';
import { contentKeys, linkKeys } from './keys.ts';
import type { ContentKeys } from './keys.ts';
import {
  AEAD_TAG_BYTES,
  MAX_PREAMBLE_BYTES,
  MAX_SEALED_BYTES,
  MIN_PADDED_BYTES,
  MIN_PREAMBLE_BYTES,
  SECRET_BYTES,
} from './limits.ts';
import { LinkType } from './link.ts';
import { decodePayload, encodePayload } from './payload.ts';
import type { Payload, PayloadOf } from './payload.ts';
import { decodePreamble, encodePreamble, Kdf, Purpose } from './preamble.ts';
import { newSecret } from './random.ts';

/** 0¹¹ ‖ 01. The preamble's fresh salt makes the payload key fresh, so each key uses this nonce once. */
const NONCE = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
const MIN_SEALED_BYTES = SECRET_BYTES + MIN_PADDED_BYTES + AEAD_TAG_BYTES;

export interface SealInput {
  /** 16 bytes. */
  readonly id: Uint8Array;
  /** K, 32 bytes. */
  readonly linkKey: Uint8Array;
  readonly payload: Payload;
  /** P of SPEC.md §6: PasswordKdf(normalizePassword(…), linkKeys(id, K).passwordSalt). Shares only. */
  readonly passwordKey?: Uint8Array;
}

export interface Sealed {
  /** preamble ‖ tag: 83 bytes, or 84 with gates. */
  readonly preamble: Bytes;
  /** commitment ‖ ciphertext ‖ tag. */
  readonly sealed: Bytes;
  readonly linkProof: Bytes;
  readonly openProof: Bytes;
}

/** @throws CryptoError as `encodePayload`; `preamble-kdf` for a request with a password */
export async function seal(input: SealInput): Promise<Sealed> {
  return sealWith(newSecret(), input);
}

/** For vectors only: the same salt for two payloads would give both the same key and nonce. */
export async function sealWith(
  salt: Uint8Array<ArrayBuffer>,
  { id, linkKey, payload, passwordKey }: SealInput,
): Promise<Sealed> {
  const kdf = passwordKey ? Kdf.argon2id : Kdf.none;
  const gates = gatesOf(payload.gates);
  return sealingWith(salt, { id, linkKey, purpose: Purpose[payload.kind], kdf, gates }).seal(payload, passwordKey);
}

/** A sealing with a fixed preamble. Its payload comes last, after the file body (SPEC.md §12) was encrypted. */
export interface Sealing<P extends Purpose = Purpose> {
  /** H(preamble), 32 bytes. */
  readonly h: Bytes;
  readonly linkProof: Bytes;
  /**
   * Call it once: a second payload would be encrypted under the same key and nonce.
   * @throws CryptoError as `encodePayload`; `preamble-kdf` for a missing or superfluous password key; `preamble-gates`
   *   for other gates than the preamble's
   */
  seal(payload: PayloadOf[P], passwordKey?: Uint8Array): Promise<Sealed>;
}

export interface SealingInput<P extends Purpose = Purpose> {
  /** 16 bytes. */
  readonly id: Uint8Array;
  /** K, 32 bytes. */
  readonly linkKey: Uint8Array;
  readonly purpose: P;
  readonly kdf: Kdf;
  readonly gates: Gates;
}

/** @throws CryptoError `preamble-kdf` for a request with a password, `preamble-gates` */
export function beginSealing<P extends Purpose>(input: SealingInput<P>): Sealing<P> {
  return sealingWith(newSecret(), input);
}

function sealingWith<P extends Purpose>(
  salt: Uint8Array<ArrayBuffer>,
  { id, linkKey, purpose, kdf, gates }: SealingInput<P>,
): Sealing<P> {
  if (purpose === Purpose.request && kdf !== Kdf.none) throw new CryptoError('preamble-kdf');
  const preamble = encodePreamble({ purpose, kdf, gates, salt, id: new Uint8Array(id) });
  const h = sha256(preamble);
  const { linkProof, preambleTag } = linkKeys(id, linkKey);
  let sealed = false;
  return {
    h,
    linkProof,
    async seal(payload, passwordKey) {
      if ((kdf === Kdf.none) !== (passwordKey === undefined)) throw new CryptoError('preamble-kdf');
      if (gatesOf(payload.gates) !== gates) throw new CryptoError('preamble-gates');
      const plaintext = encodePayload(payload);
      if (sealed) throw new Error('A sealing seals one payload.');
      sealed = true;
      const { openProof, commitment, payloadKey } = contentKeys(h, linkKey, passwordKey);
      const ciphertext = await encryptAead({ key: payloadKey, nonce: NONCE, aad: h }, plaintext);
      return {
        preamble: concat(preamble, preambleTag(h)),
        sealed: concat(commitment, ciphertext),
        linkProof,
        openProof,
      };
    },
  };
}

/** The preamble that each fragment type requires. A manage link opens nothing. */
const meaning = {
  [LinkType.share]: { purpose: Purpose.share, kdf: Kdf.none },
  [LinkType.sharePassword]: { purpose: Purpose.share, kdf: Kdf.argon2id },
  [LinkType.request]: { purpose: Purpose.request, kdf: Kdf.none },
} as const;
export type OpenableType = keyof typeof meaning;

export interface VerifiedPreamble<P extends Purpose = Purpose> {
  /** H(preamble), 32 bytes. */
  readonly h: Bytes;
  readonly purpose: P;
  readonly kdf: Kdf;
  /** Authentic, unlike what the server says about gates. */
  readonly gates: Gates;
}

/**
 * Call it before asking for a password and before sending an open proof: a server that could change the preamble could
 * remove the password, or make a reader spend a view on content that cannot be opened.
 * @param tagged preamble ‖ tag. A preamble of another version may have another length.
 * @throws CryptoError `length`, `preamble-tag`, `preamble-version`, `preamble-purpose`, `preamble-kdf`,
 *   `preamble-gates`, `preamble-id`
 */
export function verifyPreamble<T extends OpenableType>(input: {
  readonly id: Uint8Array;
  readonly linkKey: Uint8Array;
  /** The fragment's type. */
  readonly type: T;
  readonly tagged: Uint8Array;
}): VerifiedPreamble<(typeof meaning)[T]['purpose']> {
  const { id, linkKey, type, tagged } = input;
  const length = tagged.length - SECRET_BYTES;
  if (length < MIN_PREAMBLE_BYTES || length > MAX_PREAMBLE_BYTES) throw new CryptoError('length');
  const preamble = tagged.subarray(0, length);
  const h = sha256(preamble);
  // Checks the tag first, so that no unauthenticated byte is interpreted, not even the version.
  if (!equalBytes(tagged.subarray(length), linkKeys(id, linkKey).preambleTag(h))) {
    throw new CryptoError('preamble-tag');
  }
  const decoded = decodePreamble(preamble);
  const { purpose, kdf } = meaning[type];
  if (decoded.purpose !== purpose) throw new CryptoError('preamble-purpose');
  if (decoded.kdf !== kdf) throw new CryptoError('preamble-kdf');
  if (!equalBytes(decoded.id, id)) throw new CryptoError('preamble-id');
  return { h, purpose, kdf, gates: decoded.gates };
}

/**
 * The inverse of `seal`.
 * @param input keys: contentKeys(h, K, P?); h, purpose and gates: from the verified preamble
 * @throws CryptoError `length`, `too-large`, `commitment` (a wrong password), `ciphertext`, or as `decodePayload`
 */
export async function openSealed<P extends Purpose>(input: {
  readonly keys: ContentKeys;
  readonly h: Uint8Array;
  readonly purpose: P;
  readonly gates: Gates;
  readonly sealed: Uint8Array;
}): Promise<PayloadOf[P]> {
  const { keys, h, purpose, gates, sealed } = input;
  if (sealed.length < MIN_SEALED_BYTES) throw new CryptoError('length');
  if (sealed.length > MAX_SEALED_BYTES) throw new CryptoError('too-large');
  // Before decryption, because a ciphertext can be constructed that opens under several keys.
  if (!equalBytes(sealed.subarray(0, SECRET_BYTES), keys.commitment)) throw new CryptoError('commitment');
  const ciphertext = sealed.subarray(SECRET_BYTES);
  const plaintext = await decryptAead({ key: keys.payloadKey, nonce: NONCE, aad: h }, ciphertext);
  return decodePayload({ purpose, gates }, plaintext);
}
