import * as v from 'valibot';
import { ApiError, serviceFailureOf } from '#client/errors.ts';
import { SignInFault } from '#server/session/wire.ts';
import type { SignInError } from './state.ts';

const strange: SignInError = { kind: 'service', failure: { kind: 'strange' } };

/** Turns an error of the session API into one that the pages can show. */
export function signInErrorOf(error: unknown): SignInError {
  if (error instanceof ApiError) {
    if (error.code === 'provider-down') return { kind: 'provider-down' };
    const reason = v.safeParse(SignInFault, error.members['reason']);
    if (error.code === 'sign-in-refused') return reason.success ? { kind: reason.output } : strange;
    if (error.code === 'not-a-member') return { kind: 'not-a-member' };
  }
  const failure = serviceFailureOf(error);
  return failure === undefined ? strange : { kind: 'service', failure };
}
