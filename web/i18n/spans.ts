import type { Message } from '#client/words/message.ts';
import { perLocale, say } from './words.ts';

const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** Nobody can picture 90,061 seconds. */
const COUNTED_BELOW = 1000;

export type SpanUnit = (typeof units)[number][0];

/** The words for a span in one sentence: “within” needs another case than “for” in many languages. */
export type SpanWords = Readonly<Record<SpanUnit, Message<{ readonly count: number }>>>;

/** The largest unit that is exact. From a count of 1000, the next larger one, rounded. */
function spanOf(seconds: number): { readonly count: number; readonly unit: SpanUnit } {
  const exact = units.find(([, size]) => seconds >= size && seconds % size === 0)?.[1] ?? 1;
  const fits = units.findLast(([unit, size]) => size >= exact && (seconds / size < COUNTED_BELOW || unit === 'day'));
  const [unit, size] = fits ?? units[0];
  return { count: Math.round(seconds / size), unit };
}

const inUnit = (unit: SpanUnit) =>
  perLocale((locale) => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }));
const formats = { day: inUnit('day'), hour: inUnit('hour'), minute: inUnit('minute'), second: inUnit('second') };

/** “7 days”, “90 minutes”, alone or where the language does not inflect it. */
export function formatSpan(seconds: number): string {
  const { count, unit } = spanOf(seconds);
  return formats[unit]().format(count);
}

/** “seven days”, “90 minutes”, in the words of the sentence around it. */
export function saySpan(words: SpanWords, seconds: number): string {
  const { count, unit } = spanOf(seconds);
  return say(words[unit], { count });
}
