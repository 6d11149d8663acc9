import { ApiError } from '#client/errors.ts';
import { CryptoError } from '#crypto/errors.ts';
import { ttlSeconds } from '#web/compose/draft.ts';
import { troubleOf } from '#web/connection/trouble.ts';
import type { AskDraft } from './ask-draft.ts';
import type { Setback } from './asking.ts';

/** What can be told without asking anyone. */
export function faultOf(draft: AskDraft, now: number): Setback | undefined {
  const { title, ask, fields } = draft;
  if (title.trim() === '') return { kind: 'title-empty' };
  if (![title, ask, ...fields.map(({ name }) => name)].every((text) => text.isWellFormed()))
    return { kind: 'malformed' };
  const names = fields.map(({ name }) => name.trim());
  if (names.includes('')) return { kind: 'field-nameless' };
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) return { kind: 'fields-alike', name: twice };
  const seconds = ttlSeconds(draft.within, now);
  if (seconds === undefined) return { kind: 'no-moment' };
  return seconds <= 0 ? { kind: 'moment-out-of-bounds' } : undefined;
}

/** What sealing or sending ran into. */
export function setbackOf(error: unknown): Setback {
  if (error instanceof ApiError && error.code === 'terms-refused') return { kind: 'terms-refused' };
  if (error instanceof ApiError && error.code === 'too-large') return { kind: 'too-long' };
  if (error instanceof ApiError && error.code === 'insufficient-storage') return { kind: 'no-space' };
  const trouble = troubleOf(error);
  if (trouble !== undefined) return { kind: 'trouble', trouble };
  if (error instanceof CryptoError) return { kind: error.code === 'too-large' ? 'too-long' : 'unable' };
  return { kind: 'refused' };
}
