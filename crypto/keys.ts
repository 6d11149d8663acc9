/** SPEC.md §5: derives every key and proof from four roots. */
import { expand, extract } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concat, encodeUtf8, expectLength } from './bytes.ts';
import type { Bytes } from './bytes.ts';
import { ID_BYTES, SECRET_BYTES } from './limits.ts';

type Root = (label: string, suffix?: Uint8Array) => Bytes;

/** Expand(Extract(salt, ikm), label ‖ suffix), RFC 5869 with SHA-256; 32 bytes out. */
function root(salt: Uint8Array, ikm: Uint8Array): Root {
  const prk = extract(sha256, ikm, salt);
  return (label, suffix = new Uint8Array()) => expand(sha256, prk, concat(encodeUtf8(label), suffix), SECRET_BYTES);
}

export interface LinkKeys {
  /** Proves to a server that the link is known. */
  readonly linkProof: Bytes;
  /** The salt for Argon2id. Bound to the link, so that a server cannot choose it. */
  readonly passwordSalt: Bytes;
  /** @param h the preamble's hash, 32 bytes */
  readonly preambleTag: (h: Uint8Array) => Bytes;
}

/** linkRoot = Extract(salt = id, ikm = K): derived from the link alone, before any request. */
export function linkKeys(id: Uint8Array, linkKey: Uint8Array): LinkKeys {
  expectLength(id, ID_BYTES);
  expectLength(linkKey, SECRET_BYTES);
  const derive = root(id, linkKey);
  return {
    linkProof: derive('sotto v1 link proof'),
    passwordSalt: derive('sotto v1 password salt'),
    preambleTag: (h) => derive('sotto v1 preamble tag', h),
  };
}

export interface ContentKeys {
  /** Proves to a server that link and password are right. Without it, the server returns no ciphertext. */
  readonly openProof: Bytes;
  /** Precedes the ciphertext, because AES-GCM alone does not commit to its key. */
  readonly commitment: Bytes;
  readonly payloadKey: Bytes;
}

/**
 * contentRoot = Extract(salt = h, ikm = K, or K ‖ P): the preamble's hash as salt binds every key to every byte of it.
 * @param h the preamble's hash. @param passwordKey P of SPEC.md §6, if there is a password
 */
export function contentKeys(h: Uint8Array, linkKey: Uint8Array, passwordKey?: Uint8Array): ContentKeys {
  expectLength(h, SECRET_BYTES);
  expectLength(linkKey, SECRET_BYTES);
  if (passwordKey) expectLength(passwordKey, SECRET_BYTES);
  const derive = root(h, passwordKey ? concat(linkKey, passwordKey) : linkKey);
  return {
    openProof: derive('sotto v1 open proof'),
    commitment: derive('sotto v1 commitment'),
    payloadKey: derive('sotto v1 payload key'),
  };
}

/** bodyRoot = Extract(salt = h, ikm = bodySecret). */
export function bodyKey(h: Uint8Array, bodySecret: Uint8Array): Bytes {
  expectLength(h, SECRET_BYTES);
  expectLength(bodySecret, SECRET_BYTES);
  return root(h, bodySecret)('sotto v1 body key');
}

export interface OwnerKeys {
  /** The id is its hash. Sent to a server once, when the share is created. */
  readonly createProof: Bytes;
  readonly ownerProof: Bytes;
  /** @param salt 32 bytes, fresh each time the note is written */
  readonly noteKey: (salt: Uint8Array) => Bytes;
  /** @param salt 32 bytes, fresh each time the list of people is written */
  readonly peopleKey: (salt: Uint8Array) => Bytes;
  /** The server gets it with a share for members, to seal receipts. */
  readonly receiptKey: Bytes;
  /** Signs the webhooks of this share or request, unless the sender's endpoint has a secret of its own. */
  readonly webhookSecret: Bytes;
  /** This is the X-Wing decapsulation key. */
  readonly requestSeed: Bytes;
  readonly answerSecret: Bytes;
}

/** ownerRoot = Extract(salt = "sotto v1 owner", ikm = O). */
export function ownerKeys(ownerKey: Uint8Array): OwnerKeys {
  expectLength(ownerKey, SECRET_BYTES);
  const derive = root(encodeUtf8('sotto v1 owner'), ownerKey);
  return {
    createProof: derive('sotto v1 create proof'),
    ownerProof: derive('sotto v1 owner proof'),
    noteKey: (salt) => derive('sotto v1 owner note', salt),
    peopleKey: (salt) => derive('sotto v1 people', salt),
    receiptKey: derive('sotto v1 receipt key'),
    webhookSecret: derive('sotto v1 webhook secret'),
    requestSeed: derive('sotto v1 request seed'),
    answerSecret: derive('sotto v1 answer secret'),
  };
}
