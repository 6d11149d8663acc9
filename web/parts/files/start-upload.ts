import { ApiError, NetworkError, ProtocolError } from '#client/errors.ts';
import { displayName } from '#client/display-name.ts';
import { CryptoError } from '#crypto/errors.ts';
import { isSecure } from '#web/app/layout/environment.ts';
import { service } from '#web/app/network/service.ts';
import { heldToken } from '#web/app/network/token-store.ts';
import builtUrl from '#web/app/workers/upload-worker.ts?worker&url';
import { workerUrl } from '#web/app/workers/worker-url.ts';
import type { UploadFailure, UploadOrder, UploadReply } from '#web/app/workers/upload-messages.ts';
import { FileChangedError, UploadStoppedError } from './upload-job.ts';
import type { RunningUpload, UploadJob } from './upload-job.ts';
import { withResolvers } from '#web/app/with-resolvers.ts';

const url = workerUrl(builtUrl);

/** Starts a worker that reads, encrypts and sends the files, and ends with the upload. */
export function startUpload({ task, files, onProgress, onRetry }: UploadJob): RunningUpload {
  const { promise: ended, resolve, reject } = withResolvers<undefined>();
  const worker = new Worker(url, { type: 'module' });
  const order = (message: UploadOrder) => worker.postMessage(message);
  const settle = (finish: () => void) => {
    worker.terminate();
    finish();
  };
  worker.addEventListener('message', ({ data: reply }: MessageEvent<UploadReply>) => {
    if ('acknowledgedBytes' in reply) onProgress(reply.acknowledgedBytes);
    else if ('failure' in reply) onRetry(reply.failure);
    else if ('done' in reply) settle(() => resolve(undefined));
    else settle(() => reject(errorOf(reply.failed, files)));
  });
  const fail = () => settle(() => reject(new UploadStoppedError()));
  worker.addEventListener('error', fail);
  worker.addEventListener('messageerror', fail);
  order({
    begin: {
      service: service(),
      task,
      files: files.map(({ file }) => file),
      softwareAes: !isSecure(),
      token: heldToken(),
    },
  });
  return {
    ended,
    pause: () => order({ now: 'pause' }),
    resume: () => order({ now: 'resume' }),
    retryNow: () => order({ now: 'retry-now' }),
    stop: fail,
  };
}

function shownName(files: UploadJob['files'], index: number | undefined): string | undefined {
  const file = index === undefined ? undefined : files[index];
  return file && displayName(file.name);
}

function errorOf(failure: UploadFailure, files: UploadJob['files']): Error {
  switch (failure.kind) {
    case 'api': {
      const { code, status, members, retryAfterSeconds } = failure;
      return new ApiError({ code, status, members: { ...members }, retryAfterSeconds });
    }
    case 'source':
      return new FileChangedError(shownName(files, failure.file));
    case 'crypto':
      return new CryptoError(failure.code);
    case 'network':
      return new NetworkError(failure.reason);
    case 'protocol':
      return new ProtocolError('upload');
    case 'unknown':
      return new UploadStoppedError();
  }
}
