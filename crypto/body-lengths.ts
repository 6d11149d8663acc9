/** SPEC.md §12: how long a body and its chunks are. Pure numbers: a server may know them. */
import { CryptoError } from './errors.ts';
import { AEAD_TAG_BYTES, CHUNK_BYTES } from './limits.ts';
import { paddedLength } from './padding.ts';

/** A chunk with its tag: every one of a body but the last. */
export const ENCRYPTED_CHUNK_BYTES = CHUNK_BYTES + AEAD_TAG_BYTES;

export interface BodyLengths {
  readonly paddedBytes: number;
  readonly chunks: number;
  /** All chunks with their tags: what is uploaded and stored. */
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
  /** Bytes of files in it; 0 when it is padding alone. */
  readonly contentBytes: number;
  readonly plaintextBytes: number;
  readonly encryptedBytes: number;
  readonly last: boolean;
}

/** @param index from 0. @throws CryptoError `chunk` when the body has no such chunk */
export function chunkLengths(totalBytes: number, index: number): ChunkLengths {
  const { paddedBytes, chunks } = bodyLengths(totalBytes);
  if (!Number.isSafeInteger(index) || index < 0 || index >= chunks) throw new CryptoError('chunk');
  const start = index * CHUNK_BYTES;
  const plaintextBytes = Math.min(CHUNK_BYTES, paddedBytes - start);
  const contentBytes = Math.min(plaintextBytes, Math.max(0, totalBytes - start));
  return { contentBytes, plaintextBytes, encryptedBytes: plaintextBytes + AEAD_TAG_BYTES, last: index === chunks - 1 };
}
