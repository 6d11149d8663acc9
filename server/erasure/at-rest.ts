import { hash } from 'node:crypto';
import { encodeUtf8 } from '#crypto/bytes.ts';
import { decrypt, encrypt } from './aead.ts';
import { sha256 } from './sha256.ts';

/**
 * Protects the stored content of a share (SPEC.md §15.1): everything is encrypted or hashed under the share's erasure
 * key E, which is itself the HKDF pseudorandom key. All functions are deterministic, so that a repeated create can be
 * compared with the stored bytes.
 */
const SEALED_LABEL = encodeUtf8('sotto v1 at rest sealed');
const NOTE_LABEL = encodeUtf8('sotto v1 at rest note');
const OPEN_HASH_LABEL = encodeUtf8('sotto v1 open hash');

const FIRST_BLOCK = Uint8Array.of(1);
const NOTE_SALT_BYTES = 32;
const HASH_BLOCK_BYTES = 64;
/** The longest text is the label of a note with its salt. */
const MAX_HMAC_TEXT_BYTES = 128;

/** SPEC.md §15.1: openHash. */
export function openHash(key: Uint8Array, openProof: Uint8Array): Uint8Array {
  return withDerived(key, OPEN_HASH_LABEL, (derived) => hmac(derived, openProof, sha256));
}

export function protectSealed(key: Uint8Array, id: Uint8Array, sealed: Uint8Array): Uint8Array {
  return withDerived(key, SEALED_LABEL, (derived) => encrypt(derived, id, sealed));
}

/** @throws Error if the stored bytes were changed */
export function revealSealed(key: Uint8Array, id: Uint8Array, stored: Uint8Array): Uint8Array {
  return withDerived(key, SEALED_LABEL, (derived) => decrypt(derived, id, stored));
}

/**
 * salt(32) ‖ AEAD of the rest. The owner's note begins with a salt that is fresh at each write and bound into the key.
 */
export function protectNote(key: Uint8Array, id: Uint8Array, note: Uint8Array): Uint8Array {
  const salt = note.subarray(0, NOTE_SALT_BYTES);
  const seal = (derived: Uint8Array) => encrypt(derived, id, note.subarray(NOTE_SALT_BYTES));
  return Buffer.concat([salt, withDerived(key, noteLabel(salt), seal)]);
}

/** @throws Error if the stored bytes were changed */
export function revealNote(key: Uint8Array, id: Uint8Array, stored: Uint8Array): Uint8Array {
  const salt = stored.subarray(0, NOTE_SALT_BYTES);
  const reveal = (derived: Uint8Array) => decrypt(derived, id, stored.subarray(NOTE_SALT_BYTES));
  return Buffer.concat([salt, withDerived(key, noteLabel(salt), reveal)]);
}

const noteLabel = (salt: Uint8Array): Uint8Array => Buffer.concat([NOTE_LABEL, salt]);

/**
 * RFC 5869 §2.3, one block: T(1) = HMAC-Hash(PRK, info ‖ 0x01). The derived key is lent to `use` and overwritten after
 * it, so it must not pass through a string, which cannot be overwritten.
 */
function withDerived<T>(prk: Uint8Array, label: Uint8Array, use: (derived: Uint8Array) => T): T {
  const derived = hmac(prk, Buffer.concat([label, FIRST_BLOCK]), secretSha256);
  try {
    return use(derived);
  } finally {
    derived.fill(0);
  }
}

const secretSha256 = (bytes: Uint8Array): Buffer => hash('sha256', bytes, 'buffer');

/** Reused, and zero between two calls. Outside V8's heap, where small arrays move and leave a copy behind. */
const scratch = Buffer.alloc(HASH_BLOCK_BYTES + MAX_HMAC_TEXT_BYTES);

/**
 * RFC 2104: H(K ⊕ opad ‖ H(K ⊕ ipad ‖ text)), for a key no longer than a block. Not Node's Hmac, because each of its
 * objects is native with a finalizer: together they cost a create more than its rows do.
 * @param outer the outer hash
 */
function hmac(key: Uint8Array, text: Uint8Array, outer: (bytes: Uint8Array) => Buffer): Buffer {
  const innerDigest = hashPadded({ key, pad: 0x36, text }, sha256);
  return hashPadded({ key, pad: 0x5c, text: innerDigest }, outer);
}

interface Padded {
  readonly key: Uint8Array;
  readonly pad: number;
  readonly text: Uint8Array;
}

function hashPadded({ key, pad, text }: Padded, hashOf: (bytes: Uint8Array) => Buffer): Buffer {
  const block = scratch.subarray(0, HASH_BLOCK_BYTES + text.length).fill(pad, 0, HASH_BLOCK_BYTES);
  for (let i = 0; i < key.length; i++) block[i] = (key[i] ?? 0) ^ pad;
  block.set(text, HASH_BLOCK_BYTES);
  const digest = hashOf(block);
  block.fill(0);
  return digest;
}
