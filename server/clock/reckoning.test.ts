import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isHeld, isWorthKeeping, reckon } from './reckoning.ts';
import type { CheckedClock, Reading } from './reckoning.ts';

const START = 1_800_000_000;
const HOUR = 3600;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** A host with an adjustable clock, and the results of its checks. */
class Host {
  clock: CheckedClock | undefined;
  now = START;
  uptimeSeconds = 500;
  bootId = 'a';

  pass(seconds: number, check: 'checked' | 'unchecked' = 'checked'): this {
    this.now += seconds;
    this.uptimeSeconds += seconds;
    return check === 'checked' ? this.check() : this;
  }

  jump(seconds: number): this {
    this.now += seconds;
    return this.check();
  }

  check(): this {
    const { now, uptimeSeconds, bootId }: Reading = this;
    this.clock = reckon(this.clock, { now, uptimeSeconds, bootId });
    return this;
  }

  get held(): boolean {
    return this.clock !== undefined && isHeld(this.clock);
  }
}

const host = () => new Host().check();

test('passing time causes no hold, however long there was no check', () => {
  for (const seconds of [0, 1, 15, HOUR, HOUR + 1, DAY, YEAR])
    expect(host().pass(seconds).held, `${seconds} s`).toBe(false);
});

test.each([
  [HOUR, false],
  [HOUR + 1, true],
  [DAY, true],
  [YEAR, true],
  [-HOUR, false],
  [-DAY, false],
  [-10 * YEAR, false],
])('a clock set by %i seconds: held is %s', (seconds, held) => {
  expect(host().jump(seconds).held).toBe(held);
  expect(host().pass(15).jump(seconds).held).toBe(held);
});

test('correcting the clock ends the hold immediately', () => {
  const corrected = host().jump(YEAR).pass(60).jump(-YEAR);
  expect(corrected.held).toBe(false);
  expect(corrected.clock).toMatchObject({ expectedAt: corrected.now, offSeconds: null });
  expect(corrected.jump(2 * HOUR).held, 'the wrong time is forgotten').toBe(true);
});

test('after an hour, the clock is accepted', () => {
  const ahead = host().jump(YEAR);
  for (let n = 0; n < HOUR / 15 - 1; n++) expect(ahead.pass(15).held).toBe(true);
  expect(ahead.pass(15).held).toBe(false);
  expect(ahead.jump(2 * HOUR).held, 'a later jump is noticed').toBe(true);
});

test("the hour is measured by the host's uptime, so a clock that jumps by an hour does not skip it", () => {
  const ahead = host().jump(YEAR).pass(15);
  for (let n = 0; n < 50; n++) expect(ahead.pass(15).jump(59 * 60).held).toBe(true);
});

test('another jump during the hold starts a new hour', () => {
  const ahead = host()
    .jump(DAY)
    .pass(HOUR - 60);
  expect(ahead.jump(DAY).pass(HOUR - 60).held).toBe(true);
  expect(ahead.pass(60).held).toBe(false);
});

test('several small jumps within an hour count as a large one', () => {
  const drifting = host().jump(50 * 60);
  expect(drifting.held).toBe(false);
  expect(drifting.pass(60).jump(50 * 60).held).toBe(true);
  const machine = host().jump(50 * 60);
  expect(machine.pass(HOUR).jump(50 * 60).held, 'an hour later it is a small one again').toBe(false);
});

test('a clock that stays behind is accepted after an hour, without a hold', () => {
  const behind = host().jump(-YEAR);
  expect(behind.pass(HOUR - 60).held).toBe(false);
  expect(new Host().check().jump(-YEAR).pass(60).jump(YEAR).held, 'back in line: no jump').toBe(false);
  expect(behind.pass(60).jump(YEAR).held, 'a jump to what was right before').toBe(true);
});

