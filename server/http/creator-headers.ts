import type { Caller } from './endpoint.ts';
import type { ReadHeader } from './request-context.ts';

type Claims = Pick<Caller, 'token' | 'onlyAnswers'>;

export const NO_CLAIMS: Claims = { token: undefined, onlyAnswers: false };

/**
 * `Sotto-Token` wins, and `Authorization` is then not looked at: a sign-in in front of the service may have put its own
 * credentials there. Cookies are never read.
 */
export function claimsOf(header: (name: ReadHeader) => string | undefined): Claims {
  const token = header('sotto-token') ?? bearerToken(header('authorization'));
  return { token, onlyAnswers: header('sotto-answer') !== undefined };
}

/** RFC 6750 §2.1. The scheme's case does not matter. */
function bearerToken(authorization = ''): string | undefined {
  return /^bearer +(\S+)$/i.exec(authorization)?.[1];
}
