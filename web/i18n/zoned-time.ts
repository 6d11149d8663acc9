import { timeOfDay } from './locale.ts';
import { currentLocale } from './words.ts';

/** Day, year and time with the time zone, for a reader who may be in another one. @param at Unix seconds */
export function formatZoned(at: number): string {
  const locale = currentLocale();
  const format = new Intl.DateTimeFormat(locale, {
    ...{ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
    ...{ ...timeOfDay(locale), timeZoneName: 'short' },
  });
  return format.format(new Date(at * 1000));
}
