import { NetworkError } from '#client/errors.ts';
import { CryptoError } from '#crypto/errors.ts';
import type { PasswordKdf } from '#crypto/password.ts';
import builtUrl from './kdf-worker.ts?worker&url';
import type { KdfReply, KdfTask } from './kdf-messages.ts';
import { workerUrl } from './worker-url.ts';

const url = workerUrl(builtUrl);

/**
 * Argon2id in a separate worker, whose 64 MiB are freed when it ends. Rejects with a NetworkError if the worker does not
 * load.
 * @param signal terminates the worker in the middle of its work, and the hash rejects with the signal's reason
 */
export const workerKdf =
  (signal?: AbortSignal): PasswordKdf =>
  (passwordBytes, salt, onProgress) =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const worker = new Worker(url, { type: 'module' });
      const settle = (finish: () => void) => {
        worker.terminate();
        signal?.removeEventListener('abort', cancel);
        finish();
      };
      const cancel = () => settle(() => reject(signal?.reason as Error));
      signal?.addEventListener('abort', cancel);
      worker.addEventListener('message', ({ data: reply }: MessageEvent<KdfReply>) => {
        if ('fraction' in reply) onProgress?.(reply.fraction);
        else if ('key' in reply) settle(() => resolve(reply.key));
        else settle(() => reject(new CryptoError(reply.failed)));
      });
      // Errors of a running script have a message. A script that does not load has none.
      worker.addEventListener('error', ({ message }: Partial<ErrorEvent>) =>
        settle(() => reject(message ? new CryptoError('self-check') : new NetworkError('unreachable'))),
      );
      worker.postMessage({ passwordBytes, salt } satisfies KdfTask);
    });
