import { locale } from '#messages/locale.ts';

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

const formats = units.map(
  (unit, index) =>
    new Intl.NumberFormat(locale.dates, {
      style: 'unit',
      unit,
      unitDisplay: index === 0 ? 'long' : 'short',
      maximumSignificantDigits: 3,
    }),
);

/** In powers of a thousand, as disks and file managers count: “1.2 MB”. */
export function formatSize(bytes: number): string {
  const rounded = Number(bytes.toPrecision(3));
  const index = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, rounded)) / 3));
  return formats[index]?.format(bytes / 1000 ** index) ?? '';
}

const durations = [
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** “2 minutes”: the largest unit of which there are two, rounded up. */
export function formatDuration(seconds: number): string {
  const [unit, length] = durations.find(([, size]) => seconds >= 2 * size) ?? (['second', 1] as const);
  const format = new Intl.NumberFormat(locale.dates, { style: 'unit', unit, unitDisplay: 'long' });
  return format.format(Math.max(1, Math.ceil(seconds / length)));
}

export function formatCount(count: number): string {
  return new Intl.NumberFormat(locale.dates).format(count);
}
