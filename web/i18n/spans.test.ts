import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asked } from '#words/asked.ts';
import { ask } from '#words/ask.ts';
import { compose } from '#words/compose.ts';
import { formatSpan, saySpan } from './spans.ts';
import { formatWait } from './waits.ts';

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

test.each([
  [300, 'five minutes', 'for five minutes'],
  [3600, 'an hour', 'for an hour'],
  [86_400, 'a day', 'for a day'],
  [604_800, 'seven days', 'for seven days'],
  [2_592_000, 'thirty days', 'for thirty days'],
  [600, '10 minutes', 'for 10 minutes'],
  [172_800, '2 days', 'for 2 days'],
  [90, '90 seconds', 'for 90 seconds'],
])('%i seconds have the words of their sentence', (seconds, within, kept) => {
  expect([saySpan(compose.within, seconds), saySpan(ask.within, seconds), saySpan(ask.stays, seconds)]).toEqual([
    within,
    within,
    within,
  ]);
  expect(saySpan(asked.span, seconds)).toBe(kept);
});

test.each([
  [0, 'in a minute'],
  [60, 'in a minute'],
  [61, 'in 2 minutes'],
  [300, 'in five minutes'],
  [3600, 'in an hour'],
  [3601, 'in 61 minutes'],
  [7200, 'in 2 hours'],
  [7201, 'in 3 hours'],
  [86_400, 'in a day'],
  [86_401, 'in 25 hours'],
  [604_800, 'in seven days'],
])('a wait of %i seconds is rounded up to %s', (seconds, words) => {
  expect(formatWait(seconds)).toBe(words);
});
