import { errors } from 'jose';
import { ClientError, ResponseBodyError } from 'openid-client';
import { AppError } from '#server/errors.ts';
import { refusesClient } from './client-authentication.ts';
import type { SignInFault } from './wire.ts';

/**
 * The `reason` of `provider-down`. `busy`: too many sign-ins wait for it. `client-refused`: it does not accept the client id
 * or secret.
 */
type DownReason = 'unreachable' | 'busy' | 'not-as-documented' | 'wrong-issuer' | 'client-refused';

export const providerDown = (reason: DownReason): AppError => new AppError('provider-down', { reason });
const refused = (reason: SignInFault): AppError => new AppError('sign-in-refused', { reason });

/** Without the error itself, whose message and cause quote tokens. `code` is the library's, for the log. */
export interface ProviderError {
  readonly error: AppError;
  readonly code: string;
}

/** @throws what is not an error of the libraries, or of the network */
export function asProviderError(thrown: unknown): ProviderError {
  const own = causesOf(thrown).find((cause) => cause instanceof AppError);
  if (own !== undefined) return { error: own, code: String(own.members['reason']) };
  const code = codeOf(thrown);
  if (thrown instanceof errors.JOSEError) return { error: joseError(thrown), code };
  if (refusesClient(thrown)) return { error: providerDown('client-refused'), code };
  if (thrown instanceof ResponseBodyError) return { error: refused('code-refused'), code: thrown.error };
  if (thrown instanceof ClientError) return { error: clientError(code), code };
  if (isOfNetwork(thrown)) return { error: providerDown('unreachable'), code };
  throw thrown;
}

function causesOf(thrown: unknown): unknown[] {
  return thrown instanceof Error ? [thrown, ...causesOf(thrown.cause)] : [];
}

function codeOf(thrown: unknown): string {
  const codes = causesOf(thrown).flatMap((cause) =>
    typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string' ? cause.code : [],
  );
  return codes[0] ?? (thrown instanceof Error ? thrown.name : typeof thrown);
}

const TIMES: ReadonlySet<string> = new Set(['exp', 'iat', 'nbf']);

function joseError(error: errors.JOSEError): AppError {
  if (error instanceof errors.JWTExpired) return refused('clock');
  if (error instanceof errors.JWTClaimValidationFailed)
    return refused(TIMES.has(error.claim) && error.reason === 'check_failed' ? 'clock' : 'token-refused');
  if (error instanceof errors.JWKSTimeout) return providerDown('unreachable');
  // The keys have another form than documented, or came with another status than 200.
  if (error instanceof errors.JWKSInvalid || error.code === 'ERR_JOSE_GENERIC')
    return providerDown('not-as-documented');
  return refused('token-refused');
}

/** The codes of oauth4webapi. */
function clientError(code: string): AppError {
  switch (code) {
    case 'OAUTH_TIMEOUT':
    case 'OAUTH_ABORT':
      return providerDown('unreachable');
    case 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED':
      return refused('clock');
    case 'OAUTH_JWT_CLAIM_COMPARISON_FAILED':
    case 'OAUTH_INVALID_RESPONSE':
    case 'OAUTH_UNSUPPORTED_OPERATION':
    case 'OAUTH_PARSE_ERROR':
      return refused('token-refused');
    case 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED':
      return providerDown('wrong-issuer');
    default:
      return providerDown('not-as-documented');
  }
}

/** Node's fetch throws a TypeError, and a DOMException if a signal aborts it. */
const isOfNetwork = (thrown: unknown): boolean =>
  thrown instanceof DOMException || (thrown instanceof TypeError && thrown.message === 'fetch failed');
