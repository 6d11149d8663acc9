import { locale } from '#messages/locale.ts';
import { serverNow } from '#web/app/network/server-clock.ts';

/** Times are Unix seconds; they are shown in this language and in the reader's own time zone. */
const absolute = new Intl.DateTimeFormat(locale.dates, {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const absoluteWithYear = new Intl.DateTimeFormat(locale.dates, {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const clock = new Intl.DateTimeFormat(locale.dates, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const relative = new Intl.RelativeTimeFormat(locale.dates, { numeric: 'always' });

const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;
const second = ['second', 1] as const;

/** Where time ends for a browser. What the wire and a payload may hold goes further, and must not stop a page. */
const LAST_SECOND = 8.64e12;
const dateOf = (at: number) => new Date(Math.min(Math.max(at, 0), LAST_SECOND) * 1000);

/** Day and time; with its year where that is not this one. */
export function formatAbsolute(at: number): string {
  const date = dateOf(at);
  return (date.getFullYear() === dateOf(serverNow()).getFullYear() ? absolute : absoluteWithYear).format(date);
}

/** The time of day alone. */
export function formatClock(at: number): string {
  return clock.format(dateOf(at));
}

/** “in 22 hours”, “3 minutes ago”: the largest unit of which there are two, so that what is left is never overstated. */
export function formatRelative(at: number, now: number): string {
  const seconds = at - now;
  const [unit, length] = units.find(([, size]) => Math.abs(seconds) >= 2 * size) ?? second;
  return relative.format(Math.trunc(seconds / length), unit);
}

/** The time that is left. Never “ago”: the server says that it is still there, and the clock of a proxy may be wrong. */
export const formatLeft = (at: number, now: number): string => formatRelative(Math.max(at, now), now);
