import { roundSpan } from '#client/round-span.ts';

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** `1.2 MB`, in powers of 1000. */
export function sizeInWords(bytes: number): string {
  let [value, unit] = [bytes, 0];
  while (value >= 999.5 && unit < UNITS.length - 1) [value, unit] = [value / 1000, unit + 1];
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${UNITS[unit] ?? ''}`;
}

const SHORT_SECONDS = 120;

/** Local time with its zone. @param since the other end of a period. Seconds are shown for a period of minutes. */
export function timeInWords(seconds: number, since?: number): string {
  const isShort = since !== undefined && Math.abs(seconds - since) < SHORT_SECONDS;
  return dateOf(seconds).toLocaleString('en-GB', {
    ...{ day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' },
    ...(isShort && { second: '2-digit' }),
    timeZoneName: 'short',
  });
}

/** `at 14:02` for today, `on 3 Dec 2026 at 14:02` for any other day. Local time. */
export function momentInWords(seconds: number, now = new Date()): string {
  const date = dateOf(seconds);
  const clock = date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  if (date.toDateString() === now.toDateString()) return `at ${clock}`;
  return `on ${date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })} at ${clock}`;
}

/** The last second that a Date can represent. Messages and payloads can contain later ones. */
const LAST_SECOND = 8.64e12;
const dateOf = (seconds: number): Date => new Date(Math.min(Math.max(seconds, 0), LAST_SECOND) * 1000);

/** `90 minutes`, `1 day`, rounded by `roundSpan`. */
export function spanInWords(seconds: number): string {
  const { count, unit } = roundSpan(seconds);
  return count === 0 ? 'less than a minute' : counted(count, unit);
}

/** `30 seconds`, `2 minutes`: rounded up, so that the wait is really over by then. */
export function waitInWords(seconds: number): string {
  const [count, unit]: [number, string] =
    seconds < SHORT_SECONDS
      ? [seconds, 'second']
      : seconds < 7200
        ? [Math.ceil(seconds / 60), 'minute']
        : [Math.ceil(seconds / 3600), 'hour'];
  return counted(count, unit);
}

const counted = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`;

/** For programs: ISO 8601, UTC. */
export const timeStamp = (seconds: number): string => dateOf(seconds).toISOString().replace('.000Z', 'Z');

export function viewsInWords(maxViews: number): string {
  if (maxViews === 0) return 'any number of times';
  return maxViews === 1 ? 'once' : `${maxViews} times`;
}

export const answersInWords = (count: number): string => (count === 1 ? 'one answer' : `${count} answers`);
