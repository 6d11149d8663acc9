import { currentLocale } from './words.ts';

/** Day, year and time with the time zone, for a reader who may be in another one. @param at Unix seconds */
export function formatZoned(at: number): string {
  const format = new Intl.DateTimeFormat(currentLocale(), {
    ...{ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
    ...{ hour: 'numeric', minute: '2-digit', timeZoneName: 'short' },
  });
  return format.format(new Date(at * 1000));
}
