import { bodyLengths, ENCRYPTED_CHUNK_BYTES } from '#crypto/body-lengths.ts';
import { CHUNK_BYTES } from '#crypto/limits.ts';
import { encryptChunk } from '#crypto/stream.ts';
import type { Body } from '#crypto/stream.ts';
import { SourceError } from './body-source.ts';
import type { BodySource } from './body-source.ts';

/** The encrypted chunks that one request uploads. */
export interface Part {
  /** The number of its first chunk in the body. */
  readonly from: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The number of unused bytes before `bytes` in the same buffer: room for the head of a request. */
  readonly roomBefore: number;
}

/** More than the head of a part's frame needs. */
const ROOM_BYTES = 256;

export interface EncryptedParts {
  /** The next part in order; undefined after the last. The following parts are prepared in the background. */
  take(): Promise<Part | undefined>;
  /** Makes every part one chunk from here on. `held`, the part taken last, is returned again as such parts. */
  cutSmall(held: Part): Promise<void>;
  /** Reuses the memory of a part that has arrived. */
  giveBack(part: Part): void;
}

export interface PartsToMake {
  readonly body: Body;
  readonly source: BodySource;
  readonly partChunks: number;
}

/** The number of parts to read and encrypt ahead: a disk has a high latency, not a low throughput. */
const PARTS_AHEAD = 3;

/** Reads and encrypts a file body in order, each chunk once (SPEC.md §12.3), a few parts ahead. */
export function createParts({ body, source, partChunks }: PartsToMake): EncryptedParts {
  const { chunks } = bodyLengths(body.totalBytes);
  let size = partChunks;
  let from = 0;
  let recut: Part[] = [];
  let ahead: Promise<Part | undefined>[] = [];
  const free: Uint8Array<ArrayBuffer>[] = [];

  const memoryBytes = () => ROOM_BYTES + size * ENCRYPTED_CHUNK_BYTES;
  const order = (): Promise<Part | undefined> => {
    if (from >= chunks) return Promise.resolve(undefined);
    const range = { from, chunks: Math.min(size, chunks - from) };
    from += range.chunks;
    const bytes = memoryBytes();
    const made = readPart(body, source, range).then(async (content) => {
      const encrypted = await encryptPart(body, range, content);
      return {
        from: range.from,
        bytes: laidOut(encrypted, free.pop() ?? new Uint8Array(bytes)),
        roomBefore: ROOM_BYTES,
      };
    });
    // The rejection reaches the caller of `take`. Until then it must not count as unhandled.
    made.catch(() => undefined);
    return made;
  };

  return {
    async take() {
      const next = recut.shift();
      if (next !== undefined) return next;
      const part = ahead.shift() ?? order();
      while (ahead.length < PARTS_AHEAD) ahead.push(order());
      return part;
    },
    async cutSmall(held) {
      size = 1;
      const made = (await Promise.all(ahead)).filter((part) => part !== undefined);
      ahead = [];
      recut = [held, ...made].flatMap(chunksOf);
      free.length = 0;
    },
    giveBack({ bytes, roomBefore }) {
      if (roomBefore > 0 && bytes.buffer.byteLength === memoryBytes()) free.push(new Uint8Array(bytes.buffer));
    },
  };
}

interface ChunkRange {
  readonly from: number;
  readonly chunks: number;
}

async function readPart(body: Body, source: BodySource, { from, chunks }: ChunkRange): Promise<Uint8Array> {
  const start = Math.min(body.totalBytes, from * CHUNK_BYTES);
  const end = Math.min(body.totalBytes, (from + chunks) * CHUNK_BYTES);
  // The last chunks may consist of padding only.
  const content = start === end ? new Uint8Array() : await source.read(start, end);
  if (content.length !== end - start) throw new SourceError('unexpected number of bytes');
  return content;
}

async function encryptPart(body: Body, { from, chunks }: ChunkRange, content: Uint8Array): Promise<Uint8Array[]> {
  return Promise.all(
    Array.from({ length: chunks }, (_, i) =>
      encryptChunk(body, from + i, content.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES)),
    ),
  );
}

/** Copies the chunks into reused memory: allocating new memory costs more than the encryption. */
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
