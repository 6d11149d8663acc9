import Negotiator from 'negotiator';
import type { MatchLanguage } from '#client/words/match-language.ts';

/** Longer than any browser sends. A longer header is ignored: a reply in another language is never an error. */
const MAX_HEADER_LENGTH = 512;
/** Looking a language up takes up to 0.1 ms on a slow machine. */
const MAX_LANGUAGES = 10;

/** Follows RFC 9110 §12.5.4. @returns `fallback` if the header names no offered language */
export function chooseLanguage(acceptLanguage: string | undefined, match: MatchLanguage, fallback: string): string {
  if (acceptLanguage === undefined || acceptLanguage.length > MAX_HEADER_LENGTH) return fallback;
  const ranges = new Negotiator({ headers: { 'accept-language': acceptLanguage } }).languages();
  for (const range of ranges.slice(0, MAX_LANGUAGES)) {
    const found = range === '*' ? fallback : match(range);
    if (found !== undefined) return found;
  }
  return fallback;
}
