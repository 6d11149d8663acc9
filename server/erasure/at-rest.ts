import { createCipheriv, createDecipheriv, createHmac, createSecretKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { concat, encodeUtf8 } from '#crypto/bytes.ts';
import type { Bytes } from '#crypto/bytes.ts';

/**
 * What the server keeps of a share, SPEC.md §15.1: nothing bare, all of it under the share's erasure key E, which is
 * itself the HKDF pseudorandom key. Everything here is a function of its arguments alone, so that a repeated create can
 * be compared with what is stored.
 */
const SEALED_LABEL = encodeUtf8('sotto v1 at rest sealed');
const NOTE_LABEL = encodeUtf8('sotto v1 at rest note');
const OPEN_HASH_LABEL = encodeUtf8('sotto v1 open hash');

const FIRST_BLOCK = Uint8Array.of(1);
/** Each derived key encrypts one message. */
const NONCE = new Uint8Array(12);
const TAG_BYTES = 16;
const NOTE_SALT_BYTES = 32;

/** SPEC.md §15.1: openHash. */
export function openHash(key: Uint8Array, openProof: Uint8Array): Uint8Array {
  return hmac(expand(key, OPEN_HASH_LABEL), openProof);
}

export function protectSealed(key: Uint8Array, id: Uint8Array, sealed: Uint8Array): Bytes {
  return encrypt(expand(key, SEALED_LABEL), id, sealed);
}

/** @throws Error when the stored bytes were changed */
export function revealSealed(key: Uint8Array, id: Uint8Array, stored: Uint8Array): Bytes {
  return decrypt(expand(key, SEALED_LABEL), id, stored);
}

/** salt(32) ‖ AEAD of the rest: the owner's note begins with a salt that is fresh at each write, and it is bound in. */
export function protectNote(key: Uint8Array, id: Uint8Array, note: Uint8Array): Bytes {
  const salt = note.subarray(0, NOTE_SALT_BYTES);
  return concat(salt, encrypt(expand(key, concat(NOTE_LABEL, salt)), id, note.subarray(NOTE_SALT_BYTES)));
}

/** @throws Error when the stored bytes were changed */
export function revealNote(key: Uint8Array, id: Uint8Array, stored: Uint8Array): Bytes {
  const salt = stored.subarray(0, NOTE_SALT_BYTES);
  return concat(salt, decrypt(expand(key, concat(NOTE_LABEL, salt)), id, stored.subarray(NOTE_SALT_BYTES)));
}

/** RFC 5869 §2.3, one block: T(1) = HMAC-Hash(PRK, info ‖ 0x01). */
function expand(prk: Uint8Array, label: Uint8Array): Uint8Array {
  return createHmac('sha256', asKey(prk)).update(label).update(FIRST_BLOCK).digest();
}

function hmac(key: Uint8Array, message: Uint8Array): Uint8Array {
  return createHmac('sha256', asKey(key)).update(message).digest();
}

function encrypt(key: Uint8Array, aad: Uint8Array, plaintext: Uint8Array): Bytes {
  const cipher = createCipheriv('aes-256-gcm', asKey(key), NONCE).setAAD(aad);
  return concat(cipher.update(plaintext), cipher.final(), cipher.getAuthTag());
}

function decrypt(key: Uint8Array, aad: Uint8Array, stored: Uint8Array): Bytes {
  const tagStart = stored.length - TAG_BYTES;
  const decipher = createDecipheriv('aes-256-gcm', asKey(key), NONCE, { authTagLength: TAG_BYTES }).setAAD(aad);
  decipher.setAuthTag(stored.subarray(tagStart));
  return concat(decipher.update(stored.subarray(0, tagStart)), decipher.final());
}

/** Node 24 takes a KeyObject several times faster than the bytes themselves. */
function asKey(bytes: Uint8Array): KeyObject {
  return createSecretKey(bytes);
}
