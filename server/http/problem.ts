import * as v from 'valibot';
import { isDiskFull } from '#server/error-code.ts';
import { AppError, errorStatus } from '#server/errors.ts';
import type { ErrorCode } from '#server/errors.ts';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** RFC 9457; members of the code's own stand beside these. */
export const Problem = v.looseObject({
  type: v.pipe(v.string(), v.startsWith('urn:sotto:error:')),
  title: v.string(),
  status: v.pipe(v.number(), v.integer(), v.minValue(400), v.maxValue(599)),
  code: v.string(),
});
export type Problem = v.InferOutput<typeof Problem>;

const errorTitle: Readonly<Record<ErrorCode, string>> = {
  malformed: 'The request has not the documented form.',
  'token-required': 'Creating needs a valid token here.',
  'create-proof-mismatch': 'The create proof does not belong to this id.',
  'wrong-password': 'The password is wrong.',
  'not-found': 'There is nothing here.',
  'method-not-allowed': 'This address does not take this method.',
  conflict: 'The id is in use with other content.',
  'upload-incomplete': 'Parts of the body are missing.',
  'not-accepting': 'The request takes no further answer.',
  'lease-over': 'The time to read on this claim is over.',
  ended: 'This share can no longer be opened.',
  'too-large': 'The body is too large.',
  'unsupported-media-type': 'The body is not of the documented media type.',
  'terms-refused': 'The terms are outside the bounds of this server.',
  locked: 'Locked after too many wrong passwords.',
  'rate-limited': 'Too many requests from this address.',
  'quota-exceeded': 'This client has used up what it may in a day.',
  internal: 'The server failed.',
  unavailable: 'The server cannot do this just now.',
  'insufficient-storage': 'The server has no room for this.',
};

/** Members never replace the five fields. */
export function toProblem({ code, members }: AppError): Problem {
  return { ...members, type: `urn:sotto:error:${code}`, title: errorTitle[code], status: errorStatus[code], code };
}

const RETRY_SECONDS = 5;
const isLater = new Set<ErrorCode>(['rate-limited', 'quota-exceeded', 'unavailable', 'insufficient-storage']);

/** Headers that say the same as the members. */
export function problemHeaders({ code, members }: AppError): Readonly<Record<string, string>> {
  const { retryAfterSeconds = RETRY_SECONDS, allow } = members;
  if (code === 'method-not-allowed') return { allow: String(allow) };
  if (code === 'token-required') return { 'www-authenticate': 'Bearer' };
  return isLater.has(code) ? { 'retry-after': String(retryAfterSeconds) } : {};
}

/** A disk is full until somebody makes room, or something expires. */
const DISK_FULL_RETRY_SECONDS = 60;

/** A full disk can meet any request that writes. Whatever else is not in the table is a bug. */
export function asAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  if (isDiskFull(thrown)) return new AppError('insufficient-storage', { retryAfterSeconds: DISK_FULL_RETRY_SECONDS });
  return new AppError('internal');
}
