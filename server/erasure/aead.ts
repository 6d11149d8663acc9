import { createCipheriv, createDecipheriv, createSecretKey } from 'node:crypto';

/** AES-256-GCM, for keys that encrypt one message each: all of them are derived from a random salt or id. */
const NONCE = new Uint8Array(12);
const TAG_BYTES = 16;

/**
 * Node overwrites a key object's copy when it collects the object. Plain bytes would leave no copy, but Node needs 9 µs
 * to detect that they are not a key object, which makes a whole create a third slower.
 * @returns ciphertext ‖ tag
 */
export function encrypt(key: Uint8Array, aad: Uint8Array, plaintext: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', createSecretKey(key), NONCE).setAAD(aad);
  // In GCM, `final` returns no more bytes.
  return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** @throws Error if the bytes were changed, or the key is another one */
export function decrypt(key: Uint8Array, aad: Uint8Array, stored: Uint8Array): Buffer {
  const tagStart = stored.length - TAG_BYTES;
  const options = { authTagLength: TAG_BYTES };
  const decipher = createDecipheriv('aes-256-gcm', createSecretKey(key), NONCE, options).setAAD(aad);
  decipher.setAuthTag(stored.subarray(tagStart));
  const plaintext = decipher.update(stored.subarray(0, tagStart));
  decipher.final();
  return plaintext;
}
