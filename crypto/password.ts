/** SPEC.md §6: passwords. */
import { argon2id as nobleArgon2id, argon2idAsync } from '@noble/hashes/argon2.js';
import { encodeUtf8, expectLength } from './bytes.ts';
import type { Bytes } from './bytes.ts';
import { CryptoError } from './errors.ts';
import { PASSWORD_MAX_BYTES, SECRET_BYTES } from './limits.ts';

/** Anything that computes kdf 1: Argon2id in a Worker, in the terminal's native code, or `argon2id` below. */
export type PasswordKdf = (
  passwordBytes: Uint8Array,
  salt: Uint8Array,
  onProgress?: (fraction: number) => void,
) => Promise<Bytes>;

/**
 * NFKC, then UTF-8; nothing is trimmed. So "ﬁ" from one keyboard opens a share that was sealed with "fi" from another.
 * @throws CryptoError `utf8`, `password-empty`, `password-too-long`
 */
export function normalizePassword(password: string): Bytes {
  const bytes = encodeUtf8(password.normalize('NFKC'));
  if (bytes.length === 0) throw new CryptoError('password-empty');
  if (bytes.length > PASSWORD_MAX_BYTES) throw new CryptoError('password-too-long');
  return bytes;
}

/** kdf 1 means exactly these parameters: the second recommended option of RFC 9106 §4. m in KiB. */
const ARGON2ID = { version: 0x13, m: 65_536, t: 3, p: 4, dkLen: SECRET_BYTES } as const;

/** Takes about 0.7 s and 64 MiB, and yields to the event loop. @param salt linkKeys().passwordSalt */
export const argon2id: PasswordKdf = async (passwordBytes, salt, onProgress) => {
  expectLength(salt, SECRET_BYTES);
  return argon2idAsync(passwordBytes, salt, { ...ARGON2ID, ...(onProgress && { onProgress }) });
};

/**
 * The same without yielding, for a worker, which blocks nobody: each yield waits for a turn, and WebKit's turns come
 * late. `onProgress` is called while it computes. @param salt linkKeys().passwordSalt
 */
export function argon2idSync(
  passwordBytes: Uint8Array,
  salt: Uint8Array,
  onProgress?: (fraction: number) => void,
): Bytes {
  expectLength(salt, SECRET_BYTES);
  return nobleArgon2id(passwordBytes, salt, { ...ARGON2ID, ...(onProgress && { onProgress }) });
}
