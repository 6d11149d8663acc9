import { createCipheriv, createHash } from 'node:crypto';
import { closeSync, createReadStream, openSync, writeSync } from 'node:fs';

const BLOCK_BYTES = 16;
const PIECE_BYTES = 1 << 20;

/** A file generated while it is read: no disk is involved, and no two byte ranges are equal. */
export interface GeneratedBytes {
  readonly size: number;
  readonly read: (start: number, end: number) => Promise<Uint8Array<ArrayBuffer>>;
}

/** AES-128 in counter mode over zeros: gigabytes per second, from any offset. */
export function generatedBytes(seed: string, size: number): GeneratedBytes {
  const key = createHash('sha256').update(seed).digest().subarray(0, BLOCK_BYTES);
  return { size, read: async (start, end) => keystream(key, start, end) };
}

function keystream(key: Uint8Array, start: number, end: number): Uint8Array<ArrayBuffer> {
  const skipped = start % BLOCK_BYTES;
  const counter = Buffer.alloc(BLOCK_BYTES);
  counter.writeBigUInt64BE(BigInt((start - skipped) / BLOCK_BYTES), BLOCK_BYTES - 8);
  const bytes = createCipheriv('aes-128-ctr', key, counter).update(new Uint8Array(skipped + end - start));
  return new Uint8Array(bytes.buffer, bytes.byteOffset + skipped, end - start);
}

async function* piecesOf({ size, read }: GeneratedBytes): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  for (let at = 0; at < size; at += PIECE_BYTES) yield await read(at, Math.min(size, at + PIECE_BYTES));
}

/** @returns hex */
export async function sha256Of(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}

export const sha256OfGenerated = (file: GeneratedBytes): Promise<string> => sha256Of(piecesOf(file));

/** For readers that need a real file. */
export async function writeGenerated(path: string, file: GeneratedBytes): Promise<void> {
  const descriptor = openSync(path, 'wx');
  try {
    for await (const piece of piecesOf(file)) writeSync(descriptor, piece);
  } finally {
    closeSync(descriptor);
  }
}

export const sha256OfFile = (path: string): Promise<string> =>
  sha256Of(createReadStream(path, { highWaterMark: PIECE_BYTES }));
