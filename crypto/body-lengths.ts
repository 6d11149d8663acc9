/** SPEC.md §12: the lengths of a file body and its chunks. The server knows these numbers too. */
import { CryptoError } from './errors.ts';
import { AEAD_TAG_BYTES, CHUNK_BYTES } from './limits.ts';
import { paddedLength } from './padding.ts';

/** The length with tag of every chunk except the last. */
export const ENCRYPTED_CHUNK_BYTES = CHUNK_BYTES + AEAD_TAG_BYTES;

export interface BodyLengths {
  readonly paddedBytes: number;
  readonly chunks: number;
  /** The length of all chunks with their tags, as uploaded and stored. */
  readonly encryptedBytes: number;
}

/** @param totalBytes 1 to 2⁵³ − 1 */
export function bodyLengths(totalBytes: number): BodyLengths {
  if (!Number.isSafeInteger(totalBytes) || totalBytes < 1) throw new CryptoError('length');
  const paddedBytes = paddedLength(totalBytes);
  const chunks = Math.ceil(paddedBytes / CHUNK_BYTES);
  return { paddedBytes, chunks, encryptedBytes: paddedBytes + chunks * AEAD_TAG_BYTES };
}

export interface ChunkLengths {
  /** The bytes of files in the chunk; 0 if it contains only padding. */
  readonly contentBytes: number;
  readonly plaintextBytes: number;
  readonly encryptedBytes: number;
  readonly last: boolean;
}

/** @param index from 0. @throws CryptoError `chunk` if the file body has no such chunk */
export function chunkLengths(totalBytes: number, index: number): ChunkLengths {
  const { paddedBytes, chunks } = bodyLengths(totalBytes);
  if (!Number.isSafeInteger(index) || index < 0 || index >= chunks) throw new CryptoError('chunk');
  const start = index * CHUNK_BYTES;
  const plaintextBytes = Math.min(CHUNK_BYTES, paddedBytes - start);
  const contentBytes = Math.min(plaintextBytes, Math.max(0, totalBytes - start));
  return { contentBytes, plaintextBytes, encryptedBytes: plaintextBytes + AEAD_TAG_BYTES, last: index === chunks - 1 };
}
