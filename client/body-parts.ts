import { bodyLengths, ENCRYPTED_CHUNK_BYTES } from '#crypto/body-lengths.ts';
import { CHUNK_BYTES } from '#crypto/limits.ts';
import { encryptChunk } from '#crypto/stream.ts';
import type { Body } from '#crypto/stream.ts';
import { SourceError } from './body-source.ts';
import type { BodySource } from './body-source.ts';

/** Whole chunks, encrypted: what one request carries. */
export interface Part {
  /** The number of its first chunk in the body. */
  readonly from: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Bytes before `bytes` in the same buffer that nobody uses: for the head of a request. */
  readonly roomBefore: number;
}

/** More than the frame's head of a part takes. */
const ROOM_BYTES = 256;

export interface Parts {
  /** The next part in order, undefined after the last. Meanwhile the one after it is encrypted. */
  take(): Promise<Part | undefined>;
  /** From here on a part is one chunk; `held`, which was taken last, is given out again in that cut. */
  cutSmall(held: Part): Promise<void>;
  /** Of a part that has arrived: its memory is the next one's. */
  giveBack(part: Part): void;
}

export interface PartsToMake {
  readonly body: Body;
  readonly source: BodySource;
  readonly partChunks: number;
}

/** Reads and encrypts a body in order, each chunk once (SPEC.md §12.3), one part ahead of what was taken. */
export function createParts({ body, source, partChunks }: PartsToMake): Parts {
  const { chunks } = bodyLengths(body.totalBytes);
  let size = partChunks;
  let from = 0;
  let recut: Part[] = [];
  let ahead: Promise<Part | undefined> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const free: Uint8Array<ArrayBuffer>[] = [];

  const memoryBytes = () => ROOM_BYTES + size * ENCRYPTED_CHUNK_BYTES;
  const make = async (): Promise<Part | undefined> => {
    if (from >= chunks) return undefined;
    const part = { from, chunks: Math.min(size, chunks - from) };
    from += part.chunks;
    // Before anything is awaited: meanwhile the cut may change.
    const memory = free.pop() ?? new Uint8Array(memoryBytes());
    const encrypted = await encryptPart(body, source, part);
    return { from: part.from, bytes: laidOut(encrypted, memory), roomBefore: ROOM_BYTES };
  };
  const order = () => {
    const made = last.then(make);
    // Whoever takes it learns of its failure; until then nobody has to.
    made.catch(() => undefined);
    last = made;
    return made;
  };

  return {
    async take() {
      const next = recut.shift();
      if (next !== undefined) return next;
      const part = ahead ?? order();
      ahead = order();
      return part;
    },
    async cutSmall(held) {
      size = 1;
      const next = await ahead;
      ahead = undefined;
      recut = [held, ...(next === undefined ? [] : [next])].flatMap(chunksOf);
      free.length = 0;
    },
    giveBack({ bytes, roomBefore }) {
      if (roomBefore > 0 && bytes.buffer.byteLength === memoryBytes()) free.push(new Uint8Array(bytes.buffer));
    },
  };
}

async function encryptPart(
  body: Body,
  source: BodySource,
  { from, chunks }: { from: number; chunks: number },
): Promise<Uint8Array[]> {
  const start = Math.min(body.totalBytes, from * CHUNK_BYTES);
  const end = Math.min(body.totalBytes, (from + chunks) * CHUNK_BYTES);
  // After the last byte of the files there may be chunks of padding alone.
  const content = start === end ? new Uint8Array() : await source.read(start, end);
  if (content.length !== end - start) throw new SourceError('another number of bytes');
  return Promise.all(
    Array.from({ length: chunks }, (_, i) =>
      encryptChunk(body, from + i, content.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES)),
    ),
  );
}

/** One after another, in memory that was used before: fresh memory costs more than the encryption. */
function laidOut(chunks: readonly Uint8Array[], memory: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  let at = ROOM_BYTES;
  for (const chunk of chunks) {
    memory.set(chunk, at);
    at += chunk.length;
  }
  return memory.subarray(ROOM_BYTES, at);
}

function chunksOf({ from, bytes }: Part): Part[] {
  return Array.from({ length: Math.ceil(bytes.length / ENCRYPTED_CHUNK_BYTES) }, (_, i) => ({
    from: from + i,
    bytes: bytes.subarray(i * ENCRYPTED_CHUNK_BYTES, (i + 1) * ENCRYPTED_CHUNK_BYTES),
    roomBefore: 0,
  }));
}
