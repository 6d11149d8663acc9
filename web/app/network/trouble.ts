import { ApiError, isSignIn, NetworkError, ProtocolError } from '#client/errors.ts';

/**
 * Why a question to the server has no answer yet. `offline`, `busy` and `server` (a full disk, too) pass, so asking again is worth it;
 * `strange` is an answer that this version of the page does not understand. `sign-in` passes once the person has signed in.
 */
export interface Trouble {
  readonly kind: 'offline' | 'busy' | 'server' | 'strange' | 'sign-in';
  /** The server asked not to be asked sooner. */
  readonly afterSeconds?: number;
}

/** @returns undefined for a refusal that means something to the asker, and for a fault of our own. */
export function troubleOf(error: unknown): Trouble | undefined {
  if (error instanceof NetworkError) return { kind: isSignIn(error) ? 'sign-in' : 'offline' };
  if (error instanceof ProtocolError) return { kind: 'strange' };
  if (!(error instanceof ApiError)) return undefined;
  const after = error.retryAfterSeconds !== undefined && { afterSeconds: error.retryAfterSeconds };
  switch (error.code) {
    case 'rate-limited':
      return { kind: 'busy', ...after };
    case 'unavailable':
    case 'internal':
    case 'insufficient-storage':
      return { kind: 'server', ...after };
    case 'malformed':
    case 'method-not-allowed':
    case 'unsupported-media-type':
    case 'too-large':
      return { kind: 'strange' };
    default:
      return undefined;
  }
}
