import { expect, test } from 'vitest';
import { formatBytes } from './sizes.ts';

test('sizes have up to three digits and the shortest unit', () => {
  const sizes = [0, 1, 999, 1000, 1234, 999_499, 999_900, 1_240_000, 10_000_000_000, 2.5e12];
  expect(sizes.map(formatBytes)).toEqual([
    '0 bytes',
    '1 byte',
    '999 bytes',
    '1 kB',
    '1.23 kB',
    '999 kB',
    '1 MB',
    '1.24 MB',
    '10 GB',
    '2.5 TB',
  ]);
});
