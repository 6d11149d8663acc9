import { expect, test } from 'vitest';
import type { CheckedClock } from './reckoning.ts';
import { watchClock } from './watch-clock.ts';

const HOUR = 3600;

function watched() {
  const said: string[] = [];
  const add = (event: string) => void said.push(event);
  const check = watchClock({ error: add, warn: add, info: add });
  const at = (aheadSeconds: number, offSeconds: number | null): CheckedClock => ({
    ...{ expectedAt: 1_000_000, checkedAt: 1_000_000 + aheadSeconds },
    ...{ uptimeSeconds: 100, bootId: 'a', offSeconds },
  });
  return { said, check: (aheadSeconds: number, offSeconds: number | null) => check(at(aheadSeconds, offSeconds)) };
}

test('a jump ahead is logged once, and so is its end', () => {
  const { said, check } = watched();
  check(2 * HOUR, 0);
  check(2 * HOUR, 15);
  check(0, null);
  check(0, null);
  expect(said).toEqual([expect.stringContaining('jumped ahead'), expect.stringContaining('correct again')]);
});

test('a clock that is set back is logged once and causes no hold', () => {
  const { said, check } = watched();
  check(-2 * HOUR, 0);
  check(-2 * HOUR, 15);
  check(0, null);
  expect(said).toEqual([expect.stringContaining('set back')]);
});
