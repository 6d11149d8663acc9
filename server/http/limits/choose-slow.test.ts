import { expect, test } from 'vitest';
import { chooseSlow } from './choose-slow.ts';

const MIN = 4096;
const slow = (client: string, bytesPerSecond: number, movedBytes: number) => ({
  client,
  bytesPerSecond,
  movedBytes,
  isTooSlow: true,
});

test('of the slow connections of a client that is fast enough on all together, the furthest stays', () => {
  const lanes = [100, 900, 300, 200].map((moved) => slow('192.0.2.1', 2000, moved));
  expect(chooseSlow(lanes, MIN)).toEqual({ slow: [lanes[0], lanes[2], lanes[3]], spared: [lanes[1]] });
});

test('it stays as well when the others are not judged yet, and then they go', () => {
  const furthest = slow('192.0.2.1', 3000, 900);
  const other = slow('192.0.2.1', 3000, 100);
  const notJudged = { ...other, isTooSlow: false };
  expect(chooseSlow([furthest, notJudged], MIN)).toEqual({ slow: [], spared: [furthest] });
  expect(chooseSlow([{ ...furthest, isTooSlow: false }, other], MIN)).toEqual({ slow: [other], spared: [] });
});

test('no connection of a client stays that is too slow on all together', () => {
  const drips = Array.from({ length: 64 }, (_, i) => slow('192.0.2.1', 1, i));
  const alone = slow('192.0.2.2', MIN - 1, 1e6);
  expect(chooseSlow([...drips, alone], MIN)).toEqual({ slow: [...drips, alone], spared: [] });
});

test('a connection that hardly moves goes, however fast the others of its client are', () => {
  const stalled = slow('192.0.2.1', 20, 4e6);
  const lanes = [100, 200].map((moved) => slow('192.0.2.1', 3000, moved));
  const quick = { ...slow('192.0.2.2', 1e6, 100), isTooSlow: false };
  const alsoStalled = slow('192.0.2.2', 20, 4e6);
  expect(chooseSlow([stalled, ...lanes, quick, alsoStalled], MIN)).toEqual({
    slow: [stalled, lanes[0], alsoStalled],
    spared: [lanes[1]],
  });
});

test('each client is judged by its own connections', () => {
  const one = [slow('192.0.2.1', 3000, 10), slow('192.0.2.1', 3000, 20)];
  const other = slow('192.0.2.2', 3000, 1000);
  expect(chooseSlow([...one, other], MIN)).toEqual({ slow: [one[0], other], spared: [one[1]] });
});
