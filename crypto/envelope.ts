/** SPEC.md §11: sealing and opening. */
import { sha256 } from '@noble/hashes/sha2.js';
import { decryptAead, encryptAead } from './aead.ts';
import { concat, equalBytes, expectLength } from './bytes.ts';
import type { Bytes } from './bytes.ts';
import { CryptoError } from './errors.ts';
import { contentKeys, linkKeys } from './keys.ts';
import type { ContentKeys } from './keys.ts';
import { AEAD_TAG_BYTES, MAX_SEALED_BYTES, MIN_PADDED_BYTES } from './limits.ts';
import { PREAMBLE_BYTES, SECRET_BYTES, TAGGED_PREAMBLE_BYTES } from './limits.ts';
import { LinkType } from './link.ts';
import { decodePayload, encodePayload } from './payload.ts';
import type { Payload, PayloadOf } from './payload.ts';
import { decodePreamble, encodePreamble, Kdf, Purpose } from './preamble.ts';
import { newSecret } from './random.ts';

/** 0¹¹ ‖ 01. The payload key is fresh with the preamble's salt, so this nonce is used once under it. */
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
  /** preamble ‖ tag, 83 bytes. */
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

/** For vectors alone: one salt for two payloads is one key and nonce for both. */
export async function sealWith(
  salt: Uint8Array<ArrayBuffer>,
  { id, linkKey, payload, passwordKey }: SealInput,
): Promise<Sealed> {
  const kdf = passwordKey ? Kdf.argon2id : Kdf.none;
  return sealingWith(salt, { id, linkKey, purpose: Purpose[payload.kind], kdf }).seal(payload, passwordKey);
}

/** A sealing whose preamble is fixed and whose payload comes last: a body (SPEC.md §12) is encrypted in between. */
export interface Sealing<P extends Purpose = Purpose> {
  /** H(preamble), 32 bytes. */
  readonly h: Bytes;
  readonly linkProof: Bytes;
  /**
   * Once: a second payload would meet the first under one key and nonce.
   * @throws CryptoError as `encodePayload`; `preamble-kdf` for a password key that is missing or too many
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
}

/** @throws CryptoError `preamble-kdf` for a request with a password */
export function beginSealing<P extends Purpose>(input: SealingInput<P>): Sealing<P> {
  return sealingWith(newSecret(), input);
}

function sealingWith<P extends Purpose>(
  salt: Uint8Array<ArrayBuffer>,
  { id, linkKey, purpose, kdf }: SealingInput<P>,
): Sealing<P> {
  if (purpose === Purpose.request && kdf !== Kdf.none) throw new CryptoError('preamble-kdf');
  const preamble = encodePreamble({ purpose, kdf, salt, id: new Uint8Array(id) });
  const h = sha256(preamble);
  const { linkProof, preambleTag } = linkKeys(id, linkKey);
  let sealed = false;
  return {
    h,
    linkProof,
    async seal(payload, passwordKey) {
      if ((kdf === Kdf.none) !== (passwordKey === undefined)) throw new CryptoError('preamble-kdf');
      const plaintext = encodePayload(payload);
      if (sealed) throw new Error('A sealing takes one payload.');
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

/** What a fragment's type says of the preamble; a manage link opens nothing. */
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
}

/**
 * To be called before a password is asked for and before an open proof is sent: a server that could change the preamble
 * could strip the password, or have a view spent on what cannot be opened.
 * @param tagged preamble ‖ tag, 83 bytes
 * @throws CryptoError `length`, `preamble-tag`, `preamble-version`, `preamble-purpose`, `preamble-kdf`, `preamble-id`
 */
export function verifyPreamble<T extends OpenableType>(input: {
  readonly id: Uint8Array;
  readonly linkKey: Uint8Array;
  /** Of the fragment. */
  readonly type: T;
  readonly tagged: Uint8Array;
}): VerifiedPreamble<(typeof meaning)[T]['purpose']> {
  const { id, linkKey, type, tagged } = input;
  expectLength(tagged, TAGGED_PREAMBLE_BYTES);
  const preamble = tagged.subarray(0, PREAMBLE_BYTES);
  const h = sha256(preamble);
  // The tag first: nothing is read from bytes that a server may have made.
  if (!equalBytes(tagged.subarray(PREAMBLE_BYTES), linkKeys(id, linkKey).preambleTag(h))) {
    throw new CryptoError('preamble-tag');
  }
  const decoded = decodePreamble(preamble);
  const { purpose, kdf } = meaning[type];
  if (decoded.purpose !== purpose) throw new CryptoError('preamble-purpose');
  if (decoded.kdf !== kdf) throw new CryptoError('preamble-kdf');
  if (!equalBytes(decoded.id, id)) throw new CryptoError('preamble-id');
  return { h, purpose, kdf };
}

/**
 * The twin of `seal`.
 * @param input keys: contentKeys(h, K, P?); h and purpose: of the verified preamble
 * @throws CryptoError `length`, `too-large`, `commitment` (a wrong password), `ciphertext`, or as `decodePayload`
 */
export async function openSealed<P extends Purpose>(input: {
  readonly keys: ContentKeys;
  readonly h: Uint8Array;
  readonly purpose: P;
  readonly sealed: Uint8Array;
}): Promise<PayloadOf[P]> {
  const { keys, h, purpose, sealed } = input;
  if (sealed.length < MIN_SEALED_BYTES) throw new CryptoError('length');
  if (sealed.length > MAX_SEALED_BYTES) throw new CryptoError('too-large');
  // Before anything is decrypted: a ciphertext could be made to fit several keys.
  if (!equalBytes(sealed.subarray(0, SECRET_BYTES), keys.commitment)) throw new CryptoError('commitment');
  const ciphertext = sealed.subarray(SECRET_BYTES);
  return decodePayload(purpose, await decryptAead({ key: keys.payloadKey, nonce: NONCE, aad: h }, ciphertext));
}
