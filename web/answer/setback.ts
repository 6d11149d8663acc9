import { ApiError } from '#client/errors.ts';
import { CryptoError } from '#crypto/errors.ts';
import type { RequestField } from '#crypto/payload.ts';
import { bytesLeft } from '#web/compose/draft.ts';
import { sizeOf } from '#web/compose/files/chosen-file.ts';
import { FileChanged, UploadStopped } from '#web/compose/files/uploading.ts';
import { troubleOf } from '#web/connection/trouble.ts';
import { contentsOf, emptyFields, isEmpty } from './answer-draft.ts';
import type { AnswerDraft } from './answer-draft.ts';
import type { Ended, Setback } from './answering.ts';

/** What can be told without asking anyone. @param before of the last try */
export function faultOf(
  fields: readonly RequestField[],
  draft: AnswerDraft,
  { maxFilesBytes = Infinity, before }: { maxFilesBytes?: number | undefined; before?: Setback | undefined },
): Setback | undefined {
  if (isEmpty(draft)) return { kind: 'empty' };
  const { text, chosen, fields: filled } = contentsOf(fields, draft);
  if (chosen.length > 0 && maxFilesBytes === 0) return { kind: 'files-off' };
  if (sizeOf(chosen) > maxFilesBytes) return { kind: 'files-too-large', maxBytes: maxFilesBytes };
  if (![text, ...filled.map(({ value }) => value)].every((one) => one.isWellFormed())) return { kind: 'malformed' };
  if (bytesLeft({ text: text + filled.map(({ value }) => value).join(''), title: '', files: chosen }) < 0)
    return { kind: 'too-long' };
  const names = emptyFields(fields, draft);
  return names.length > 0 && before?.kind !== 'fields-empty' ? { kind: 'fields-empty', names } : undefined;
}

/** What sealing, uploading or sending ran into. */
export function setbackOf(error: unknown, maxBytes?: number): Setback {
  if (error instanceof FileChanged) return { kind: 'file-changed', name: error.fileName };
  if (error instanceof UploadStopped) return { kind: 'upload-stopped' };
  const refusal = error instanceof ApiError ? ofRefusal(error, maxBytes) : undefined;
  if (refusal !== undefined) return refusal;
  const trouble = troubleOf(error);
  if (trouble !== undefined) return { kind: 'trouble', trouble };
  if (error instanceof CryptoError) return { kind: error.code === 'too-large' ? 'too-long' : 'unable' };
  return { kind: 'refused' };
}

const ended: readonly Ended[] = ['full', 'closed', 'expired', 'deleted', 'destroyed'];

function ofRefusal({ code, members }: ApiError, maxBytes: number | undefined): Setback | undefined {
  switch (code) {
    case 'not-accepting':
      return { kind: 'not-accepting', state: ended.find((state) => state === members['state']) ?? 'closed' };
    case 'terms-refused':
      return members['limit'] === 'maxFilesBytes' ? { kind: 'files-too-large', maxBytes } : { kind: 'strange-terms' };
    case 'too-large':
      return { kind: 'too-long' };
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
