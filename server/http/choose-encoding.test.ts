import { expect, test } from 'vitest';
import { chooseEncoding } from './choose-encoding.ts';

test.each([
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip', 'gzip'],
  ['GZIP;Q=1', 'gzip'],
  ['br;q=0.5, gzip;q=0.8', 'gzip'],
  ['br;q=0, gzip', 'gzip'],
  ['*', 'br'],
  ['*;q=0.5, br;q=0', 'gzip'],
  ['gzip;q=0', undefined],
  ['identity', undefined],
  ['identity;q=1, br;q=0.5', undefined],
  ['br;q=2', undefined],
  ['br;q=abc', undefined],
  ['deflate, zstd', undefined],
  [',,;q=1,', undefined],
  ['', undefined],
  [undefined, undefined],
] as const)('accept-encoding "%s" selects %s', (header, encoding) => {
  expect(chooseEncoding(header)).toBe(encoding);
});
