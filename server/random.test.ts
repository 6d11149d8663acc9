import { expect, test } from 'vitest';
import { pooledRandom } from './random.ts';

test('bytes have the wanted length and never come twice, also across a refill and beyond the pool', () => {
  const random = pooledRandom();
  const given = Array.from({ length: 1000 }, () => random(32));
  expect(given.every(({ length }) => length === 32)).toBe(true);
  expect(new Set(given.map((bytes) => Buffer.from(bytes).toString('hex'))).size).toBe(1000);
  expect([random(0).length, random(4096).length, random(5000).length]).toEqual([0, 4096, 5000]);
  expect(Buffer.from(random(5000)).equals(Buffer.alloc(5000))).toBe(false);
});

test('overwriting some bytes does not change others', () => {
  const random = pooledRandom();
  const [first, second] = [random(32), random(32)];
  const before = Buffer.from(second);
  first.fill(0);
  expect(Buffer.from(second).equals(before)).toBe(true);
});
