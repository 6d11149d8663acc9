import { ApiError, serviceFailureOf } from '#client/errors.ts';
import type { Policy } from '#client/policy.ts';
import { CryptoError } from '#crypto/errors.ts';
import type { ServiceFailure } from '#client/errors.ts';
import { FileChangedError, UploadStoppedError } from '#web/parts/files/upload-job.ts';
import { roomBytes } from '#client/payload-room.ts';
import type { Overflow } from '#client/payload-room.ts';

/** Why sealing or sending failed, on every page that sends. Nothing typed is lost by any of them. */
export type SendError =
  /** In bytes after sealing. `bytes` is undefined if only the server knows. */
  | { readonly kind: 'too-long'; readonly maxBytes: number; readonly bytes?: number }
  /** The names of the files, in bytes after sealing. */
  | { readonly kind: 'names-too-long'; readonly maxBytes: number; readonly bytes: number }
  /** The limit of all files together; undefined if the server does not state it. */
  | { readonly kind: 'files-too-large'; readonly maxBytes: number | undefined }
  | { readonly kind: 'file-changed'; readonly name: string | undefined }
  /** It exceeds the daily quota of this address or token. */
  | { readonly kind: 'quota'; readonly afterSeconds: number | undefined }
  /** The server has no space, and may say when it expects some. */
  | { readonly kind: 'no-space'; readonly afterSeconds: number | undefined }
  /** `takes-less`: it is within the policy, but the server or a proxy in front of it refused its size. */
  | { readonly kind: 'takes-less' | 'upload-lost' | 'upload-stopped' }
  | { readonly kind: 'service'; readonly failure: ServiceFailure };

/** @returns undefined if the page has its own words for the error, or it is unknown */
export function sendErrorOf(error: unknown, policy: Policy | undefined): SendError | undefined {
  if (error instanceof FileChangedError) return { kind: 'file-changed', name: error.fileName };
  if (error instanceof UploadStoppedError) return { kind: 'upload-stopped' };
  if (error instanceof CryptoError) return error.code === 'too-large' ? tooLong(policy) : undefined;
  const refusal = error instanceof ApiError ? refusalOf(error, policy) : undefined;
  if (refusal !== undefined) return refusal;
  const failure = serviceFailureOf(error);
  return failure && { kind: 'service', failure };
}

export const tooLong = (policy: Policy | undefined): SendError => ({
  kind: 'too-long',
  maxBytes: roomBytes(policy?.maxSealedBytes),
});

/** Errors that are known before sealing. */
export const overflowing = ({ what, bytes, maxBytes }: Overflow): SendError =>
  what === 'names' ? { kind: 'names-too-long', bytes, maxBytes } : { kind: 'too-long', bytes, maxBytes };

function refusalOf({ code, members, retryAfterSeconds }: ApiError, policy: Policy | undefined): SendError | undefined {
  switch (code) {
    case 'terms-refused':
      if (members['limit'] === 'maxFilesBytes') return { kind: 'files-too-large', maxBytes: policy?.maxFilesBytes };
      return members['limit'] === 'maxSealedBytes' ? tooLong(policy) : undefined;
    case 'too-large':
      return { kind: 'takes-less' };
    case 'quota-exceeded':
      return { kind: 'quota', afterSeconds: retryAfterSeconds };
    case 'insufficient-storage':
      return { kind: 'no-space', afterSeconds: retryAfterSeconds };
    case 'upload-incomplete':
    case 'ended':
    case 'not-found':
      return { kind: 'upload-lost' };
    default:
      return undefined;
  }
}
