/** SPEC.md §14.1: X-Wing (draft-connolly-cfrg-xwing-kem), which HPKE numbers 0x647a and calls MLKEM768-X25519. */
import { ml_kem768_x25519 as xWing } from '@noble/post-quantum/hybrid.js';
import { concat, expectLength } from './bytes.ts';
import type { Bytes } from './bytes.ts';
import { CryptoError } from './errors.ts';
import { ENCAPSULATION_BYTES, PUBLIC_KEY_BYTES, SECRET_BYTES } from './limits.ts';
import { newSecret } from './random.ts';

/** m of ML-KEM-768 ‖ the ephemeral key of X25519. */
const COIN_BYTES = 64;

export interface Encapsulated {
  /** 32 bytes. */
  readonly sharedSecret: Uint8Array;
  /** 1120 bytes: ciphertext of ML-KEM-768 ‖ public key of X25519. */
  readonly enc: Uint8Array;
}

/**
 * The seed is the decapsulation key. It is never passed to HPKE's DeriveKeyPair, which drafts define differently.
 * @param seed 32 bytes. @returns 1216 bytes: encapsulation key of ML-KEM-768 ‖ public key of X25519
 */
export function publicKeyOf(seed: Uint8Array): Bytes {
  expectLength(seed, SECRET_BYTES);
  return new Uint8Array(xWing.getPublicKey(new Uint8Array(seed)));
}

export function newCoins(): Bytes {
  return concat(newSecret(), newSecret());
}

/**
 * For one message: the same coins for two messages would give both the same key and nonce.
 * @throws CryptoError `public-key` if ML-KEM's check of the key fails (FIPS 203 §7.2), or X25519 yields zeros
 */
export function encapsulateWith(coins: Uint8Array, publicKey: Uint8Array): Encapsulated {
  expectLength(coins, COIN_BYTES);
  expectLength(publicKey, PUBLIC_KEY_BYTES);
  try {
    const { cipherText, sharedSecret } = xWing.encapsulate(new Uint8Array(publicKey), new Uint8Array(coins));
    return { enc: cipherText, sharedSecret };
  } catch (cause) {
    throw new CryptoError('public-key', { cause });
  }
}

/**
 * The inverse of `encapsulateWith`. A changed encapsulation yields another secret without an error (FIPS 203 §6.3).
 * @throws CryptoError `ciphertext` if X25519 yields zeros
 */
export function decapsulate(seed: Uint8Array, enc: Uint8Array): Uint8Array {
  expectLength(seed, SECRET_BYTES);
  expectLength(enc, ENCAPSULATION_BYTES);
  try {
    return xWing.decapsulate(new Uint8Array(enc), new Uint8Array(seed));
  } catch (cause) {
    throw new CryptoError('ciphertext', { cause });
  }
}
