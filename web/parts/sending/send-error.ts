import { ApiError, serviceFailureOf } from '#client/errors.ts';
import type { Policy } from '#client/policy.ts';
import { CryptoError } from '#crypto/errors.ts';
import type { ServiceFailure } from '#client/errors.ts';
import { FileChangedError, UploadStoppedError } from '#web/parts/files/upload-job.ts';
import { roomBytes } from '#client/payload-room.ts';
import type { Overflow } from '#client/payload-room.ts';

/** Why it is not sealed and sent, whatever it is. Nothing typed is lost by any of them. */
export type SendError =
  /** Bytes as sealed. `bytes` is undefined where only the server knows. */
  | { readonly kind: 'too-long'; readonly maxBytes: number; readonly bytes?: number }
  /** The names of the files, in bytes as sealed. */
  | { readonly kind: 'names-too-long'; readonly maxBytes: number; readonly bytes: number }
  /** Bytes of all files together; undefined where the server says no more than that. */
  | { readonly kind: 'files-too-large'; readonly maxBytes: number | undefined }
  | { readonly kind: 'file-changed'; readonly name: string | undefined }
  /** It is more than this address, or this token, may still store in the day. */
  | { readonly kind: 'quota'; readonly afterSeconds: number | undefined }
  /** The server has no room, and says when it may have some. */
  | { readonly kind: 'no-space'; readonly afterSeconds: number | undefined }
  /** It fits by the rules of the service. `takes-less`: the server, or a proxy in front of it, still refused its size. */
  | { readonly kind: 'takes-less' | 'upload-lost' | 'upload-stopped' }
  | { readonly kind: 'service'; readonly failure: ServiceFailure };

/** What sealing, uploading or sending ran into. @returns undefined for what is the page's own to say, or is not known */
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

/** The errors that are known before anything is sealed. */
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
