import * as v from 'valibot';
import { isDiskFull } from '#server/error-code.ts';
import { AppError, errorStatus } from '#server/errors.ts';
import type { ErrorCode } from '#server/errors.ts';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** RFC 9457. Some codes add members. */
export const Problem = v.looseObject({
  type: v.pipe(v.string(), v.startsWith('urn:sotto:error:')),
  title: v.string(),
  status: v.pipe(v.number(), v.integer(), v.minValue(400), v.maxValue(599)),
  code: v.string(),
});
export type Problem = v.InferOutput<typeof Problem>;

const errorTitle: Readonly<Record<ErrorCode, string>> = {
  malformed: 'The request does not have the documented form.',
  'token-required': 'This server requires a valid token to create.',
  'pass-required': 'This needs a valid pass of a member who has signed in.',
  'sign-in-refused': 'The sign-in was refused.',
  'not-a-member': 'This is not for this member.',
  'create-proof-mismatch': 'The create proof does not belong to this id.',
  'wrong-password': 'The password is wrong.',
  'too-early': 'This share cannot be opened yet.',
  'code-required': 'This share opens only with a code from a mail.',
  'wrong-code': 'The code is wrong or no longer valid.',
  'not-found': 'Nothing was found here.',
  'method-not-allowed': 'This address does not support this method.',
  conflict: 'The id is in use with other content.',
  'upload-incomplete': 'Parts of the file body are missing.',
  'not-accepting': 'The request accepts no more answers.',
  'lease-over': 'The lease of this claim has ended.',
  ended: 'This share can no longer be opened.',
  'too-large': 'The body is too large.',
  'unsupported-media-type': 'The body does not have the documented media type.',
  'terms-refused': 'The terms are outside the bounds of this server.',
  locked: 'Locked after too many wrong passwords.',
  'rate-limited': 'Too many requests from this address.',
  'quota-exceeded': 'This client has reached its daily quota.',
  internal: 'The server failed.',
  'provider-down': 'The identity provider cannot be used now.',
  unavailable: 'The server is temporarily unavailable.',
  'insufficient-storage': 'The server does not have enough space for this.',
};

/** Members never replace the four standard fields or the code. */
export function toProblem({ code, members }: AppError): Problem {
  return { ...members, type: `urn:sotto:error:${code}`, title: errorTitle[code], status: errorStatus[code], code };
}

const RETRY_SECONDS = 5;
const isTemporary = new Set<ErrorCode>(['rate-limited', 'quota-exceeded', 'unavailable', 'insufficient-storage']);

/** Headers that repeat the members. */
export function problemHeaders({ code, members }: AppError): Readonly<Record<string, string>> {
  const { retryAfterSeconds = RETRY_SECONDS, allow } = members;
  if (code === 'method-not-allowed') return { allow: String(allow) };
  if (code === 'token-required') return { 'www-authenticate': 'Bearer' };
  return isTemporary.has(code) ? { 'retry-after': String(retryAfterSeconds) } : {};
}

/** A disk stays full until somebody frees space or something expires. */
const DISK_FULL_RETRY_SECONDS = 60;

/** Any request that writes can find the disk full. Every other error outside the table is a bug. */
export function asAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  if (isDiskFull(thrown)) return new AppError('insufficient-storage', { retryAfterSeconds: DISK_FULL_RETRY_SECONDS });
  return new AppError('internal');
}
