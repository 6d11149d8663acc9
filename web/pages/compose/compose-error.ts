import { AlreadyOverError, ApiError } from '#client/errors.ts';
import type { Policy } from '#client/policy.ts';
import { CryptoError } from '#crypto/errors.ts';
import { sizeOf } from '#web/parts/files/chosen-file.ts';
import { overflowing, sendErrorOf } from '#web/parts/sending/send-error.ts';
import { overflowOn } from '#web/parts/sheet/room.ts';
import { ttlSeconds } from '#web/parts/terms/within.ts';
import type { ComposeError, ComposeLimit } from './state.ts';
import { passwordOf } from './compose-draft.ts';
import type { ComposeDraft } from './compose-draft.ts';
import { isWellFormed } from '#crypto/well-formed.ts';

export interface Circumstances {
  /** Unix seconds. */
  readonly now: number;
  readonly policy: Policy | undefined;
}

/** Checks a draft before anything is sent. @returns the first fault */
export function composeFault(draft: ComposeDraft, { now, policy }: Circumstances): ComposeError | undefined {
  if (draft.text === '' && draft.files.length === 0) return { kind: 'empty' };
  const ofFiles = filesFault(draft, policy);
  if (ofFiles !== undefined) return ofFiles;
  if (!isWellFormed(draft.text) || !isWellFormed(draft.title)) return { kind: 'text-malformed' };
  const overflow = overflowOn(draft, policy?.maxSealedBytes);
  if (overflow !== undefined) return overflowing(overflow);
  if (draft.maxViews === undefined) return { kind: 'no-count' };
  const seconds = ttlSeconds(draft.within, now);
  if (seconds === undefined) return { kind: 'no-moment' };
  if (seconds <= 0) return { kind: 'moment-out-of-bounds' };
  if (passwordOf(draft) === '') return { kind: 'password-empty' };
  return undefined;
}

function filesFault(draft: ComposeDraft, policy: Policy | undefined): ComposeError | undefined {
  const maxBytes = policy?.maxFilesBytes ?? Infinity;
  if (draft.files.length === 0) return undefined;
  if (maxBytes === 0) return { kind: 'files-off' };
  if (sizeOf(draft.files) > maxBytes) return { kind: 'files-too-large', maxBytes };
  return undefined;
}

/** Maps an error of sealing, uploading or sending to one that the page can show. */
export function composeErrorOf(error: unknown, policy?: Policy): ComposeError {
  if (error instanceof AlreadyOverError) return { kind: 'already-over', state: error.state };
  const sendError = sendErrorOf(error, policy);
  if (sendError !== undefined) return sendError;
  if (error instanceof ApiError) return ofRefusal(error);
  return error instanceof CryptoError ? ofCrypto(error) : { kind: 'refused' };
}

function ofRefusal({ code, members }: ApiError): ComposeError {
  switch (code) {
    case 'terms-refused':
      return ofLimit(members['limit']);
    case 'token-required':
    case 'pass-required':
    case 'not-a-member':
      return { kind: code };
    default:
      return { kind: 'refused' };
  }
}

/** The limits with a sentence of their own; `sendErrorOf` says the others. */
const limits: Readonly<Record<ComposeLimit, true>> = {
  ...{ minTtlSeconds: true, maxTtlSeconds: true, offeredTtlSeconds: true, maxViews: true, unlimitedViews: true },
  ...{ requirePassword: true, requests: true, people: true, peopleDomains: true, webhooks: true },
  ...{ who: true, members: true, groups: true, notifyMail: true, address: true },
};

const isComposeLimit = (limit: unknown): limit is ComposeLimit =>
  typeof limit === 'string' && Object.hasOwn(limits, limit);

const ofLimit = (limit: unknown): ComposeError =>
  isComposeLimit(limit) ? { kind: 'limit', limit } : { kind: 'terms-refused' };

function ofCrypto({ code }: CryptoError): ComposeError {
  switch (code) {
    case 'password-empty':
    case 'password-too-long':
      return { kind: code };
    case 'utf8':
      return { kind: 'password-malformed' };
    default:
      return { kind: 'unable' };
  }
}
