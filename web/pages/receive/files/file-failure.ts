import { ApiError, NetworkError, ProtocolError } from '#client/errors.ts';
import { CryptoError } from '#crypto/errors.ts';
import { SaveError } from './sinks/sink.ts';

/** Why a file was not saved. */
export type FileFailure =
  | 'stopped'
  | 'too-large'
  | 'unloaded'
  /** The opening is over, so the server no longer provides the bytes. */
  | 'over'
  /** Not the sealed bytes. No byte of the forged chunk was passed on. */
  | 'forged'
  | 'strange'
  /** The device could not write it, usually because it is full. */
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
