import { expect, test } from 'vitest';
import { spareFurthest } from './spare-furthest.ts';

const MIN = 4096;
const slow = (client: string, bytesPerSecond: number, movedBytes: number) => ({ client, bytesPerSecond, movedBytes });

test('of the slow connections of a client that is fast enough on all together, the furthest stays', () => {
  const lanes = [100, 900, 300, 200].map((moved) => slow('192.0.2.1', 2000, moved));
  expect([...spareFurthest(lanes, MIN)]).toEqual([lanes[1]]);
});

test('no connection of a client stays that is too slow on all together', () => {
  const drips = Array.from({ length: 64 }, (_, i) => slow('192.0.2.1', 1, i));
  expect([...spareFurthest([...drips, slow('192.0.2.2', MIN - 1, 1e6)], MIN)]).toEqual([]);
});

test('each client is judged by its own connections', () => {
  const one = [slow('192.0.2.1', 3000, 10), slow('192.0.2.1', 3000, 20)];
  const other = [slow('192.0.2.2', 3000, 1000)];
  expect([...spareFurthest([...one, ...other], MIN)]).toEqual([one[1]]);
});
