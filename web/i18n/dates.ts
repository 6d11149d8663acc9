import { roundSpan } from '#client/round-span.ts';
import { serverNow } from '#web/clock.ts';
import { dates } from '#words/dates.ts';
import { timeOfDay } from './locale.ts';
import { perLocale } from './words.ts';

/** Times are Unix seconds, shown in this language and in the reader's time zone and kind of clock. */
const withTime = (date: Intl.DateTimeFormatOptions) =>
  perLocale((locale) => new Intl.DateTimeFormat(locale, { ...date, ...timeOfDay(locale) }));

const absolute = withTime({ weekday: 'long', day: 'numeric', month: 'long' });
const absoluteWithYear = withTime({ day: 'numeric', month: 'long', year: 'numeric' });
const clock = withTime({});
const relative = perLocale((locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'always' }));

/** The largest `Date`. The wire and payloads can hold larger times, which must not break a page. */
const LAST_SECOND = 8.64e12;
const dateOf = (at: number) => new Date(Math.min(Math.max(at, 0), LAST_SECOND) * 1000);

/** Day and time, with the year if it is not this year. */
export function formatAbsolute(at: number): string {
  const date = dateOf(at);
  return (date.getFullYear() === dateOf(serverNow()).getFullYear() ? absolute : absoluteWithYear)().format(date);
}

/** Only the time of day. */
export function formatClock(at: number): string {
  return clock().format(dateOf(at));
}

/** “in 22 hours”, “3 minutes ago”, rounded by `roundSpan`. */
export function formatRelative(at: number, now: number): string {
  const { count, unit } = roundSpan(Math.abs(at - now));
  if (count === 0) return at < now ? dates.lessThanAMinuteAgo : dates.lessThanAMinuteLeft;
  return relative().format(at < now ? -count : count, unit);
}

/** The time left. Never “ago”: the server says that it still exists, and a proxy's clock may be wrong. */
export const formatLeft = (at: number, now: number): string => formatRelative(Math.max(at, now), now);
