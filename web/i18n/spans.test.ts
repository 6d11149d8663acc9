import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatSpan } from './spans.ts';

test.each([
  [604_800, '7 days'],
  [86_400, '1 day'],
  [5400, '90 minutes'],
  [61, '61 seconds'],
  [999, '999 seconds'],
  [1001, '17 minutes'],
  [86_400 + 3600, '25 hours'],
  [90_061, '25 hours'],
  [999 * 60, '999 minutes'],
  [1001 * 60, '17 hours'],
  [1001 * 3600, '42 days'],
  [2000 * 86_400, '2,000 days'],
])('%i seconds are shown as %s', (seconds, words) => {
  expect(formatSpan(seconds)).toBe(words);
});

test('a span is exact to 3 %, and exact if its unit is common', () => {
  const sizes: Record<string, number> = { day: 86_400, hour: 3600, minute: 60, second: 1 };
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 * 86_400 }), (seconds) => {
      const [, count = '', unit = ''] = /^([\d,]+) (day|hour|minute|second)s?$/.exec(formatSpan(seconds)) ?? [];
      const shown = Number(count.replaceAll(',', '')) * (sizes[unit] ?? NaN);
      expect(Math.abs(shown - seconds)).toBeLessThanOrEqual(seconds < 1000 ? 0 : seconds * 0.03);
    }),
    { numRuns: 1000 },
  );
});
