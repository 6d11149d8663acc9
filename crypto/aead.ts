/** SPEC.md §11.1: AES-256-GCM (NIST SP 800-38D), 96-bit nonces, 128-bit tags. */
import type { gcm as GcmOfAes } from '@noble/ciphers/aes.js';
import { gcm } from '@noble/ciphers/webcrypto.js';
import type { Bytes } from './bytes.ts';
import { CryptoError } from './errors.ts';

export interface AeadParameters {
  /** 32 bytes. */
  readonly key: Uint8Array;
  /** 12 bytes. Fixed ones are safe here, since each key encrypts one plaintext (SPEC.md §11.2). */
  readonly nonce: Uint8Array;
  readonly aad: Uint8Array;
}

let softwareGcm: typeof GcmOfAes | undefined;

/**
 * Loads noble's software AES for pages without WebCrypto, that is plain http beyond localhost. It is about 25 times
 * slower and not constant-time, so an operator must enable it. WebCrypto is still used where it exists.
 */
export async function allowSoftwareAes(): Promise<void> {
  ({ gcm: softwareGcm } = await import('@noble/ciphers/aes.js'));
}

function cipher({ key, nonce, aad }: AeadParameters) {
  // `subtle` is absent outside a secure context, whatever the type says.
  if ('subtle' in crypto) return gcm(key, nonce, aad);
  if (softwareGcm) return softwareGcm(key, nonce, aad);
  throw new CryptoError('no-webcrypto');
}

/** @returns ciphertext ‖ tag */
export async function encryptAead(parameters: AeadParameters, plaintext: Uint8Array): Promise<Bytes> {
  return cipher(parameters).encrypt(plaintext);
}

/** The twin of `encryptAead`. @throws CryptoError `ciphertext` */
export async function decryptAead(parameters: AeadParameters, ciphertext: Uint8Array): Promise<Bytes> {
  const aes = cipher(parameters);
  try {
    return await aes.decrypt(ciphertext);
  } catch (cause) {
    throw new CryptoError('ciphertext', { cause });
  }
}
