import { locale } from '#messages/locale.ts';

/** Day, year and time with the time zone, for a reader who may be in another one. @param at Unix seconds */
export function formatZoned(at: number): string {
  const format = new Intl.DateTimeFormat(locale.dates, {
    ...{ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
    ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short' },
  });
  return format.format(new Date(at * 1000));
}
