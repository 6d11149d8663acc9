import Negotiator from 'negotiator';

/** @returns the offered language for the readers of `tag`, which may be any text */
export type MatchLanguage = (tag: string) => string | undefined;

/** Longer than any browser sends. A longer header is ignored: a reply in another language is never an error. */
const MAX_HEADER_LENGTH = 512;
/** Language, script and region of a BCP 47 tag. Variants and extensions may follow. */
const TAG = /^([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|\d{3}))?(?:-|$)/i;
/** Tags for Norwegian in general and for Nynorsk. Their readers also read Bokmål (nb). */
const NORWEGIAN = new Set(['no', 'nn']);

/** Follows RFC 9110 §12.5.4. @returns `fallback` if the header names no offered language */
export function chooseLanguage(acceptLanguage: string | undefined, match: MatchLanguage, fallback: string): string {
  if (acceptLanguage === undefined || acceptLanguage.length > MAX_HEADER_LENGTH) return fallback;
  for (const range of new Negotiator({ headers: { 'accept-language': acceptLanguage } }).languages()) {
    const found = range === '*' ? fallback : match(range);
    if (found !== undefined) return found;
  }
  return fallback;
}

/**
 * Compares languages with their likely scripts: zh-TW gets zh-Hant, and sr-Latn does not get sr. The region matters
 * only between several offered languages; the first one fits every region.
 */
export function createMatch(offered: readonly string[]): MatchLanguage {
  const firstLast = offered.toReversed();
  const byRegion = new Map(firstLast.map((tag) => [likely(tag)?.toString(), tag]));
  const byScript = new Map(firstLast.map((tag) => [written(tag), tag]));
  return (tag) => byRegion.get(likely(tag)?.toString()) ?? byScript.get(written(tag));
}

function written(tag: string): string | undefined {
  const locale = likely(tag);
  return locale && `${locale.language}-${locale.script}`;
}

/** Adds the likely script and region: zh-TW becomes zh-Hant-TW. @returns undefined for a text that is no tag */
function likely(tag: string): Intl.Locale | undefined {
  const [, language, ...rest] = TAG.exec(tag) ?? [];
  if (language === undefined) return undefined;
  const parts = [NORWEGIAN.has(language.toLowerCase()) ? 'nb' : language, ...rest.filter((part) => part !== undefined)];
  return new Intl.Locale(parts.join('-')).maximize();
}
