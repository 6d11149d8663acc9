import { bodyLengths } from '#crypto/body-lengths.ts';
import type { Body } from '#crypto/stream.ts';
import { MAX_PART_CHUNKS } from '#server/file-bodies/wire.ts';
import type { PassPurpose } from '#server/session/wire.ts';
import type { PartOptions, CreatorApi } from './creator-api.ts';
import { createRequestQueue } from './request-queue.ts';
import type { RequestQueue } from './request-queue.ts';
import { createParts } from './body-parts.ts';
import type { Part, EncryptedParts } from './body-parts.ts';
import type { BodySource } from './body-source.ts';
import { ApiError, NetworkError } from './errors.ts';
import type { Passes } from './member-terms.ts';
import { isTimeout, orAborted } from './retry.ts';
import type { Wait } from './retry.ts';
import { abortWith } from './abort-with.ts';

export { concatenated, SourceError } from './body-source.ts';
export type { BodySource, SourceFile } from './body-source.ts';

const IN_FLIGHT = 4;
/** If a large part takes longer, small parts suit this connection better. */
const TRIAL_SECONDS = 10;
const TRIAL_FAILURES = 2;

/** Can be cloned with structuredClone, for a Worker. */
export interface BodyTask {
  readonly id: string;
  readonly createProof: string;
  readonly ownerProof: string;
  readonly linkProof: string;
  /** The request that the share will answer. */
  readonly answer?: { readonly request: string; readonly linkProof: string };
  /** For `answer` and the id of the request, or else for `create` and the id of the share. */
  readonly needsPass?: true;
  readonly body: Body;
}

export interface UploadOptions {
  readonly signal?: AbortSignal | undefined;
  readonly wait?: Wait | undefined;
  /** The number of concurrent requests; 4 by default. */
  readonly inFlight?: number | undefined;
  /** The encrypted bytes that the server has acknowledged, out of bodyLengths(total).encryptedBytes. */
  readonly onProgress?: ((acknowledgedBytes: number) => void) | undefined;
  /** Called with the error of a failed try before it is retried, and with undefined when a try succeeds again. */
  readonly onRetry?: ((error: Error | undefined) => void) | undefined;
  /** Awaited before each request. A pending promise pauses the upload. */
  readonly whenRunning?: (() => Promise<void>) | undefined;
  /** If the task needs a pass. */
  readonly passes?: Passes | undefined;
  /** Whether a person can sign in during the retries. By default, a sign-in ends them. */
  readonly waitsForSignIn?: boolean | undefined;
}

/** Enforces SPEC.md §12.3 within one process. */
const encrypted = new WeakSet<Body>();

interface Upload {
  readonly task: BodyTask;
  readonly source: BodySource;
}

/**
 * Resolves when every part is durable. Retries temporary errors (network, 429, 503, and 507 after the upload has started)
 * without a time limit. Call it once per task, because chunks must be encrypted only once.
 * @throws SourceError, ApiError, ProtocolError, CryptoError, the signal's reason
 */
export async function uploadBody(api: CreatorApi, upload: Upload, options: UploadOptions = {}): Promise<void> {
  const stop = new AbortController();
  const { signal } = stop;
  const release = abortWith(stop, options.signal);
  try {
    await orAborted(runUpload(api, upload, { ...options, signal }), signal);
  } catch (error) {
    stop.abort(error);
    throw error;
  } finally {
    release();
  }
}

type RunOptions = UploadOptions & { readonly signal: AbortSignal };

async function runUpload(api: CreatorApi, { task, source }: Upload, options: RunOptions): Promise<void> {
  const { chunks } = bodyLengths(task.body.totalBytes);
  const inFlight = options.inFlight ?? IN_FLIGHT;
  const enqueue = createRequestQueue({ ...options, inFlight });
  const sender = createSender(api, { task, enqueue, passes: options.passes, signal: options.signal });
  let acknowledged = 0;
  const acknowledge = (part: Part) => {
    acknowledged += part.bytes.length;
    parts.giveBack(part);
    options.onProgress?.(acknowledged);
  };

  const large = chunks > MAX_PART_CHUNKS;
  await sender.begin(large ? MAX_PART_CHUNKS : 1);
  if (encrypted.has(task.body)) throw new Error('A file body is encrypted once: prepare another share.');
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
  readonly parts: EncryptedParts;
  readonly sender: Sender;
  readonly acknowledge: (part: Part) => void;
}

/** Sends the first part alone. If it does not get through, the same bytes are sent in the smallest parts. */
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

/** The upload has already reserved its space, so a 507 is temporary. */
const FULL_DISK = 'insufficient-storage';

interface Sender {
  /** @param partChunks the chunks in every part from now on */
  begin(partChunks: number): Promise<void>;
  put(part: Part): Promise<void>;
  /** @returns whether parts of this size get through */
  putTrial(part: Part): Promise<boolean>;
}

interface SenderParts {
  readonly task: BodyTask;
  readonly enqueue: RequestQueue;
  readonly passes: Passes | undefined;
  readonly signal: AbortSignal;
}

function createSender(api: CreatorApi, { task, enqueue, passes, signal }: SenderParts): Sender {
  const { id, createProof, ownerProof, linkProof, answer } = task;
  const bodyBytes = bodyLengths(task.body.totalBytes).encryptedBytes;
  let partChunks = 1;
  const putOnce = ({ from, bytes, roomBefore }: Part, options: PartOptions) =>
    api.putPart(id, from / partChunks, { ownerProof, answers: answer !== undefined, bytes, roomBefore }, options);
  return {
    async begin(chunks) {
      partChunks = chunks;
      const begun = { createProof, ownerProof, linkProof, bodyBytes, partChunks };
      await enqueue(async () => {
        const pass = task.needsPass && (await passes?.(...passOf(task), signal));
        const given = pass === undefined ? {} : { pass };
        const body = answer ? { ...begun, answer: { ...answer, ...given } } : { ...begun, ...given };
        return api.beginUpload(id, body, { signal });
      });
    },
    async put(part) {
      await enqueue(() => putOnce(part, { signal }), FULL_DISK);
    },
    async putTrial(part) {
      let failures = 0;
      return enqueue(async () => {
        try {
          await putOnce(part, { signal, timeoutSeconds: TRIAL_SECONDS });
          return true;
        } catch (error) {
          failures = error instanceof NetworkError ? failures + 1 : 0;
          if (failures === TRIAL_FAILURES || isTooMuch(error)) return false;
          throw error;
        }
      }, FULL_DISK);
    },
  };
}

const passOf = ({ id, answer }: BodyTask): [PassPurpose, string] =>
  answer ? ['answer', answer.request] : ['create', id];

function isTooMuch(error: unknown): boolean {
  return error instanceof ApiError ? error.code === 'too-large' : isTimeout(error);
}
