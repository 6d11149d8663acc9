import { ApiError } from '#client/errors.ts';
import type { Policy } from '#client/policy.ts';
import { CryptoError } from '#crypto/errors.ts';
import { troubleOf } from '#web/connection/trouble.ts';
import { sizeOf } from '#web/files/chosen-file.ts';
import { FileChanged, UploadStopped } from '#web/files/uploading.ts';
import { areNamesTooLong, bytesLeft, roomBytes } from '#web/sheet/room.ts';
import { ttlSeconds } from '#web/terms/within.ts';
import type { Setback } from './composing.ts';
import { passwordOf } from './draft.ts';
import type { Draft } from './draft.ts';

export interface Circumstances {
  /** Unix seconds of this machine. */
  readonly now: number;
  readonly policy: Policy | undefined;
}

/** What can be told without asking anyone. */
export function faultOf(draft: Draft, { now, policy }: Circumstances): Setback | undefined {
  if (draft.text === '' && draft.files.length === 0) return { kind: 'empty' };
  const ofFiles = faultOfFiles(draft, policy);
  if (ofFiles !== undefined) return ofFiles;
  if (!draft.text.isWellFormed() || !draft.title.isWellFormed()) return { kind: 'text-malformed' };
  if (bytesLeft(draft, policy?.maxSealedBytes) < 0) return textTooLong(policy);
  if (draft.maxViews === undefined) return { kind: 'no-count' };
  const seconds = ttlSeconds(draft.within, now);
  if (seconds === undefined) return { kind: 'no-moment' };
  if (seconds <= 0) return { kind: 'moment-out-of-bounds' };
  if (passwordOf(draft) === '') return { kind: 'password-empty' };
  return undefined;
}

const textTooLong = (policy: Policy | undefined): Setback => ({
  kind: 'text-too-long',
  maxBytes: roomBytes(policy?.maxSealedBytes),
});

function faultOfFiles(draft: Draft, policy: Policy | undefined): Setback | undefined {
  const maxBytes = policy?.maxFilesBytes ?? Infinity;
  if (draft.files.length === 0) return undefined;
  if (maxBytes === 0) return { kind: 'files-off' };
  if (sizeOf(draft.files) > maxBytes) return { kind: 'files-too-large', maxBytes };
  return areNamesTooLong(draft, policy?.maxSealedBytes) ? { kind: 'names-too-long' } : undefined;
}

/** What sealing, uploading or sending ran into. */
export function setbackOf(error: unknown, policy?: Policy): Setback {
  const trouble = troubleOf(error);
  if (error instanceof FileChanged) return { kind: 'file-changed', name: error.fileName };
  if (error instanceof UploadStopped) return { kind: 'upload-stopped' };
  const refusal = error instanceof ApiError ? ofRefusal(error, policy) : undefined;
  if (refusal !== undefined) return refusal;
  if (trouble !== undefined) return { kind: 'trouble', trouble };
  if (error instanceof CryptoError) return ofCrypto(error, policy);
  return { kind: 'refused' };
}

function ofRefusal({ code, members, retryAfterSeconds }: ApiError, policy: Policy | undefined): Setback | undefined {
  switch (code) {
    case 'terms-refused':
      return ofLimit(members['limit'], policy);
    case 'too-large':
      return textTooLong(policy);
    case 'token-required':
      return { kind: code };
    case 'quota-exceeded':
      return { kind: 'quota', afterSeconds: retryAfterSeconds };
    case 'insufficient-storage':
      return { kind: 'no-space' };
    case 'upload-incomplete':
    case 'ended':
    case 'not-found':
      return { kind: 'upload-lost' };
    default:
      return undefined;
  }
}

function ofLimit(limit: unknown, policy: Policy | undefined): Setback {
  switch (limit) {
    case 'maxFilesBytes':
      return { kind: 'files-too-large', maxBytes: policy?.maxFilesBytes };
    case 'maxSealedBytes':
      return textTooLong(policy);
    case 'minTtlSeconds':
    case 'maxTtlSeconds':
    case 'offeredTtlSeconds':
    case 'maxViews':
    case 'unlimitedViews':
    case 'requirePassword':
    case 'requests':
      return { kind: 'limit', limit };
    default:
      return { kind: 'terms-refused' };
  }
}

function ofCrypto({ code }: CryptoError, policy: Policy | undefined): Setback {
  switch (code) {
    case 'too-large':
      return textTooLong(policy);
    case 'password-empty':
    case 'password-too-long':
      return { kind: code };
    case 'utf8':
      return { kind: 'password-malformed' };
    default:
      return { kind: 'unable' };
  }
}
