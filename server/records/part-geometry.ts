import { ENCRYPTED_CHUNK_BYTES } from '#crypto/body-lengths.ts';
import type { StoredRange } from '#server/blobs/blobs.ts';

/**
 * How a file body is divided: into chunks (SPEC.md §12), and by the uploading client into parts of `partChunks` chunks.
 */
interface Geometry {
  /** The length of all chunks with their tags. */
  readonly bodyBytes: number;
  readonly partChunks: number;
}

/**
 * A file body that ends within a tag is invalid, but that is not checked here: only its own reader would fail to open
 * it.
 */
export function chunkCount({ bodyBytes }: Pick<Geometry, 'bodyBytes'>): number {
  return Math.ceil(bodyBytes / ENCRYPTED_CHUNK_BYTES);
}

export function partCount({ bodyBytes, partChunks }: Geometry): number {
  return Math.ceil(bodyBytes / (partChunks * ENCRYPTED_CHUNK_BYTES));
}

/** @returns undefined if the file body has no such part */
export function partBytes(geometry: Geometry, part: number): number | undefined {
  if (part < 0 || part >= partCount(geometry)) return undefined;
  const whole = geometry.partChunks * ENCRYPTED_CHUNK_BYTES;
  return Math.min(whole, geometry.bodyBytes - part * whole);
}

export interface ChunkRange {
  /** The index of the first chunk, from 0. */
  readonly from: number;
  readonly chunks: number;
}

/** Where the chunks are stored, in order. @returns undefined if the file body does not have all of them */
export function rangesOf(geometry: Geometry, { from, chunks }: ChunkRange): Omit<StoredRange, 'body'>[] | undefined {
  if (from + chunks > chunkCount(geometry)) return undefined;
  const whole = geometry.partChunks * ENCRYPTED_CHUNK_BYTES;
  const end = Math.min(geometry.bodyBytes, (from + chunks) * ENCRYPTED_CHUNK_BYTES);
  const ranges: Omit<StoredRange, 'body'>[] = [];
  for (let at = from * ENCRYPTED_CHUNK_BYTES; at < end;) {
    const part = Math.floor(at / whole);
    const start = at - part * whole;
    const until = Math.min(whole, end - part * whole);
    ranges.push({ part, start, end: until });
    at = part * whole + until;
  }
  return ranges;
}

/** @param stored the length of each part that is stored. @returns how many parts are missing or incomplete */
export function missingParts(geometry: Geometry, stored: ReadonlyMap<number, number>): number {
  let missing = 0;
  for (let part = 0; part < partCount(geometry); part++) {
    if (stored.get(part) !== partBytes(geometry, part)) missing++;
  }
  return missing;
}
