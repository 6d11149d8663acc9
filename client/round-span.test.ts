import fc from 'fast-check';
import { expect, test } from 'vitest';
import { roundSpan } from './round-span.ts';

const SIZES = { day: 86_400, hour: 3600, minute: 60 };
const DAY = 86_400;
const HOUR = 3600;

test.each([
  [0, '0 minute'],
  [29, '0 minute'],
  [30, '1 minute'],
  [89, '1 minute'],
  [90, '2 minute'],
  [HOUR - 31, '59 minute'],
  [HOUR - 1, '1 hour'],
  [HOUR, '1 hour'],
  [HOUR + 31, '61 minute'],
  [1.5 * HOUR, '90 minute'],
  [2 * HOUR - 31, '119 minute'],
  [2 * HOUR - 1, '2 hour'],
  [DAY - 1801, '23 hour'],
  [DAY - 1, '1 day'],
  [DAY + 1, '1 day'],
  [DAY + HOUR, '25 hour'],
  [2 * DAY - HOUR, '47 hour'],
  [2 * DAY - 1, '2 day'],
  [2.4 * DAY, '2 day'],
  [7 * DAY - 1, '7 day'],
  [30 * DAY - 1, '30 day'],
])('%d seconds are %s', (seconds, words) => {
  const { count, unit } = roundSpan(seconds);
  expect(`${count} ${unit}`).toBe(words);
});

const spans = fc.oneof(fc.double({ min: 0, max: 200, noNaN: true }), fc.nat(3 * DAY), fc.nat(400 * DAY));

test('a rounded span differs from the real one by at most half its unit', () => {
  fc.assert(
    fc.property(spans, (seconds) => {
      const { count, unit } = roundSpan(seconds);
      expect(Math.abs(count * SIZES[unit] - seconds)).toBeLessThanOrEqual(SIZES[unit] / 2);
    }),
    { numRuns: 2000 },
  );
});

test('a longer span is never rounded to a shorter one, and nobody reads 60 minutes, 24 hours or 130 minutes', () => {
  fc.assert(
    fc.property(spans, spans, (one, other) => {
      const [shorter, longer] = [Math.min(one, other), Math.max(one, other)].map(roundSpan);
      if (!shorter || !longer) throw new Error('two spans');
      expect(shorter.count * SIZES[shorter.unit]).toBeLessThanOrEqual(longer.count * SIZES[longer.unit]);
      for (const { count, unit } of [shorter, longer]) {
        if (unit !== 'day') expect(count).toBeLessThan(unit === 'minute' ? 120 : 48);
        expect([count, unit]).not.toEqual(unit === 'minute' ? [60, 'minute'] : [24, 'hour']);
      }
    }),
    { numRuns: 2000 },
  );
});
