import { ApiError } from '#client/errors.ts';
import { CryptoError } from '#crypto/errors.ts';
import { troubleOf } from '#web/connection/trouble.ts';
import type { Setback } from './composing.ts';
import { bytesLeft, passwordOf, ttlSeconds } from './draft.ts';
import type { Draft } from './draft.ts';

/** What can be told without asking anyone. */
export function faultOf(draft: Draft, now: number): Setback | undefined {
  if (draft.text === '') return { kind: 'empty' };
  if (!draft.text.isWellFormed() || !draft.title.isWellFormed()) return { kind: 'text-malformed' };
  if (bytesLeft(draft) < 0) return { kind: 'text-too-long' };
  const seconds = ttlSeconds(draft.within, now);
  if (seconds === undefined) return { kind: 'no-moment' };
  if (seconds <= 0) return { kind: 'moment-out-of-bounds' };
  if (passwordOf(draft) === '') return { kind: 'password-empty' };
  return undefined;
}

/** What sealing or sending ran into. */
export function setbackOf(error: unknown): Setback {
  const trouble = troubleOf(error);
  if (error instanceof ApiError) {
    if (error.code === 'terms-refused') return { kind: 'terms-refused' };
    if (error.code === 'too-large') return { kind: 'text-too-long' };
  }
  if (trouble !== undefined) return { kind: 'trouble', trouble };
  if (error instanceof CryptoError) return { kind: ofCrypto(error) };
  return { kind: 'refused' };
}

function ofCrypto({ code }: CryptoError) {
  switch (code) {
    case 'too-large':
      return 'text-too-long';
    case 'password-empty':
    case 'password-too-long':
      return code;
    case 'utf8':
      return 'password-malformed';
    default:
      return 'unable';
  }
}
