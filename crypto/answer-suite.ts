/**
 * SPEC.md §14.4: the HPKE suite. The key schedule is panva's; the primitives are the same as in the rest of crypto/.
 */
import { expand, extract } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { CipherSuite } from 'hpke';
import type { AEAD, KDF, KEM, Key } from 'hpke';
import { decryptAead, encryptAead } from './aead.ts';
import { AEAD_TAG_BYTES, ENCAPSULATION_BYTES, PUBLIC_KEY_BYTES, SECRET_BYTES } from './limits.ts';
import { decapsulate, encapsulateWith } from './x-wing.ts';

interface XWingKey extends Key {
  readonly bytes: Uint8Array;
}

const algorithm = { name: 'MLKEM768-X25519' };

/** Keys come only from seeds and descriptors, and are never exported. */
async function unused(): Promise<never> {
  throw new Error('Not part of SPEC.md §14.');
}

/** @param coins 64 bytes, for one message only. Opening needs none. */
const kem = (coins: Uint8Array): KEM<XWingKey> => ({
  ...{ id: 0x647a, type: 'KEM', name: algorithm.name },
  ...{ Nsecret: SECRET_BYTES, Nenc: ENCAPSULATION_BYTES, Npk: PUBLIC_KEY_BYTES, Nsk: SECRET_BYTES },
  ...{ DeriveKeyPair: unused, GenerateKeyPair: unused, SerializePublicKey: unused, SerializePrivateKey: unused },
  DeserializePublicKey: async (bytes) => ({ algorithm, extractable: false, type: 'public', bytes }),
  DeserializePrivateKey: async (bytes) => ({ algorithm, extractable: false, type: 'private', bytes }),
  async Encap({ bytes }) {
    const { enc, sharedSecret } = encapsulateWith(coins, bytes);
    return { enc, shared_secret: sharedSecret };
  },
  Decap: async (enc, { bytes }) => decapsulate(bytes, enc),
});

/** HKDF by noble, because a page over plain http has no WebCrypto. */
const kdf = (): KDF => ({
  ...{ id: 0x0001, type: 'KDF', name: 'HKDF-SHA256', Nh: SECRET_BYTES, stages: 2 },
  Extract: async (salt, ikm) => extract(sha256, ikm, salt),
  Expand: async (prk, text, length) => expand(sha256, prk, text, length),
  Derive: unused,
});

/** The AES of aead.ts, so that an operator's consent to software AES applies here too. */
const aead = (): AEAD => ({
  ...{ id: 0x0002, type: 'AEAD', name: 'AES-256-GCM', Nk: SECRET_BYTES, Nn: 12, Nt: AEAD_TAG_BYTES },
  Seal: (key, nonce, aad, plaintext) => encryptAead({ key, nonce, aad }, plaintext),
  Open: (key, nonce, aad, ciphertext) => decryptAead({ key, nonce, aad }, ciphertext),
});

export function suiteWith(coins: Uint8Array): CipherSuite<XWingKey> {
  return new CipherSuite(() => kem(coins), kdf, aead);
}
