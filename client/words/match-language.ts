/** @returns the offered language for the readers of `tag`, which may be any text */
export type MatchLanguage = (tag: string) => string | undefined;

/** Language, script and region of a BCP 47 tag. Variants and extensions may follow. */
const TAG = /^([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|\d{3}))?(?:-|$)/i;
/** Tags for Norwegian in general and for Nynorsk. Their readers also read Bokmål (nb). */
const NORWEGIAN = new Set(['no', 'nn']);

/**
 * Compares languages with their likely scripts: zh-TW gets zh-Hant, and sr-Latn does not get sr. The region matters
 * only between several offered languages; the first one fits every region.
 */
export function createMatch(offered: readonly string[]): MatchLanguage {
  const firstLast = offered.toReversed();
  const byRegion = new Map(firstLast.map((tag) => [likely(tag)?.toString(), tag]));
  const byScript = new Map(firstLast.map((tag) => [written(likely(tag)), tag]));
  return (tag) => {
    const locale = likely(tag);
    return byRegion.get(locale?.toString()) ?? byScript.get(written(locale));
  };
}

const written = (locale: Intl.Locale | undefined) => locale && `${locale.language}-${locale.script}`;

/** Adds the likely script and region: zh-TW becomes zh-Hant-TW. @returns undefined for a text that is no tag */
function likely(tag: string): Intl.Locale | undefined {
  const [, language, ...rest]: readonly (string | undefined)[] = TAG.exec(tag) ?? [];
  if (language === undefined) return undefined;
  const parts = [NORWEGIAN.has(language.toLowerCase()) ? 'nb' : language, ...rest.filter((part) => part !== undefined)];
  return new Intl.Locale(parts.join('-')).maximize();
}
