import { ApiError } from '#client/errors.ts';
import { CryptoError } from '#crypto/errors.ts';
import { troubleOf } from '#web/connection/trouble.ts';
import type { Setback } from './composing.ts';
import { areNamesTooLong, bytesLeft, passwordOf, ttlSeconds } from './draft.ts';
import type { Draft } from './draft.ts';
import { sizeOf } from './files/chosen-file.ts';
import { FileChanged, UploadStopped } from './files/uploading.ts';

export interface Circumstances {
  /** Unix seconds of this machine. */
  readonly now: number;
  /** 0: no files here; undefined: not known. */
  readonly maxFilesBytes: number | undefined;
}

/** What can be told without asking anyone. */
export function faultOf(draft: Draft, { now, maxFilesBytes }: Circumstances): Setback | undefined {
  if (draft.text === '' && draft.files.length === 0) return { kind: 'empty' };
  const ofFiles = faultOfFiles(draft, maxFilesBytes);
  if (ofFiles !== undefined) return ofFiles;
  if (!draft.text.isWellFormed() || !draft.title.isWellFormed()) return { kind: 'text-malformed' };
  if (bytesLeft(draft) < 0) return { kind: 'text-too-long' };
  const seconds = ttlSeconds(draft.within, now);
  if (seconds === undefined) return { kind: 'no-moment' };
  if (seconds <= 0) return { kind: 'moment-out-of-bounds' };
  if (passwordOf(draft) === '') return { kind: 'password-empty' };
  return undefined;
}

function faultOfFiles(draft: Draft, maxBytes = Infinity): Setback | undefined {
  if (draft.files.length === 0) return undefined;
  if (maxBytes === 0) return { kind: 'files-off' };
  if (sizeOf(draft.files) > maxBytes) return { kind: 'files-too-large', maxBytes };
  return areNamesTooLong(draft) ? { kind: 'names-too-long' } : undefined;
}

/** What sealing, uploading or sending ran into. */
export function setbackOf(error: unknown, maxFilesBytes?: number): Setback {
  const trouble = troubleOf(error);
  if (error instanceof FileChanged) return { kind: 'file-changed', name: error.fileName };
  if (error instanceof UploadStopped) return { kind: 'upload-stopped' };
  const refusal = error instanceof ApiError ? ofRefusal(error, maxFilesBytes) : undefined;
  if (refusal !== undefined) return refusal;
  if (trouble !== undefined) return { kind: 'trouble', trouble };
  if (error instanceof CryptoError) return { kind: ofCrypto(error) };
  return { kind: 'refused' };
}

function ofRefusal({ code, members }: ApiError, maxBytes: number | undefined): Setback | undefined {
  switch (code) {
    case 'terms-refused':
      return members['limit'] === 'maxFilesBytes' ? { kind: 'files-too-large', maxBytes } : { kind: 'terms-refused' };
    case 'too-large':
      return { kind: 'text-too-long' };
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

function ofCrypto({ code }: CryptoError) {
  switch (code) {
    case 'too-large':
      return 'text-too-long';
    case 'password-empty':
    case 'password-too-long':
      return code;
    case 'utf8':
      return 'password-malformed';
    default:
      return 'unable';
  }
}
