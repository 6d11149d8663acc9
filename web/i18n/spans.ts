import { currentLocale } from './words.ts';

const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** Nobody can picture 90,061 seconds. */
const COUNTED_BELOW = 1000;

/** “7 days”, “90 minutes”: the largest unit that is exact. From a count of 1000, the next larger one, rounded. */
export function formatSpan(seconds: number): string {
  const exact = units.find(([, size]) => seconds >= size && seconds % size === 0)?.[1] ?? 1;
  const fits = units.findLast(([unit, size]) => size >= exact && (seconds / size < COUNTED_BELOW || unit === 'day'));
  const [unit, size] = fits ?? units[0];
  const format = new Intl.NumberFormat(currentLocale(), { style: 'unit', unit, unitDisplay: 'long' });
  return format.format(Math.round(seconds / size));
}
