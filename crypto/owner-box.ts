/** SPEC.md §13: JSON that only the owner can read: salt ‖ AEAD(a key of the owner and the salt, nonce 0, aad id). */
import { decryptAead, encryptAead } from './aead.ts';
import { concat, expectLength } from './bytes.ts';
import type { Bytes } from './bytes.ts';
import { CryptoError } from './errors.ts';
import { decodeJson, encodeJson } from './json.ts';
import { AEAD_TAG_BYTES, ID_BYTES, SECRET_BYTES } from './limits.ts';
import { pad, unpad } from './padding.ts';

/** The key is derived from a fresh salt each time a box is written, so no key uses this nonce twice. */
const NONCE = new Uint8Array(12);

interface Box {
  /** @param salt 32 bytes */
  readonly keyOf: (salt: Uint8Array) => Bytes;
  /** 16 bytes. */
  readonly id: Uint8Array;
  /** The limit of the whole box. */
  readonly maxBytes: number;
}

/** @param salt for one writing only: it determines the key. @throws CryptoError `too-large`, `utf8`, `json` */
export async function sealBoxWith(salt: Uint8Array, { keyOf, id, maxBytes }: Box, value: unknown): Promise<Bytes> {
  expectLength(id, ID_BYTES);
  expectLength(salt, SECRET_BYTES);
  const plaintext = pad(encodeJson(value), maxBytes);
  if (SECRET_BYTES + plaintext.length + AEAD_TAG_BYTES > maxBytes) throw new CryptoError('too-large');
  return concat(salt, await encryptAead({ key: keyOf(salt), nonce: NONCE, aad: id }, plaintext));
}

/** @throws CryptoError `length`, `too-large`, `ciphertext`, `padding`, `utf8`, `json`, or what `check` throws */
export async function openBox<T>(
  { keyOf, id, maxBytes }: Box,
  bytes: Uint8Array,
  check: (value: unknown) => asserts value is T,
): Promise<T> {
  expectLength(id, ID_BYTES);
  if (bytes.length < SECRET_BYTES + AEAD_TAG_BYTES) throw new CryptoError('length');
  if (bytes.length > maxBytes) throw new CryptoError('too-large');
  const key = keyOf(bytes.subarray(0, SECRET_BYTES));
  return decodeJson(unpad(await decryptAead({ key, nonce: NONCE, aad: id }, bytes.subarray(SECRET_BYTES))), check);
}
