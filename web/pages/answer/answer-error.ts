import { ApiError } from '#client/errors.ts';
import type { Policy } from '#client/policy.ts';
import { CryptoError } from '#crypto/errors.ts';
import type { RequestField } from '#crypto/payload.ts';
import { sizeOf } from '#web/parts/files/chosen-file.ts';
import { overflowing, sendErrorOf } from '#web/parts/sending/send-error.ts';
import { overflowOn } from '#web/parts/sheet/room.ts';
import { contentsOf, emptyFields, isEmptyAnswer } from './answer-draft.ts';
import type { AnswerDraft } from './answer-draft.ts';
import type { ClosedState, AnswerError } from './state.ts';
import { isWellFormed } from '#crypto/well-formed.ts';

/** Checks a draft before anything is sent. @param before the error of the previous try */
export function answerFault(
  fields: readonly RequestField[],
  draft: AnswerDraft,
  { policy, before }: { policy: Policy | undefined; before?: AnswerError | undefined },
): AnswerError | undefined {
  const maxFilesBytes = policy?.maxFilesBytes ?? Infinity;
  if (isEmptyAnswer(draft)) return { kind: 'empty' };
  const { text, chosen, fields: filled } = contentsOf(fields, draft);
  if (chosen.length > 0 && maxFilesBytes === 0) return { kind: 'files-off' };
  if (sizeOf(chosen) > maxFilesBytes) return { kind: 'files-too-large', maxBytes: maxFilesBytes };
  if (![text, ...filled.map(({ value }) => value)].every(isWellFormed)) return { kind: 'malformed' };
  const overflow = overflowOn({ text, fields: filled, files: chosen }, policy?.maxSealedBytes);
  if (overflow !== undefined) return overflowing(overflow);
  const names = emptyFields(fields, draft);
  return names.length > 0 && before?.kind !== 'fields-empty' ? { kind: 'fields-empty', names } : undefined;
}

/** Maps an error of sealing, uploading or sending to one that the page can show. */
export function answerErrorOf(error: unknown, policy?: Policy): AnswerError {
  const sendError = sendErrorOf(error, policy);
  if (sendError !== undefined) return sendError;
  if (error instanceof ApiError) return ofRefusal(error);
  return { kind: error instanceof CryptoError ? 'unable' : 'refused' };
}

const ended: readonly ClosedState[] = ['full', 'closed', 'expired', 'deleted', 'destroyed'];

function ofRefusal({ code, members }: ApiError): AnswerError {
  switch (code) {
    case 'not-accepting':
      return { kind: 'not-accepting', state: ended.find((state) => state === members['state']) ?? 'closed' };
    case 'terms-refused':
      return { kind: 'strange-terms' };
    case 'pass-required':
    case 'not-a-member':
      return { kind: code };
    default:
      return { kind: 'refused' };
  }
}