test('a host that was off for more than an hour waits, because it cannot tell a jump from time', () => {
  const restarted = (off: number) => {
    const rebooted = host().pass(DAY);
    Object.assign(rebooted, { now: rebooted.now + off, uptimeSeconds: 20, bootId: 'b' });
    return rebooted.check();
  };
  expect(restarted(600).held).toBe(false);
  expect(restarted(3 * DAY).held).toBe(true);
  expect(restarted(3 * DAY).pass(HOUR).held).toBe(false);
});

test('without a boot id, a smaller uptime means a new boot', () => {
  const rebooted = host().pass(DAY);
  Object.assign(rebooted, { now: rebooted.now + 3 * DAY, uptimeSeconds: 20 });
  expect(rebooted.check().held).toBe(true);
});

test("another host's longer uptime does not explain a jump", () => {
  const other = host().pass(15);
  Object.assign(other, { now: other.now + YEAR, uptimeSeconds: 2 * YEAR, bootId: 'b' });
  expect(other.check().held).toBe(true);
});

test("two hosts that check in turn confirm each other's clock, and both hold", () => {
  const both = host();
  const inTurn = (seconds: number, times: number) => {
    for (let n = 0; n < times; n++) {
      both.bootId = both.bootId === 'a' ? 'b' : 'a';
      both.uptimeSeconds = both.bootId === 'a' ? both.now : 2 * both.now;
      both.pass(seconds);
    }
  };
  inTurn(7, 3000);
  expect(both.held).toBe(false);
  expect(both.jump(YEAR).held).toBe(true);
  inTurn(7, Math.ceil(HOUR / 7) - 1);
  expect(both.held).toBe(true);
  inTurn(7, 1);
  expect(both.held).toBe(false);
});

test('two containers with the same boot id but different uptimes still notice a jump', () => {
  const both = host();
  const uptimes = [100 * DAY, 500];
  for (let n = 0; n < 400; n++) {
    both.pass(15, 'unchecked');
    // They check in turn, but sometimes one checks twice.
    both.uptimeSeconds = (uptimes[n % 5 < 2 ? 0 : n % 2] ?? 0) + 15 * n;
    expect(both.check().held, `check ${n}`).toBe(false);
  }
  expect(both.clock).toMatchObject({ expectedAt: both.now, offSeconds: null });
  expect(both.jump(YEAR).held).toBe(true);
});

test('a clock set back between checks on a running host causes no hold', () => {
  const ahead = host()
    .jump(YEAR)
    .pass(2 * HOUR, 'unchecked');
  expect(ahead.jump(-YEAR).held).toBe(false);
});

test('steps of an hour or less in total cause no hold, and a larger jump always does', () => {
  const steps = fc.array(
    fc.record({ pass: fc.integer({ min: 0, max: DAY }), jump: fc.integer({ min: -50, max: 50 }) }),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(steps, fc.integer({ min: 2 * HOUR + 1501, max: 10 * YEAR }), (small, large) => {
      const any = host();
      for (const { pass, jump } of small) {
        any.pass(pass, 'unchecked').jump(jump);
        expect(any.held).toBe(false);
      }
      expect(any.jump(large).held).toBe(true);
      expect(any.jump(-large).held).toBe(false);
    }),
  );
});

test('a correct clock is stored once a minute, and any other result immediately', () => {
  const [at, later] = [host().clock, host().pass(59).clock];
  if (at === undefined || later === undefined) throw new Error('there was no check');
  expect(isWorthKeeping(undefined, at)).toBe(true);
  expect(isWorthKeeping(at, later)).toBe(false);
  expect(isWorthKeeping(at, { ...later, bootId: 'b' })).toBe(true);
  expect(isWorthKeeping(at, { ...later, checkedAt: at.checkedAt + 60 })).toBe(true);
  expect(isWorthKeeping(at, { ...later, checkedAt: at.checkedAt - 60 })).toBe(true);
  expect(isWorthKeeping(at, { ...later, offSeconds: 0 })).toBe(true);
  expect(isWorthKeeping({ ...at, offSeconds: 0 }, later)).toBe(true);
});
