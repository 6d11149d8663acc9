import { ApiError, NetworkError, ProtocolError } from '#client/errors.ts';
import { CryptoError } from '#crypto/errors.ts';
import { SaveError } from './ways/way.ts';

/** Why a file was not saved. Nothing of it was left behind. */
export type FileFailure =
  | 'stopped'
  | 'too-large'
  | 'unloaded'
  /** The opening is over; what the server had is not given out any more. */
  | 'over'
  /** Not what was sealed: none of the chunk was handed on. */
  | 'forged'
  | 'strange'
  /** The device refused to take it: most often, it is full. */
  | 'unwritten';

export function failureOf(error: unknown): FileFailure {
  if (error instanceof SaveError) return error.reason;
  if (error instanceof CryptoError) return 'forged';
  if (error instanceof ApiError) {
    return error.code === 'lease-over' || error.code === 'ended' || error.code === 'not-found' ? 'over' : 'strange';
  }
  if (error instanceof ProtocolError || error instanceof NetworkError) return 'strange';
  return 'unwritten';
}
