import { formatSpan } from '#web/i18n/spans.ts';

const named: Readonly<Record<number, string>> = {
  60: 'a minute',
  300: 'five minutes',
  3600: 'an hour',
  86400: 'a day',
  604800: 'seven days',
  2592000: 'thirty days',
};

/** A span of time inside a sentence. */
export const span = (seconds: number) => named[seconds] ?? formatSpan(seconds);

/** Rounded up to whole minutes, and to whole hours above two hours. @returns seconds */
export function roundedUp(seconds: number): number {
  const unit = seconds > 7200 ? 3600 : 60;
  return Math.max(1, Math.ceil(seconds / unit)) * unit;
}
