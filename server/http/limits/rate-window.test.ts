import { expect, test } from 'vitest';
import { RateWindow } from './rate-window.ts';

const settable = (limit: number, maxClients?: number) => {
  const clock = { ms: 0 };
  const options = { limit, windowMs: 1000, now: () => clock.ms };
  return { clock, window: new RateWindow(maxClients === undefined ? options : { ...options, maxClients }) };
};

test("a client's window starts with its first request, and a new one starts after it", () => {
  const { clock, window } = settable(2);
  expect([window.count('a', 1), window.count('a', 1)]).toEqual([undefined, undefined]);
  clock.ms = 400;
  expect(window.count('a', 1)).toBe(600);
  expect(window.count('b', 2)).toBeUndefined();
  clock.ms = 999;
  expect(window.count('a', 1), 'refused requests do not extend it').toBe(1);
  clock.ms = 1000;
  expect(window.count('a', 2)).toBeUndefined();
  expect(window.count('b', 1)).toBe(400);
});

test('clients are forgotten after their window, without another request from them', () => {
  const { clock, window } = settable(1);
  for (let i = 0; i < 1000; i++) window.count(`client ${i}`, 1);
  expect(window.size).toBe(1000);
  clock.ms = 1000;
  window.count('another', 1);
  expect(window.size).toBe(1);
});

test('the number of clients is bounded, and the first is forgotten first', () => {
  const { window } = settable(1, 100);
  window.count('a', 1);
  for (let i = 0; i < 99; i++) window.count(`client ${i}`, 1);
  expect(window.count('a', 1), 'still counted').toBe(1000);
  for (let i = 99; i < 5000; i++) window.count(`client ${i}`, 1);
  expect(window.size).toBe(100);
  expect(window.count('client 4999', 1)).toBe(1000);
});
