import { program } from '#cli/words/program.ts';
import { currentLanguage, inWords } from '#cli/language/words.ts';

/** Dates, numbers and lists in the current language, in the forms of the person's region. */

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** `1.2 MB`, in powers of 1000. */
export function sizeInWords(bytes: number): string {
  let [value, unit] = [bytes, 0];
  while (value >= 999.5 && unit < UNITS.length - 1) [value, unit] = [value / 1000, unit + 1];
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  const options = { style: 'unit', unit: UNITS[unit] ?? 'byte', unitDisplay: unit === 0 ? 'long' : 'short' } as const;
  const { numberLocale } = currentLanguage();
  return new Intl.NumberFormat(numberLocale, {
    ...options,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
}

/** `12,345`. A plural formats its own number. */
export const numberInWords = (value: number): string =>
  new Intl.NumberFormat(currentLanguage().numberLocale).format(value);

/** `12%`. */
export const percentInWords = (share: number): string =>
  new Intl.NumberFormat(currentLanguage().numberLocale, { style: 'percent', roundingMode: 'floor' }).format(share);

/** `1h, 1d`. `unit` joins without a word such as “and”, which would need to fit the sentence around it. */
export const listed = (items: readonly string[]): string =>
  new Intl.ListFormat(currentLanguage().numberLocale, { type: 'unit', style: 'short' }).format(items);

/** `1h, 1d and 7d`. */
export const listedWithAnd = (items: readonly string[]): string =>
  new Intl.ListFormat(currentLanguage().numberLocale).format(items);

/** `one, two, three`: with as few words as the language allows. Japanese separates them with 、 where `listed` has a blank. */
export const listedBriefly = (items: readonly string[]): string =>
  new Intl.ListFormat(currentLanguage().numberLocale, { type: 'conjunction', style: 'narrow' }).format(items);

/** Whole sentences, one after the other. */
export const sentences = (...all: readonly string[]): string =>
  all.reduce((first, second) => inWords(program.twoSentences, { first, second }));

const SHORT_SECONDS = 120;

/** Local time with its zone. @param since the other end of a period. Seconds are shown for a period of minutes. */
export function timeInWords(seconds: number, since?: number): string {
  const isShort = since !== undefined && Math.abs(seconds - since) < SHORT_SECONDS;
  return dateOf(seconds).toLocaleString(currentLanguage().dateLocale, {
    ...{ day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' },
    ...(isShort && { second: '2-digit' }),
    timeZoneName: 'short',
  });
}

/** Several moments, separated by semicolons: a date can contain commas. */
export const timesInWords = (times: readonly number[]): string => times.map((at) => timeInWords(at)).join('; ');

/** The values of a sentence about a moment in the past, whose form depends on the day. */
export interface Moment {
  readonly day: 'today' | 'other';
  readonly date: string;
  readonly time: string;
}

/** `14:02` for today, and `3 Dec 2026` for any other day. Local time. */
export function momentOf(seconds: number, now = new Date()): Moment {
  const date = dateOf(seconds);
  const { dateLocale } = currentLanguage();
  return {
    day: date.toDateString() === now.toDateString() ? 'today' : 'other',
    date: date.toLocaleDateString(dateLocale, { day: 'numeric', month: 'short', year: 'numeric' }),
    time: date.toLocaleTimeString(dateLocale, { hour: '2-digit', minute: '2-digit' }),
  };
}

/** The last second that a Date can represent. Messages and payloads can contain later ones. */
const LAST_SECOND = 8.64e12;
const dateOf = (seconds: number): Date => new Date(Math.min(Math.max(seconds, 0), LAST_SECOND) * 1000);

/** `in 30 seconds`, `in 2 minutes`: rounded up, so that the wait is really over by then. */
export function afterWait(seconds: number): string {
  const format = new Intl.RelativeTimeFormat(currentLanguage().numberLocale);
  if (seconds < SHORT_SECONDS) return format.format(seconds, 'second');
  return seconds < 7200
    ? format.format(Math.ceil(seconds / 60), 'minute')
    : format.format(Math.ceil(seconds / 3600), 'hour');
}

/** For programs: ISO 8601, UTC. */
export const timeStamp = (seconds: number): string => dateOf(seconds).toISOString().replace('.000Z', 'Z');
