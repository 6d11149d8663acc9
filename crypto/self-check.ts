/** SPEC.md §15.2: known-answer tests, run before a view is spent, so that a machine that cannot decrypt spends none. */
import { argon2id as nobleArgon2id } from '@noble/hashes/argon2.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { decryptAead, encryptAead } from './aead.ts';
import { equalBytes, fromHex, toHex } from './bytes.ts';
import { CryptoError } from './errors.ts';

function expectAnswer(actual: Uint8Array, expected: string): void {
  if (toHex(actual) !== expected) throw new CryptoError('self-check');
}

/**
 * Checks AES-256-GCM in both directions and with a forgery, and HKDF-SHA-256.
 * @throws CryptoError `self-check`, `no-webcrypto`
 */
export async function checkPrimitives(): Promise<void> {
  // RFC 5869 appendix A.1
  const ikm = new Uint8Array(22).fill(0x0b);
  const info = fromHex('f0f1f2f3f4f5f6f7f8f9');
  const okm = '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865';
  expectAnswer(hkdf(sha256, ikm, fromHex('000102030405060708090a0b0c'), info, 42), okm);
  await checkAead();
}

/** McGrew and Viega, "The Galois/Counter Mode of Operation", test case 16. */
async function checkAead(): Promise<void> {
  const key = fromHex('feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308');
  const nonce = fromHex('cafebabefacedbaddecaf888');
  const aad = fromHex('feedfacedeadbeeffeedfacedeadbeefabaddad2');
  const plaintext = fromHex(
    'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39',
  );
  const expected =
    '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662' +
    '76fc6ece0f4e1768cddf8853bb2d551b';
  const ciphertext = await encryptAead({ key, nonce, aad }, plaintext);
  expectAnswer(ciphertext, expected);
  if (!equalBytes(await decryptAead({ key, nonce, aad }, ciphertext), plaintext)) throw new CryptoError('self-check');
  ciphertext[0] = (ciphertext[0] ?? 0) ^ 1;
  const forged = await decryptAead({ key, nonce, aad }, ciphertext).catch(() => undefined);
  if (forged) throw new CryptoError('self-check');
}

/** RFC 9106 §5.3, with 32 KiB in a few milliseconds. @throws CryptoError `self-check` */
export async function checkArgon2(): Promise<void> {
  const password = new Uint8Array(32).fill(1);
  const salt = new Uint8Array(16).fill(2);
  const key = new Uint8Array(8).fill(3);
  const personalization = new Uint8Array(12).fill(4);
  const tag = nobleArgon2id(password, salt, { version: 0x13, m: 32, t: 3, p: 4, dkLen: 32, key, personalization });
  expectAnswer(tag, '0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659');
}
