import type { FileHandle } from 'node:fs/promises';
import { ENCRYPTED_CHUNK_BYTES } from '#crypto/body-lengths.ts';
import type { NewPart, StoredRange } from './blobs.ts';

/** Parts are whole chunks, so no read or write ends with a few leftover bytes. */
export const PIECE_BYTES = ENCRYPTED_CHUNK_BYTES;

/** Reused memory costs half as much as fresh memory, so a few buffers are kept for the next part. */
const spareBuffers: Buffer[] = [];
const SPARE_BUFFERS = 8;

/**
 * Gathers the bytes into pieces worth a system call. A piece is valid until the next one is requested.
 * @throws RangeError as soon as the length is known to differ from the declared one
 */
export async function* gather({ bytes, length }: Pick<NewPart, 'bytes' | 'length'>): AsyncGenerator<Uint8Array, void> {
  const whole = spareBuffers.pop() ?? Buffer.allocUnsafeSlow(PIECE_BYTES);
  const buffer = whole.subarray(0, Math.min(length, PIECE_BYTES));
  let held = 0;
  let taken = 0;
  try {
    for await (const piece of bytes) {
      taken += piece.length;
      if (taken > length) throw new RangeError(`The part has more than ${length} bytes.`);
      for (let at = 0; at < piece.length;) {
        const some = piece.subarray(at, at + buffer.length - held);
        at += some.length;
        if (some.length === buffer.length) {
          yield some;
          continue;
        }
        buffer.set(some, held);
        held += some.length;
        if (held === buffer.length) {
          yield buffer;
          held = 0;
        }
      }
    }
    if (taken < length) throw new RangeError(`The part has ${taken} bytes, not ${length}.`);
    if (held > 0) yield buffer.subarray(0, held);
  } finally {
    if (spareBuffers.length < SPARE_BUFFERS) spareBuffers.push(whole);
  }
}

/** The caller owns each piece. The file stays open. */
export async function* readPieces(
  file: FileHandle,
  { start, end }: Pick<StoredRange, 'start' | 'end'>,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  for (let at = start; at < end;) {
    const piece = Buffer.allocUnsafeSlow(Math.min(end - at, PIECE_BYTES));
    const { bytesRead } = await file.read(piece, 0, piece.length, at);
    if (bytesRead === 0) throw new Error('A stored part became shorter while it was read.');
    yield piece.subarray(0, bytesRead);
    at += bytesRead;
  }
}

/** @returns whether the file holds exactly these bytes. Reads all of them in either case. @throws RangeError */
export async function holds(file: FileHandle, part: Pick<NewPart, 'bytes' | 'length'>): Promise<boolean> {
  const there = Buffer.allocUnsafeSlow(Math.min(part.length, PIECE_BYTES));
  let same = (await file.stat()).size === part.length;
  let position = 0;
  for await (const piece of gather(part)) {
    for (let at = 0; same && at < piece.length;) {
      const { bytesRead } = await file.read(there, 0, Math.min(there.length, piece.length - at), position + at);
      same = bytesRead > 0 && there.subarray(0, bytesRead).equals(piece.subarray(at, at + bytesRead));
      at += bytesRead;
    }
    position += piece.length;
  }
  return same;
}
