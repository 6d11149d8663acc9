/** A language and the region whose dates and numbers the reader knows, for each language that was asked for. */
const locales = new Map<string, string>();

/**
 * The reader's own variant of a language, such as en-AU for en, which orders dates and chooses the hours of a day.
 * @returns `lang` itself if the browser knows no variant of it
 */
export function locale(lang: string): string {
  const known = locales.get(lang);
  if (known !== undefined) return known;
  const preferred = typeof navigator === 'undefined' ? [] : navigator.languages;
  const found = preferred.find((tag) => isVariant(tag, lang)) ?? lang;
  locales.set(lang, found);
  return found;
}

function isVariant(tag: string, lang: string): boolean {
  try {
    const [own, wanted] = [new Intl.Locale(tag).maximize(), new Intl.Locale(lang).maximize()];
    return own.language === wanted.language && own.script === wanted.script;
  } catch {
    // Browsers can be given preferences that are no language.
    return false;
  }
}
