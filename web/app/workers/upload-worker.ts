import type { Passes } from '#client/member-terms.ts';
import { createCreatorApi } from '#client/creator-api.ts';
import { ApiError, NetworkError, ProtocolError, serviceFailureOf } from '#client/errors.ts';
import { createSkippableWait, sleep } from '#client/retry.ts';
import { concatenated, SourceError, uploadBody } from '#client/upload.ts';
import type { SourceFile } from '#client/upload.ts';
import { allowSoftwareAes } from '#crypto/aead.ts';
import { CryptoError } from '#crypto/errors.ts';
import type { UploadFailure, UploadOrder, UploadReply, UploadTask } from './upload-messages.ts';
import { withResolvers } from '#web/app/with-resolvers.ts';

const TELL_EVERY_MS = 250;

const reply = (message: UploadReply) => postMessage(message);

/** "Retry now" ends all pauses before retries, for example because the network is back. */
const { wait, retryNow } = createSkippableWait(sleep);

/** Encrypts and sends the files of one share off the main thread. Lives as long as that takes. */
addEventListener('message', ({ data: order }: MessageEvent<UploadOrder>) => {
  if ('begin' in order) void upload(order.begin);
  else if (order.now === 'pause') running.pause();
  else if (order.now === 'resume') running.resume();
  else retryNow();
});

async function upload({ service, task, files, softwareAes, token }: UploadTask): Promise<void> {
  const reading: Reading = { failed: undefined };
  try {
    if (softwareAes) await allowSoftwareAes();
    const source = concatenated(files.map((file, index) => sourceOf(file, () => (reading.failed ??= index))));
    const tell = inMoments((acknowledgedBytes: number) => reply({ acknowledgedBytes }));
    await uploadBody(
      createCreatorApi({ ...service, wait, token: () => token }),
      { task, source },
      {
        wait,
        waitsForSignIn: true,
        ...(task.needsPass && { passes: await loadPasses(service) }),
        whenRunning: () => running.whenRunning(),
        onProgress: tell,
        onRetry: (error) => reply({ failure: error && (serviceFailureOf(error) ?? { kind: 'server' }) }),
      },
    );
    reply({ done: true });
  } catch (error) {
    reply({ failed: failureOf(error, reading) });
  }
}

/** The worker has the page's cookies. @throws NetworkError if the lazy module does not load */
async function loadPasses(service: UploadTask['service']): Promise<Passes> {
  const { createSessionApi, passesOf } = await import('#client/session-api.ts').catch((error: unknown) => {
    throw new NetworkError('unreachable', error);
  });
  const withCookie = (url: string, init: RequestInit) => fetch(url, { ...init, credentials: 'same-origin' });
  return passesOf(createSessionApi({ ...service, wait, fetch: withCookie }));
}

interface Reading {
  /** The index of the first file that could not be read or had changed. */
  failed: number | undefined;
}

function sourceOf(file: File, onFailure: () => void): SourceFile {
  return {
    size: file.size,
    read: async (start, end) => {
      try {
        const bytes = new Uint8Array(await file.slice(start, end).arrayBuffer());
        if (bytes.length !== end - start) throw new SourceError('A file is shorter than before.');
        return bytes;
      } catch (cause) {
        onFailure();
        throw cause instanceof SourceError ? cause : new SourceError('A file cannot be read.', { cause });
      }
    },
  };
}

function failureOf(error: unknown, { failed }: Reading): UploadFailure {
  if (error instanceof SourceError) return { kind: 'source', file: failed };
  if (error instanceof CryptoError) return { kind: 'crypto', code: error.code };
  if (error instanceof NetworkError) return { kind: 'network', reason: error.reason };
  if (error instanceof ProtocolError) return { kind: 'protocol' };
  if (!(error instanceof ApiError)) return { kind: 'unknown' };
  const { limit, state } = error.members;
  return {
    kind: 'api',
    ...{ code: error.code, status: error.status, retryAfterSeconds: error.retryAfterSeconds },
    members: { ...(typeof limit === 'string' && { limit }), ...(typeof state === 'string' && { state }) },
  };
}

/** Reports the latest number, at most four times a second. `done` reports the end. */
function inMoments(tell: (bytes: number) => void): (bytes: number) => void {
  let latest = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (bytes) => {
    latest = bytes;
    timer ??= setTimeout(() => {
      timer = undefined;
      tell(latest);
    }, TELL_EVERY_MS);
  };
}

const running = createGate();

function createGate() {
  let open: PromiseWithResolvers<undefined> | undefined;
  return {
    pause: () => (open ??= withResolvers()),
    resume: () => {
      open?.resolve(undefined);
      open = undefined;
    },
    whenRunning: async () => {
      while (open !== undefined) await open.promise;
    },
  };
}
