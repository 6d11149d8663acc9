import { uptime } from 'node:os';
import { afterEach, expect, test, vi } from 'vitest';
import { hostUptime } from './host-uptime.ts';

afterEach(() => {
  vi.useRealTimers();
});

test('the uptime is read once in half a second, and at once after the clock was set or the host was suspended', () => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'], now: 1_000_000 });
  const read = vi.fn(() => 100.9);
  const host = hostUptime(read);
  const readsAfter = (step: () => void) => {
    step();
    expect(host.seconds()).toBe(100);
    expect(host.seconds()).toBe(100);
    return read.mock.calls.length;
  };
  expect(readsAfter(() => undefined)).toBe(1);
  expect(readsAfter(() => vi.advanceTimersByTime(499))).toBe(1);
  expect(readsAfter(() => vi.advanceTimersByTime(1))).toBe(2);
  expect(readsAfter(() => vi.setSystemTime(Date.now() + 500))).toBe(3);
  expect(readsAfter(() => vi.setSystemTime(Date.now() - 1))).toBe(4);
});

test('the uptime is the host’s', () => {
  const before = Math.floor(uptime());
  const seconds = hostUptime().seconds();
  expect(seconds).toBeGreaterThanOrEqual(before);
  expect(seconds).toBeLessThanOrEqual(uptime());
});
