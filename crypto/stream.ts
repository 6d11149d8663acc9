/** SPEC.md §12: the file body, in chunks. Modelled on FiloSottile/typage lib/stream.ts. */
import { decryptAead, encryptAead, importAeadKey } from './aead.ts';
import type { AeadKey, AeadParameters } from './aead.ts';
import { concat, expectLength } from './bytes.ts';
import type { Bytes } from './bytes.ts';
import { chunkLengths } from './body-lengths.ts';
import { CryptoError } from './errors.ts';
import { bodyKey } from './keys.ts';
import { expectZeros } from './padding.ts';

/** One file body under one key. Each chunk is encrypted once: a retry resends the same bytes (SPEC.md §12.3). */
export interface Body {
  /** bodyKey(h, bodySecret), 32 bytes. */
  readonly key: Uint8Array;
  /** H(preamble), 32 bytes. */
  readonly h: Uint8Array;
  /** The sum of the files' sizes; more than 0. */
  readonly totalBytes: number;
}

export function makeBody(h: Uint8Array, bodySecret: Uint8Array, totalBytes: number): Body {
  return { key: bodyKey(h, bodySecret), h, totalBytes };
}

/**
 * 11-byte big-endian index ‖ last flag: the AEAD refuses chunks that are moved or repeated, and a truncated file body.
 */
async function parameters(body: Body, index: number, last: boolean): Promise<AeadParameters> {
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setBigUint64(3, BigInt(index));
  nonce[11] = last ? 1 : 0;
  return { key: await keyOf(body), nonce, aad: body.h };
}

const importedKeys = new WeakMap<Body, AeadKey>();

async function keyOf(body: Body): Promise<AeadKey> {
  const key = importedKeys.get(body) ?? (await importAeadKey(body.key));
  importedKeys.set(body, key);
  return key;
}

/**
 * Encrypts chunk `index`. Chunks are independent: in any order, and several at once.
 * @param content chunkLengths().contentBytes bytes of the files, which must not change before the promise settles. This
 *   function adds the padding.
 */
export async function encryptChunk(body: Body, index: number, content: Uint8Array): Promise<Bytes> {
  const { contentBytes, plaintextBytes, last } = chunkLengths(body.totalBytes, index);
  expectLength(content, contentBytes);
  const padding = new Uint8Array(plaintextBytes - contentBytes);
  const plaintext = padding.length === 0 ? content : concat(content, padding);
  return encryptAead(await parameters(body, index, last), plaintext);
}

/**
 * The inverse of `encryptChunk`.
 * @returns the files' bytes in the chunk.
 * @throws CryptoError `chunk`, `ciphertext`, `padding`
 */
export async function decryptChunk(body: Body, index: number, encrypted: Uint8Array): Promise<Bytes> {
  const { contentBytes, encryptedBytes, last } = chunkLengths(body.totalBytes, index);
  if (encrypted.length !== encryptedBytes) throw new CryptoError('chunk');
  const plaintext = await decryptAead(await parameters(body, index, last), encrypted);
  expectZeros(plaintext.subarray(contentBytes));
  return plaintext.subarray(0, contentBytes);
}
