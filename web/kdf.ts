import { CryptoError } from '#crypto/errors.ts';
import type { CryptoErrorCode } from '#crypto/errors.ts';
import type { PasswordKdf } from '#crypto/password.ts';
import workerUrl from './kdf-worker.ts?worker&url';

export interface KdfTask {
  readonly passwordBytes: Uint8Array;
  readonly salt: Uint8Array;
}

export type KdfReply =
  { readonly fraction: number } | { readonly key: Uint8Array<ArrayBuffer> } | { readonly failed: CryptoErrorCode };

interface ScriptPolicy {
  createScriptURL(url: string): string;
}

const factory = (globalThis as { trustedTypes?: { createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy } })
  .trustedTypes;

/** Trusted Types: one worker, by its one address. */
const policy = factory?.createPolicy('app-worker', {
  createScriptURL: (url) => {
    if (url !== workerUrl) throw new TypeError('Not a worker of this page.');
    return url;
  },
});

/** Argon2id in a worker of its own: its 64 MiB go when it ends. */
export const kdf: PasswordKdf = (passwordBytes, salt, onProgress) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(policy ? policy.createScriptURL(workerUrl) : workerUrl, { type: 'module' });
    const settle = (finish: () => void) => {
      worker.terminate();
      finish();
    };
    worker.addEventListener('message', ({ data: reply }: MessageEvent<KdfReply>) => {
      if ('fraction' in reply) onProgress?.(reply.fraction);
      else if ('key' in reply) settle(() => resolve(reply.key));
      else settle(() => reject(new CryptoError(reply.failed)));
    });
    worker.addEventListener('error', () => settle(() => reject(new CryptoError('self-check'))));
    worker.postMessage({ passwordBytes, salt } satisfies KdfTask);
  });
