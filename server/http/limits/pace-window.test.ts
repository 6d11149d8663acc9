import { describe, expect, test } from 'vitest';
import { pace } from './limits.ts';
import { PaceWindow } from './pace-window.ts';

const SAMPLE_SECONDS = 5;
const KIB = 1024;

/** @returns the seconds until a client that moves `burstBytes` every `everySeconds` is cut off; undefined: never */
function cutAfter(burstBytes: number, everySeconds: number, firstAt = everySeconds): number | undefined {
  const window = new PaceWindow();
  let next = firstAt;
  for (let seconds = SAMPLE_SECONDS; seconds <= 3600; seconds += SAMPLE_SECONDS) {
    let bytes = 0;
    for (; next <= seconds; next += everySeconds) bytes += burstBytes;
    window.add({ bytes, ms: SAMPLE_SECONDS * 1000 }, pace);
    if (window.isTooSlow(pace)) return seconds;
  }
  return undefined;
}

describe('below 4 KiB/s', () => {
  test.each([
    ['nothing', 0, 1],
    ['a byte a second', 1, 1],
    ['a byte every eleven seconds', 1, 11],
    ['2 KiB/s', 2 * KIB, 1],
    ['3.9 KiB/s', 3.9 * KIB, 1],
    ['3.9 KiB/s in bursts of three seconds', 11.7 * KIB, 3],
  ])('%s is cut off after 30 seconds', (_name, bytes, every) => {
    expect([30, 35]).toContain(cutAfter(bytes, every));
  });

  test.each([
    ['2 KiB/s in bursts of 64 KiB', 64 * KIB, 32],
    ['2 KiB/s in bursts of 128 KiB', 128 * KIB, 64],
    ['3 KiB/s in bursts of 128 KiB', 128 * KIB, 43],
    ['a burst of a megabyte every five minutes', 1024 * KIB, 300],
  ])('%s is cut off within two minutes', (_name, bytes, every) => {
    for (let firstAt = 1; firstAt <= every; firstAt += 3)
      expect(cutAfter(bytes, every, firstAt)).toBeLessThanOrEqual(120);
  });
});

describe('at 4 KiB/s or more', () => {
  test.each([
    ['4.1 KiB/s', 4.1 * KIB, 1],
    ['4.2 KiB/s in bursts of 64 KiB', 64 * KIB, 15.2],
    ['4.5 KiB/s in bursts of 128 KiB', 128 * KIB, 28],
    ['6 KiB/s in bursts of 128 KiB', 128 * KIB, 21],
    ['6 KiB/s in bursts of 192 KiB', 192 * KIB, 32],
    ['40 KiB/s in bursts of 192 KiB', 192 * KIB, 4.8],
  ])('%s is never cut off', (_name, bytes, every) => {
    for (let firstAt = 1; firstAt <= Math.min(every, 25); firstAt += 3)
      expect(cutAfter(bytes, every, firstAt)).toBeUndefined();
  });
});

test('a fast client is cut off 30 seconds after it stops', () => {
  const window = new PaceWindow();
  for (let i = 0; i < 100; i++) window.add({ bytes: 10_000_000, ms: 5000 }, pace);
  const still: boolean[] = [];
  for (let i = 0; i < 6; i++) {
    window.add({ bytes: 0, ms: 5000 }, pace);
    still.push(window.isTooSlow(pace));
  }
  expect(still).toEqual([false, false, false, false, false, true]);
});
