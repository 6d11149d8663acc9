import { chunkLengths, ENCRYPTED_CHUNK_BYTES } from '#crypto/body-lengths.ts';
import { toBase64url } from '#crypto/bytes.ts';
import { linkKeys } from '#crypto/keys.ts';
import { CHUNK_BYTES } from '#crypto/limits.ts';
import type { FileEntry } from '#crypto/payload.ts';
import { decryptChunk } from '#crypto/stream.ts';
import type { Body } from '#crypto/stream.ts';
import { MAX_READ_CHUNKS } from '#server/file-bodies/wire.ts';
import type { ReaderApi } from './reader-api.ts';
import { createRequestQueue } from './request-queue.ts';
import { idBytes } from './ids.ts';
import { renew } from './open.ts';
import { orAborted, sleep } from './retry.ts';
import type { Wait } from './retry.ts';
import { abortWith } from './abort-with.ts';

const RENEWAL_SECONDS = 60;
const FIRST_CHUNKS = 4;
const FAST_SECONDS = 4;
const SLOW_SECONDS = 12;
/** A full disk on the server may have room again before the lease ends. */
const FULL_DISK = 'insufficient-storage';

/** An opened share with files. `body` is the one of `OpenedShare`. */
export interface BodyHolder {
  readonly id: string;
  readonly linkKey: Uint8Array;
  readonly claim: string;
  readonly body: Body;
}

export interface DownloadOptions {
  readonly signal?: AbortSignal | undefined;
  readonly wait?: Wait | undefined;
  /** Called with the error of a failed attempt before the retry, and with undefined once an attempt succeeds again. */
  readonly onRetry?: ((error: Error | undefined) => void) | undefined;
  /** Whether a person can sign in during the retries. By default, a sign-in ends them. */
  readonly waitsForSignIn?: boolean | undefined;
}

export interface ByteRange {
  /** From `start` (inclusive) to `end` (exclusive). */
  readonly start: number;
  readonly end: number;
}

/**
 * Yields plaintext bytes [start, end) of the concatenated files, in order. Verifies each chunk before yielding any of
 * it. Fetches a little ahead, resumes automatically at the failed chunk after a broken connection, and spends no view.
 * @throws ApiError (`lease-over`, `ended`, `not-found`), CryptoError, ProtocolError, the signal's reason; RangeError
 *   beyond the file body
 */
export async function* readBody(
  api: ReaderApi,
  holder: BodyHolder,
  range: ByteRange & DownloadOptions,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const { start, end } = range;
  const { body } = holder;
  if (!(start >= 0 && start <= end && end <= body.totalBytes)) throw new RangeError('beyond the file body');
  if (start === end) return;
  const stop = new AbortController();
  const { signal } = stop;
  const release = abortWith(stop, range.signal);
  const fetchRun = createFetcher(api, holder, { ...range, signal });
  const after = Math.ceil(end / CHUNK_BYTES);
  let at = Math.floor(start / CHUNK_BYTES);
  let next = fetchRun(at, after);
  try {
    while (at < after) {
      const chunks = await orAborted(next, signal);
      if (at + chunks.length < after) next = fetchRun(at + chunks.length, after);
      const decrypted = decryptAhead(body, at, chunks);
      for (const decrypt of decrypted) {
        const plaintext = await decrypt();
        signal.throwIfAborted();
        const offset = at * CHUNK_BYTES;
        at += 1;
        yield plaintext.subarray(Math.max(0, start - offset), Math.max(0, end - offset));
      }
    }
  } finally {
    release();
    stop.abort();
  }
}

/** Decrypts the chunks in turn. While the caller uses one, the next is being decrypted. */
function decryptAhead(body: Body, from: number, chunks: readonly Uint8Array[]): (() => Promise<Plaintext>)[] {
  const started: Promise<Plaintext>[] = [];
  const start = (i: number) => {
    const chunk = chunks[i];
    if (chunk === undefined || started[i] !== undefined) return;
    const plaintext = decryptChunk(body, from + i, chunk);
    // The rejection reaches the caller that takes this chunk.
    plaintext.catch(() => undefined);
    started[i] = plaintext;
  };
  return chunks.map((chunk, i) => () => {
    start(i);
    start(i + 1);
    return started[i] ?? decryptChunk(body, from + i, chunk);
  });
}

type Plaintext = Uint8Array<ArrayBuffer>;

/** @returns a function that fetches one or more unverified chunks from `from`, and none from `after` on */
function createFetcher(
  api: ReaderApi,
  holder: BodyHolder,
  options: DownloadOptions & { readonly signal: AbortSignal },
) {
  const { id, linkKey, claim, body } = holder;
  const { signal } = options;
  const linkProof = toBase64url(linkKeys(idBytes(id), linkKey).linkProof);
  const enqueue = createRequestQueue({ ...options, inFlight: 1 });
  let most = FIRST_CHUNKS;

  const fetchRun = async (from: number, after: number) => {
    const chunks = Math.min(most, after - from);
    const last = chunkLengths(body.totalBytes, from + chunks - 1);
    const expectedBytes = (chunks - 1) * ENCRYPTED_CHUNK_BYTES + last.encryptedBytes;
    const began = performance.now();
    try {
      const bytes = await api.readBody(id, { linkProof, claim, from, chunks }, { signal, expectedBytes });
      most = chunksAfter(most, (performance.now() - began) / 1000);
      return cut(bytes);
    } catch (error) {
      most = chunksAfter(most, Infinity);
      throw error;
    }
  };
  return (from: number, after: number) => {
    const run = enqueue(() => fetchRun(from, after), FULL_DISK);
    // The rejection reaches the caller that awaits `run`. Until then it must not count as unhandled.
    run.catch(() => undefined);
    return run;
  };
}

/** The number of chunks for the next request. On a poor connection a long reply may never arrive whole. */
export function chunksAfter(chunks: number, seconds: number): number {
  if (seconds < FAST_SECONDS) return Math.min(MAX_READ_CHUNKS, chunks * 2);
  return seconds > SLOW_SECONDS ? Math.max(1, Math.floor(chunks / 2)) : chunks;
}

function cut(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] {
  return Array.from({ length: Math.ceil(bytes.length / ENCRYPTED_CHUNK_BYTES) }, (_, i) =>
    bytes.subarray(i * ENCRYPTED_CHUNK_BYTES, (i + 1) * ENCRYPTED_CHUNK_BYTES),
  );
}

/** The range of each file in the file body. */
export function fileRanges(files: readonly FileEntry[]): readonly ByteRange[] {
  let end = 0;
  return files.map(({ size }) => {
    const start = end;
    end += size;
    return { start, end };
  });
}

export interface LeaseOptions {
  readonly signal: AbortSignal;
  readonly wait?: Wait | undefined;
  /** Called and awaited after each renewal. */
  readonly onRenewed?: (() => Promise<void>) | undefined;
}

/**
 * Renews the lease now and every minute. Retries network errors. Resolves when the signal is aborted.
 * @throws ApiError when the lease or the share is over, ProtocolError
 */
export async function keepLease(
  api: ReaderApi,
  { id, linkKey, claim }: Omit<BodyHolder, 'body'>,
  { signal, wait = sleep, onRenewed }: LeaseOptions,
): Promise<void> {
  const enqueue = createRequestQueue({ inFlight: 1, signal, wait });
  try {
    for (;;) {
      await enqueue(() => renew(api, { id, linkKey, claim, signal }), FULL_DISK);
      await onRenewed?.();
      await wait(RENEWAL_SECONDS, signal);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
