import { ApiError } from '#client/errors.ts';
import type { Policy } from '#client/policy.ts';
import { CryptoError } from '#crypto/errors.ts';
import type { RequestField } from '#crypto/payload.ts';
import { troubleOf } from '#web/connection/trouble.ts';
import { sizeOf } from '#web/files/chosen-file.ts';
import { FileChanged, UploadStopped } from '#web/files/uploading.ts';
import { bytesLeft, roomBytes } from '#web/sheet/room.ts';
import { contentsOf, emptyFields, isEmpty } from './answer-draft.ts';
import type { AnswerDraft } from './answer-draft.ts';
import type { Ended, Setback } from './answering.ts';

/** What can be told without asking anyone. @param before of the last try */
export function faultOf(
  fields: readonly RequestField[],
  draft: AnswerDraft,
  { policy, before }: { policy: Policy | undefined; before?: Setback | undefined },
): Setback | undefined {
  const maxFilesBytes = policy?.maxFilesBytes ?? Infinity;
  if (isEmpty(draft)) return { kind: 'empty' };
  const { text, chosen, fields: filled } = contentsOf(fields, draft);
  if (chosen.length > 0 && maxFilesBytes === 0) return { kind: 'files-off' };
  if (sizeOf(chosen) > maxFilesBytes) return { kind: 'files-too-large', maxBytes: maxFilesBytes };
  if (![text, ...filled.map(({ value }) => value)].every((one) => one.isWellFormed())) return { kind: 'malformed' };
  const written = { text: text + filled.map(({ value }) => value).join(''), title: '', files: chosen };
  if (bytesLeft(written, policy?.maxSealedBytes) < 0) return tooLong(policy);
  const names = emptyFields(fields, draft);
  return names.length > 0 && before?.kind !== 'fields-empty' ? { kind: 'fields-empty', names } : undefined;
}

const tooLong = (policy: Policy | undefined): Setback => ({
  kind: 'too-long',
  maxBytes: roomBytes(policy?.maxSealedBytes),
});

/** What sealing, uploading or sending ran into. */
export function setbackOf(error: unknown, policy?: Policy): Setback {
  if (error instanceof FileChanged) return { kind: 'file-changed', name: error.fileName };
  if (error instanceof UploadStopped) return { kind: 'upload-stopped' };
  const refusal = error instanceof ApiError ? ofRefusal(error, policy) : undefined;
  if (refusal !== undefined) return refusal;
  const trouble = troubleOf(error);
  if (trouble !== undefined) return { kind: 'trouble', trouble };
  if (error instanceof CryptoError) return error.code === 'too-large' ? tooLong(policy) : { kind: 'unable' };
  return { kind: 'refused' };
}

const ended: readonly Ended[] = ['full', 'closed', 'expired', 'deleted', 'destroyed'];

function ofRefusal({ code, members, retryAfterSeconds }: ApiError, policy: Policy | undefined): Setback | undefined {
  switch (code) {
    case 'not-accepting':
      return { kind: 'not-accepting', state: ended.find((state) => state === members['state']) ?? 'closed' };
    case 'terms-refused':
      return ofLimit(members['limit'], policy);
    case 'too-large':
      return tooLong(policy);
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
  if (limit === 'maxFilesBytes') return { kind: 'files-too-large', maxBytes: policy?.maxFilesBytes };
  return limit === 'maxSealedBytes' ? tooLong(policy) : { kind: 'strange-terms' };
}
