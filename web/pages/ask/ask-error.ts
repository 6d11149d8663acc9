import { AlreadyOverError, ApiError, serviceFailureOf } from '#client/errors.ts';
import { CryptoError } from '#crypto/errors.ts';
import { ttlSeconds } from '#web/parts/terms/within.ts';
import type { AskDraft } from './ask-draft.ts';
import type { AskError } from './state.ts';
import { isWellFormed } from '#crypto/well-formed.ts';

/** Checks a draft before anything is sent. @returns the first fault */
export function askFault(draft: AskDraft, now: number): AskError | undefined {
  const { title, ask, fields } = draft;
  if (title.trim() === '') return { kind: 'title-empty' };
  if (![title, ask, ...fields.map(({ name }) => name)].every(isWellFormed)) return { kind: 'malformed' };
  const names = fields.map(({ name }) => name.trim());
  if (names.includes('')) return { kind: 'field-nameless' };
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) return { kind: 'fields-alike', name: twice };
  if (draft.maxAnswers === undefined) return { kind: 'no-count' };
  const seconds = ttlSeconds(draft.within, now);
  if (seconds === undefined) return { kind: 'no-moment' };
  return seconds <= 0 ? { kind: 'moment-out-of-bounds' } : undefined;
}

/** Maps an error of sealing or sending to one that the page can show. */
export function askErrorOf(error: unknown): AskError {
  if (error instanceof AlreadyOverError) return { kind: 'already-over', state: error.state };
  const refusal = error instanceof ApiError ? ofRefusal(error) : undefined;
  if (refusal !== undefined) return refusal;
  const failure = serviceFailureOf(error);
  if (failure !== undefined) return { kind: 'service', failure };
  if (error instanceof CryptoError) return { kind: error.code === 'too-large' ? 'too-long' : 'unable' };
  return { kind: 'refused' };
}

function ofRefusal({ code, members, retryAfterSeconds }: ApiError): AskError | undefined {
  switch (code) {
    case 'terms-refused':
      return ofLimit(members['limit']);
    case 'token-required':
    case 'pass-required':
    case 'not-a-member':
      return { kind: code };
    case 'quota-exceeded':
      return { kind: 'quota', afterSeconds: retryAfterSeconds };
    case 'too-large':
      return { kind: 'too-long' };
    case 'insufficient-storage':
      return { kind: 'no-space', afterSeconds: retryAfterSeconds };
    default:
      return undefined;
  }
}

function ofLimit(limit: unknown): AskError {
  switch (limit) {
    case 'minTtlSeconds':
    case 'maxTtlSeconds':
    case 'offeredTtlSeconds':
    case 'requests':
    case 'who':
    case 'members':
    case 'groups':
    case 'notifyMail':
    case 'address':
      return { kind: 'limit', limit };
    case 'maxSealedBytes':
      return { kind: 'too-long' };
    default:
      return { kind: 'terms-refused' };
  }
}
