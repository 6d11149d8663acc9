/** SPEC.md §11.1: AES-256-GCM (NIST SP 800-38D), 96-bit nonces, 128-bit tags. */
import type { gcm as GcmOfAes } from '@noble/ciphers/aes.js';
import type { Bytes } from './bytes.ts';
import { CryptoError } from './errors.ts';

export type AeadKey = Uint8Array | CryptoKey;

export interface AeadParameters {
  /** 32 bytes, or what `importAeadKey` made of them. */
  readonly key: AeadKey;
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

/** For a key that encrypts many messages: importing it for each would cost as much as a small message. */
export async function importAeadKey(key: Uint8Array): Promise<AeadKey> {
  // `subtle` is absent outside a secure context, whatever the type says.
  if ('subtle' in crypto) return crypto.subtle.importKey('raw', key as Bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
  if (softwareGcm) return key;
  throw new CryptoError('no-webcrypto');
}

type Direction = 'encrypt' | 'decrypt';

async function runAead(direction: Direction, { key, nonce, aad }: AeadParameters, bytes: Uint8Array): Promise<Bytes> {
  const imported = key instanceof Uint8Array ? await importAeadKey(key) : key;
  if (!(imported instanceof Uint8Array)) {
    const algorithm = { name: 'AES-GCM', iv: nonce as Bytes, additionalData: aad as Bytes };
    return new Uint8Array(await crypto.subtle[direction](algorithm, imported, bytes as Bytes));
  }
  if (softwareGcm) return softwareGcm(imported, nonce, aad)[direction](bytes);
  throw new CryptoError('no-webcrypto');
}

/** @returns ciphertext ‖ tag */
export async function encryptAead(parameters: AeadParameters, plaintext: Uint8Array): Promise<Bytes> {
  return runAead('encrypt', parameters, plaintext);
}

/** The twin of `encryptAead`. @throws CryptoError `ciphertext` */
export async function decryptAead(parameters: AeadParameters, ciphertext: Uint8Array): Promise<Bytes> {
  try {
    return await runAead('decrypt', parameters, ciphertext);
  } catch (cause) {
    throw cause instanceof CryptoError ? cause : new CryptoError('ciphertext', { cause });
  }
}
