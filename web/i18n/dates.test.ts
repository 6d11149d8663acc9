import { expect, test } from 'vitest';
import { formatAbsolute, formatClock, formatLeft, formatRelative } from './dates.ts';

test('a relative time is rounded as people do', () => {
  const at = (seconds: number) => formatRelative(1000 + seconds, 1000);
  expect(at(22 * 3600 + 59)).toBe('in 22 hours');
  expect(at(86_400 - 1)).toBe('in 1 day');
  expect(at(3600 - 1)).toBe('in 1 hour');
  expect(at(7 * 86_400 - 1)).toBe('in 7 days');
  expect(at(29)).toBe('in less than a minute');
  expect(at(-29)).toBe('less than a minute ago');
  expect(at(-119)).toBe('2 minutes ago');
});

test('the time left is never in the past', () => {
  expect(formatLeft(1000 + 22 * 3600, 1000)).toBe('in 22 hours');
  expect(formatLeft(1000, 1000 + 119)).toBe('in less than a minute');
});

test('an absolute time includes the year only if it is not this year', () => {
  const thisYear = new Date().getFullYear();
  const midYear = (year: number) => new Date(year, 5, 15, 14, 2).getTime() / 1000;
  expect(formatAbsolute(midYear(thisYear))).not.toContain(String(thisYear));
  expect(formatAbsolute(midYear(thisYear + 1))).toContain(String(thisYear + 1));
  expect(formatClock(midYear(thisYear))).toMatch(/^(14:02|2:02\sPM)$/);
});

test('the largest time that a server or a sender can state is still shown as a time', () => {
  expect(formatAbsolute(Number.MAX_SAFE_INTEGER)).toMatch(/27576\d/);
  expect(formatClock(Number.MAX_SAFE_INTEGER)).toMatch(/^\d\d?:\d\d/);
  expect(formatRelative(Number.MAX_SAFE_INTEGER, 0)).toMatch(/days$/);
});
