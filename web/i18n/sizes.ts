import { perLocale } from './words.ts';

const units = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'] as const;
const STEP = 1000;

const bytesFormat = perLocale(
  (locale) => new Intl.NumberFormat(locale, { style: 'unit', unit: 'byte', unitDisplay: 'long' }),
);
const formats = perLocale((locale) =>
  units.map((unit) => {
    const options = { style: 'unit', unit, unitDisplay: 'short', maximumSignificantDigits: 3 } as const;
    return new Intl.NumberFormat(locale, options);
  }),
);

/** “812 bytes”, “1.24 MB”, “10 GB”: up to three digits, in decimal units, like operating systems and vendors. */
export function formatBytes(bytes: number): string {
  if (bytes < STEP) return bytesFormat().format(bytes);
  let value = bytes / STEP;
  let unit = 0;
  // 999,900 bytes are shown as 1 MB, not as 1,000 kB.
  for (; Number(value.toPrecision(3)) >= STEP && unit < units.length - 1; unit++) value /= STEP;
  return formats()[unit]?.format(value) ?? '';
}
