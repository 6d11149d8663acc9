/** SPEC.md §6: what a password becomes. */
import { argon2idAsync } from '@noble/hashes/argon2.js';
import { encodeUtf8, expectLength } from './bytes.ts';
import type { Bytes } from './bytes.ts';
import { CryptoError } from './errors.ts';
import { PASSWORD_MAX_BYTES, SECRET_BYTES } from './limits.ts';

/** Argon2id in a Worker, in a terminal's native code, or `argon2id` below: anything that computes kdf 1. */
export type PasswordKdf = (
  passwordBytes: Uint8Array,
  salt: Uint8Array,
  onProgress?: (fraction: number) => void,
) => Promise<Bytes>;

/**
 * NFKC, then UTF-8; nothing is trimmed. So "ﬁ" typed on one keyboard opens what "fi" on another sealed.
 * @throws CryptoError `utf8`, `password-empty`, `password-too-long`
 */
export function normalizePassword(password: string): Bytes {
  const bytes = encodeUtf8(password.normalize('NFKC'));
  if (bytes.length === 0) throw new CryptoError('password-empty');
  if (bytes.length > PASSWORD_MAX_BYTES) throw new CryptoError('password-too-long');
  return bytes;
}

/** kdf 1 means these and no others: the second recommended option of RFC 9106 §4. m in KiB. */
const ARGON2ID = { version: 0x13, m: 65_536, t: 3, p: 4, dkLen: SECRET_BYTES } as const;

/** @param salt linkKeys().passwordSalt. Takes about 0.7 s and 64 MiB; yields to the event loop while it runs. */
export const argon2id: PasswordKdf = async (passwordBytes, salt, onProgress) => {
  expectLength(salt, SECRET_BYTES);
  return argon2idAsync(passwordBytes, salt, { ...ARGON2ID, ...(onProgress && { onProgress }) });
};
