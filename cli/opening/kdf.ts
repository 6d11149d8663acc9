import * as nodeCrypto from 'node:crypto';
import { argon2id } from '#crypto/password.ts';
import type { PasswordKdf } from '#crypto/password.ts';

/** kdf 1, as crypto/password.ts has it (docs/decisions/0028). */
const PARAMETERS = { parallelism: 4, tagLength: 32, memory: 65_536, passes: 3 } as const;

/** In native code on another thread, a quarter of the time; where this Node has none (before 24.7), in ours. */
export const nativeKdf: PasswordKdf = (passwordBytes, salt, onProgress) => {
  if (!('argon2' in nodeCrypto)) return argon2id(passwordBytes, salt, onProgress);
  return new Promise((resolve, reject) => {
    nodeCrypto.argon2('argon2id', { message: passwordBytes, nonce: salt, ...PARAMETERS }, (error, key) => {
      if (error) reject(error);
      else resolve(new Uint8Array(key));
    });
  });
};
