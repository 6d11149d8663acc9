import { expect, test } from 'vitest';
import { chooseSlow } from './choose-slow.ts';

const MIN = 4096;
const slow = (client: string, bytesPerSecond: number, movedBytes: number) => ({
  client,
  bytesPerSecond,
  movedBytes,
  isTooSlow: true,
});

test("the furthest of a client's slow connections stays if they are fast enough together", () => {
  const lanes = [100, 900, 300, 200].map((moved) => slow('192.0.2.1', 2000, moved));
  expect(chooseSlow(lanes, MIN)).toEqual({ slow: [lanes[0], lanes[2], lanes[3]], spared: [lanes[1]] });
});

test('it also stays while the others have not been measured, and then they are cut off', () => {
  const furthest = slow('192.0.2.1', 3000, 900);
  const other = slow('192.0.2.1', 3000, 100);
  const notMeasured = { ...other, isTooSlow: false };
  expect(chooseSlow([furthest, notMeasured], MIN)).toEqual({ slow: [], spared: [furthest] });
  expect(chooseSlow([{ ...furthest, isTooSlow: false }, other], MIN)).toEqual({ slow: [other], spared: [] });
});

test('no connection stays if the client is too slow on all of them together', () => {
  const drips = Array.from({ length: 64 }, (_, i) => slow('192.0.2.1', 1, i));
  const alone = slow('192.0.2.2', MIN - 1, 1e6);
  expect(chooseSlow([...drips, alone], MIN)).toEqual({ slow: [...drips, alone], spared: [] });
});

test("a connection that hardly moves is cut off, however fast its client's other connections are", () => {
  const stalled = slow('192.0.2.1', 20, 4e6);
  const lanes = [100, 200].map((moved) => slow('192.0.2.1', 3000, moved));
  const quick = { ...slow('192.0.2.2', 1e6, 100), isTooSlow: false };
  const alsoStalled = slow('192.0.2.2', 20, 4e6);
  expect(chooseSlow([stalled, ...lanes, quick, alsoStalled], MIN)).toEqual({
    slow: [stalled, lanes[0], alsoStalled],
    spared: [lanes[1]],
  });
});

test('each client is measured by its own connections', () => {
  const one = [slow('192.0.2.1', 3000, 10), slow('192.0.2.1', 3000, 20)];
  const other = slow('192.0.2.2', 3000, 1000);
  expect(chooseSlow([...one, other], MIN)).toEqual({ slow: [one[0], other], spared: [one[1]] });
});
