import { locale } from '#messages/locale.ts';

const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

/** “7 days”, “90 minutes”: the largest unit that is exact. */
export function formatSpan(seconds: number): string {
  const [unit, length] = units.find(([, size]) => seconds >= size && seconds % size === 0) ?? (['second', 1] as const);
  return new Intl.NumberFormat(locale.dates, { style: 'unit', unit, unitDisplay: 'long' }).format(seconds / length);
}
