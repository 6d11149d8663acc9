/** Decision 37: how a jump of the server's clock is told from time that has passed. */

/** What the clock and the host say now. */
export interface Reading {
  /** Unix seconds: of the database on PostgreSQL, of the host on SQLite. */
  readonly now: number;
  readonly uptimeSeconds: number;
  readonly bootId: string;
}

/** What is kept from one check to the next. */
export interface CheckedClock {
  /** The time by our own reckoning. A wrong clock does not change it until it has been wrong for an hour. */
  readonly expectedAt: number;
  /** What the clock said. */
  readonly checkedAt: number;
  readonly uptimeSeconds: number;
  readonly bootId: string;
  /** How long the clock has been more than an hour off, on one line; null: it is not. */
  readonly offSeconds: number | null;
}

/** A clock may be set by an hour without further notice, and by an hour more in each hour. */
const MAX_STEP_SECONDS = 3600;
/** After so long, a clock that is off is taken for right. */
export const HOLD_SECONDS = 3600;
/**
 * Time that no uptime can show: another process checked last, on another host, or this host has started again. Processes
 * that run check every 15 seconds.
 */
const MAX_UNSEEN_SECONDS = 60;

/** @param before undefined: the clock has never been checked, so what it says has to do */
export function reckon(before: CheckedClock | undefined, reading: Reading): CheckedClock {
  const { now: checkedAt, uptimeSeconds, bootId } = reading;
  if (before === undefined) return accepted(reading);
  const passed = passedSeconds(before, reading);
  const expectedAt = before.expectedAt + passed;
  const error = checkedAt - expectedAt;
  if (Math.abs(error) <= MAX_STEP_SECONDS) {
    // Follows a small step slowly, so that many small steps in an hour are a large one.
    const followed = Math.max(-passed, Math.min(error, passed));
    return { expectedAt: expectedAt + followed, checkedAt, uptimeSeconds, bootId, offSeconds: null };
  }
  const offSeconds = goesOn(before, checkedAt - passed) ? (before.offSeconds ?? 0) + passed : 0;
  if (offSeconds >= HOLD_SECONDS) return accepted(reading);
  return { expectedAt, checkedAt, uptimeSeconds, bootId, offSeconds };
}

/** The clock is right, whatever was expected. */
export function accepted({ now, uptimeSeconds, bootId }: Reading): CheckedClock {
  return { expectedAt: now, checkedAt: now, uptimeSeconds, bootId, offSeconds: null };
}

/** While the clock is ahead, nothing ends by time. A clock that is behind ends nothing early. */
export function isHeld({ offSeconds, checkedAt, expectedAt }: CheckedClock): boolean {
  return offSeconds !== null && checkedAt > expectedAt;
}

export function aheadSeconds({ checkedAt, expectedAt }: CheckedClock): number {
  return checkedAt - expectedAt;
}

/** Until the clock is taken for right, if it stays as it is; 0: it is right. */
export function holdSecondsLeft({ offSeconds }: CheckedClock): number {
  return offSeconds === null ? 0 : HOLD_SECONDS - offSeconds;
}

/** Whether it is worth a write: one a minute is enough where nothing is wrong and nobody else checks. */
export function isWorthKeeping(before: CheckedClock | undefined, after: CheckedClock): boolean {
  if (before === undefined || before.bootId !== after.bootId) return true;
  if (before.offSeconds !== null || after.offSeconds !== null) return true;
  return Math.abs(after.checkedAt - before.checkedAt) >= MAX_UNSEEN_SECONDS;
}

/** At least so much time has passed since the last check. */
function passedSeconds(before: CheckedClock, { now, uptimeSeconds, bootId }: Reading): number {
  if (bootId === before.bootId && uptimeSeconds >= before.uptimeSeconds) return uptimeSeconds - before.uptimeSeconds;
  return Math.max(0, Math.min(now - before.checkedAt, MAX_UNSEEN_SECONDS));
}

/** Whether a clock that was off runs on from there. One that jumps again starts a new hour. */
function goesOn({ offSeconds, checkedAt }: CheckedClock, nowWithoutPassed: number): boolean {
  return offSeconds !== null && Math.abs(nowWithoutPassed - checkedAt) <= MAX_STEP_SECONDS;
}
