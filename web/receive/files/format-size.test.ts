import { expect, test } from 'vitest';
import { formatDuration, formatSize } from './format-size.ts';

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1000, '1 kB'],
  [999_999, '1 MB'],
  [1_234_567, '1.23 MB'],
  [10_000_000_000, '10 GB'],
  [5e15, '5,000 TB'],
])('%d bytes', (bytes, words) => {
  expect(formatSize(bytes)).toBe(words);
});

test.each([
  [0, '1 second'],
  [1.2, '2 seconds'],
  [119, '119 seconds'],
  [121, '3 minutes'],
  [7201, '3 hours'],
])('%d seconds left', (seconds, words) => {
  expect(formatDuration(seconds)).toBe(words);
});
