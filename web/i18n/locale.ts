import { keep } from '#client/words/keep.ts';

/**
 * The reader's own variant of a language, such as en-AU for en, which orders dates and chooses the hours of a day.
 * @returns `lang` itself if the browser knows no variant of it
 */
export const locale = keep((lang: string): string => {
  const preferred = typeof navigator === 'undefined' ? [] : navigator.languages;
  return preferred.find((tag) => isVariant(tag, lang)) ?? lang;
});

function isVariant(tag: string, lang: string): boolean {
  try {
    const [own, wanted] = [new Intl.Locale(tag).maximize(), new Intl.Locale(lang).maximize()];
    return own.language === wanted.language && own.script === wanted.script;
  } catch {
    // Browsers can be given preferences that are no language.
    return false;
  }
}

/** The options that show a time of day as the locale writes it: “01:52” in en-GB, “1:52 AM” in en-US. */
export function timeOfDay(locale: string): Pick<Intl.DateTimeFormatOptions, 'hour' | 'minute'> {
  const parts = new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).formatToParts(new Date(2000, 0, 1, 1));
  const digits = parts.find(({ type }) => type === 'hour')?.value ?? '';
  const hour = /^.$/.test(digits) ? 'numeric' : '2-digit';
  return { hour, minute: '2-digit' };
}
