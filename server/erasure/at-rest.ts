import { createCipheriv, createDecipheriv, createSecretKey } from 'node:crypto';
import { encodeUtf8 } from '#crypto/bytes.ts';
import { sha256 } from './sha256.ts';

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
const HASH_BLOCK_BYTES = 64;

/** SPEC.md §15.1: openHash. */
export function openHash(key: Uint8Array, openProof: Uint8Array): Uint8Array {
  return hmac(expand(key, OPEN_HASH_LABEL), openProof);
}

export function protectSealed(key: Uint8Array, id: Uint8Array, sealed: Uint8Array): Uint8Array {
  return encrypt(expand(key, SEALED_LABEL), id, sealed);
}

/** @throws Error when the stored bytes were changed */
export function revealSealed(key: Uint8Array, id: Uint8Array, stored: Uint8Array): Uint8Array {
  return decrypt(expand(key, SEALED_LABEL), id, stored);
}

/** salt(32) ‖ AEAD of the rest: the owner's note begins with a salt that is fresh at each write, and it is bound in. */
export function protectNote(key: Uint8Array, id: Uint8Array, note: Uint8Array): Uint8Array {
  const salt = note.subarray(0, NOTE_SALT_BYTES);
  return Buffer.concat([salt, encrypt(noteKey(key, salt), id, note.subarray(NOTE_SALT_BYTES))]);
}

/** @throws Error when the stored bytes were changed */
export function revealNote(key: Uint8Array, id: Uint8Array, stored: Uint8Array): Uint8Array {
  const salt = stored.subarray(0, NOTE_SALT_BYTES);
  return Buffer.concat([salt, decrypt(noteKey(key, salt), id, stored.subarray(NOTE_SALT_BYTES))]);
}

function noteKey(key: Uint8Array, salt: Uint8Array): Uint8Array {
  return expand(key, Buffer.concat([NOTE_LABEL, salt]));
}

/** RFC 5869 §2.3, one block: T(1) = HMAC-Hash(PRK, info ‖ 0x01). */
function expand(prk: Uint8Array, label: Uint8Array): Uint8Array {
  return hmac(prk, Buffer.concat([label, FIRST_BLOCK]));
}

/**
 * RFC 2104: H(K ⊕ opad ‖ H(K ⊕ ipad ‖ text)), for a key no longer than a block. By hand, because each of Node's Hmac
 * objects is a native one with a finalizer: together they cost a create more than its rows do.
 */
function hmac(key: Uint8Array, text: Uint8Array): Uint8Array {
  return sha256(Buffer.concat([padded(key, 0x5c), sha256(Buffer.concat([padded(key, 0x36), text]))]));
}

function padded(key: Uint8Array, pad: number): Uint8Array {
  const block = new Uint8Array(HASH_BLOCK_BYTES).fill(pad);
  for (let i = 0; i < key.length; i++) block[i] = (key[i] ?? 0) ^ pad;
  return block;
}

function encrypt(key: Uint8Array, aad: Uint8Array, plaintext: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', createSecretKey(key), NONCE).setAAD(aad);
  // Of GCM, `final` has nothing left to give out.
  return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Uint8Array, aad: Uint8Array, stored: Uint8Array): Uint8Array {
  const tagStart = stored.length - TAG_BYTES;
  const options = { authTagLength: TAG_BYTES };
  const decipher = createDecipheriv('aes-256-gcm', createSecretKey(key), NONCE, options).setAAD(aad);
  decipher.setAuthTag(stored.subarray(tagStart));
  const plaintext = decipher.update(stored.subarray(0, tagStart));
  decipher.final();
  return plaintext;
}
