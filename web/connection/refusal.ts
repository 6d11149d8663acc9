import { ApiError } from '#client/errors.ts';
import type { ErrorCode } from '#server/errors.ts';

const refusals: readonly ErrorCode[] = [
  'terms-refused',
  'token-required',
  'quota-exceeded',
  'not-accepting',
  'insufficient-storage',
];

/** Said only of what the server has not got: of what has arrived before, a repeated create says so instead. */
export function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && refusals.includes(error.code);
}
