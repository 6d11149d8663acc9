import { expect, test } from 'vitest';
import { formatAbsolute, formatClock, formatLeft, formatRelative } from './dates.ts';

test('a relative time uses the largest unit of which it has at least two', () => {
  expect(formatRelative(1000 + 22 * 3600 + 59, 1000)).toBe('in 22 hours');
  expect(formatRelative(1000 + 86_400, 1000)).toBe('in 24 hours');
  expect(formatRelative(1000 + 7 * 86_400 - 1, 1000)).toBe('in 6 days');
  expect(formatRelative(1000, 1000 + 119)).toBe('119 seconds ago');
});

test('the time left is never in the past', () => {
  expect(formatLeft(1000 + 22 * 3600, 1000)).toBe('in 22 hours');
  expect(formatLeft(1000, 1000 + 119)).toBe('in 0 seconds');
});

test('an absolute time includes the year only if it is not this year', () => {
  const thisYear = new Date().getFullYear();
  const midYear = (year: number) => new Date(year, 5, 15, 14, 2).getTime() / 1000;
  expect(formatAbsolute(midYear(thisYear))).not.toContain(String(thisYear));
  expect(formatAbsolute(midYear(thisYear + 1))).toContain(String(thisYear + 1));
  expect(formatClock(midYear(thisYear))).toBe('14:02');
});

test('the largest time that a server or a sender can state is still shown as a time', () => {
  expect(formatAbsolute(Number.MAX_SAFE_INTEGER)).toMatch(/27576\d/);
  expect(formatClock(Number.MAX_SAFE_INTEGER)).toMatch(/^\d\d:\d\d$/);
  expect(formatRelative(Number.MAX_SAFE_INTEGER, 0)).toMatch(/days$/);
});
