/** The fixed "randomness" and the parties of the vectors. */
import { sha256 } from '@noble/hashes/sha2.js';
import { concat, encodeUtf8, u32 } from '#crypto/bytes.ts';
import type { Bytes } from '#crypto/bytes.ts';
import { idOf } from '#crypto/ids.ts';
import { ownerKeys } from '#crypto/keys.ts';
import { paddedLength } from '#crypto/padding.ts';

/** H("sotto vectors: " ‖ label): clearly not a secret. */
export function fixed(label: string): Bytes {
  return sha256(encodeUtf8(`sotto vectors: ${label}`));
}

export const OWNER_KEY = fixed('owner key');
export const ID = idOf(ownerKeys(OWNER_KEY).createProof);
export const OTHER_ID = idOf(ownerKeys(fixed('other owner key')).createProof);
export const LINK_KEY = fixed('link key');
export const PASSWORD_KEY = fixed('password key, in place of an Argon2id result');

/** u32 n ‖ bytes ‖ zeros, like `pad`, but for bytes that may be invalid. */
export function padBytes(bytes: Uint8Array): Bytes {
  const used = 4 + bytes.length;
  return concat(u32(bytes.length), bytes, new Uint8Array(paddedLength(used) - used));
}

/** A copy with one bit changed; a negative index counts from the end. */
export function flipBit(bytes: Uint8Array, index: number): Bytes {
  const changed = new Uint8Array(bytes);
  const at = index < 0 ? bytes.length + index : index;
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
}

export function withByte(bytes: Uint8Array, index: number, value: number): Bytes {
  const changed = new Uint8Array(bytes);
  changed[index] = value;
  return changed;
}
