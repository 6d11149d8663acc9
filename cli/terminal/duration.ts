import { Failure } from './exit-codes.ts';
import { inWords } from '#cli/language/words.ts';
import { program as words } from '#cli/words/program.ts';

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Parses `90s`, `30m`, `2h`, `7d`. @returns seconds. @throws Failure that names the option */
export function readDurationOption(option: string, given: string): number {
  const seconds = secondsOf(given);
  if (seconds === undefined) throw new Failure('misused', inWords(words.option.duration, { option }));
  return seconds;
}

/** @returns undefined for anything but `90s`, `30m`, `2h`, `7d` */
export function secondsOf(given: string): number | undefined {
  const [, count, unit = ''] = /^(\d{1,9})([smhd])$/.exec(given) ?? [];
  const seconds = Number(count) * (SECONDS[unit] ?? NaN);
  return seconds > 0 ? seconds : undefined;
}

/** The inverse of `readDurationOption`, in the largest unit that is exact. */
export function shortDuration(seconds: number): string {
  const [unit, size] = (
    [
      ['d', 86_400],
      ['h', 3600],
      ['m', 60],
    ] as const
  ).find(([, each]) => seconds % each === 0) ?? ['s', 1];
  return `${seconds / size}${unit}`;
}
