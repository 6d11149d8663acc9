import { bodyLengths } from '#crypto/body-lengths.ts';
import type { Body } from '#crypto/stream.ts';
import { MAX_PART_CHUNKS } from '#server/file-bodies/wire.ts';
import type { Api, PartOptions } from './api.ts';
import { createRequestQueue } from './request-queue.ts';
import type { RequestQueue } from './request-queue.ts';
import { createParts } from './body-parts.ts';
import type { Part, Parts } from './body-parts.ts';
import type { BodySource } from './body-source.ts';
import { ApiError, NetworkError } from './errors.ts';
import { isTimeout, orAborted } from './retry.ts';
import type { Wait } from './retry.ts';

export { concatenated, SourceError } from './body-source.ts';
export type { BodySource, SourceFile } from './body-source.ts';

const IN_FLIGHT = 4;
/** A large part that takes longer shows a path on which small ones are better. */
const TRIAL_SECONDS = 10;
const TRIAL_FAILURES = 2;

/** Survives structuredClone, so that it can be handed to a Worker. */
export interface BodyTask {
  readonly id: string;
  readonly createProof: string;
  readonly ownerProof: string;
  readonly linkProof: string;
  /** The request that the share will answer. */
  readonly answer?: { readonly request: string; readonly linkProof: string };
  readonly body: Body;
}

export interface UploadOptions {
  readonly signal?: AbortSignal | undefined;
  readonly wait?: Wait | undefined;
  /** Requests at once; by default 4. */
  readonly inFlight?: number | undefined;
  /** Encrypted bytes that the server has acknowledged, of bodyLengths(total).encryptedBytes. */
  readonly onProgress?: ((acknowledgedBytes: number) => void) | undefined;
  /** A try failed and will be repeated; undefined: it goes on. */
  readonly onRetry?: ((error: Error | undefined) => void) | undefined;
  /** Awaited before each request: a pause is a promise that waits. */
  readonly whenRunning?: (() => Promise<void>) | undefined;
  /** Whether somebody is there to sign in meanwhile. By default a sign-in ends it. */
  readonly waitsForSignIn?: boolean | undefined;
}

/** SPEC.md §12.3, as far as one memory reaches. */
const encrypted = new WeakSet<Body>();

interface Upload {
  readonly task: BodyTask;
  readonly source: BodySource;
}

/**
 * Resolves when every part is durable. Repeats by itself, for as long as it takes, whatever may pass (network, 429, 503, 507 once begun).
 * Once for a task: its chunks are encrypted once.
 * @throws SourceError, ApiError, ProtocolError, CryptoError, the signal's reason
 */
export async function uploadBody(api: Api, upload: Upload, options: UploadOptions = {}): Promise<void> {
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  try {
    await orAborted(runUpload(api, upload, { ...options, signal }), signal);
  } catch (error) {
    stop.abort(error);
    throw error;
  }
}

type RunOptions = UploadOptions & { readonly signal: AbortSignal };

async function runUpload(api: Api, { task, source }: Upload, options: RunOptions): Promise<void> {
  const { chunks } = bodyLengths(task.body.totalBytes);
  const inFlight = options.inFlight ?? IN_FLIGHT;
  const ask = createRequestQueue({ ...options, inFlight });
  const sender = createSender(api, { task, ask, signal: options.signal });
  let acknowledged = 0;
  const acknowledge = (part: Part) => {
    acknowledged += part.bytes.length;
    parts.giveBack(part);
    options.onProgress?.(acknowledged);
  };

  const large = chunks > MAX_PART_CHUNKS;
  await sender.begin(large ? MAX_PART_CHUNKS : 1);
  if (encrypted.has(task.body)) throw new Error('A body is encrypted once: prepare another share.');
  encrypted.add(task.body);
  const parts = createParts({ body: task.body, source, partChunks: large ? MAX_PART_CHUNKS : 1 });
  if (large) await tryPath({ parts, sender, acknowledge });
  const lane = async () => {
    for (let part = await parts.take(); part !== undefined; part = await parts.take()) {
      await sender.put(part);
      acknowledge(part);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
}

interface Trial {
  readonly parts: Parts;
  readonly sender: Sender;
  readonly acknowledge: (part: Part) => void;
}

/** The first part goes alone; where it does not get through, the same bytes go on in the smallest cut. */
async function tryPath({ parts, sender, acknowledge }: Trial): Promise<void> {
  const first = await parts.take();
  if (first === undefined) return;
  if (await sender.putTrial(first)) {
    acknowledge(first);
    return;
  }
  await parts.cutSmall(first);
  await sender.begin(1);
}

/** What was begun has its room promised; a disk that others filled may be freed. */
const WITH_ITS_ROOM = 'insufficient-storage';

interface Sender {
  /** @param partChunks of every `put` from now on */
  begin(partChunks: number): Promise<void>;
  put(part: Part): Promise<void>;
  /** @returns whether this path takes parts of this size */
  putTrial(part: Part): Promise<boolean>;
}

interface SenderParts {
  readonly task: BodyTask;
  readonly ask: RequestQueue;
  readonly signal: AbortSignal;
}

function createSender(api: Api, { task, ask, signal }: SenderParts): Sender {
  const { id, createProof, ownerProof, linkProof, answer } = task;
  const bodyBytes = bodyLengths(task.body.totalBytes).encryptedBytes;
  let partChunks = 1;
  const putOnce = ({ from, bytes, roomBefore }: Part, options: PartOptions) =>
    api.putPart(id, from / partChunks, { ownerProof, answers: answer !== undefined, bytes, roomBefore }, options);
  return {
    async begin(chunks) {
      partChunks = chunks;
      const proofs = { createProof, ownerProof, linkProof, ...(answer && { answer }) };
      await ask(() => api.beginUpload(id, { ...proofs, bodyBytes, partChunks }, { signal }));
    },
    async put(part) {
      await ask(() => putOnce(part, { signal }), WITH_ITS_ROOM);
    },
    async putTrial(part) {
      let failures = 0;
      return ask(async () => {
        try {
          await putOnce(part, { signal, timeoutSeconds: TRIAL_SECONDS });
          return true;
        } catch (error) {
          failures = error instanceof NetworkError ? failures + 1 : 0;
          if (failures === TRIAL_FAILURES || isTooMuch(error)) return false;
          throw error;
        }
      }, WITH_ITS_ROOM);
    },
  };
}

function isTooMuch(error: unknown): boolean {
  return error instanceof ApiError ? error.code === 'too-large' : isTimeout(error);
}
