/** Decision 37: tells a jump of the server's clock from time that has passed. */

/** The clock and the host's uptime, read together. */
export interface Reading {
  /** Unix seconds, from the database with PostgreSQL, from the host with SQLite. */
  readonly now: number;
  readonly uptimeSeconds: number;
  readonly bootId: string;
}

/** The clock's state, stored between checks. */
export interface CheckedClock {
  /** The time by our own reckoning. A wrong clock does not change it until it has been wrong for an hour. */
  readonly expectedAt: number;
  /** The clock's time at this check. */
  readonly checkedAt: number;
  readonly uptimeSeconds: number;
  readonly bootId: string;
  /** How long the clock has been off by more than an hour, without another jump; null if it is not off. */
  readonly offSeconds: number | null;
}

/** The clock may be set by up to an hour in each hour without a hold. */
const MAX_STEP_SECONDS = 3600;
/** A clock that has been off for this long is accepted. */
export const HOLD_SECONDS = 3600;
/**
 * The most time that may pass between two checks without an uptime to show it: after a reboot, or after a check on
 * another host. Running processes check every 15 seconds.
 */
const MAX_UNSEEN_SECONDS = 60;

/** @param before undefined if the clock has never been checked; it is then accepted */
export function reckon(before: CheckedClock | undefined, reading: Reading): CheckedClock {
  const { now: checkedAt, uptimeSeconds, bootId } = reading;
  if (before === undefined) return accepted(reading);
  const passed = passedSeconds(before, reading);
  const expectedAt = before.expectedAt + passed;
  const error = checkedAt - expectedAt;
  if (Math.abs(error) <= MAX_STEP_SECONDS) {
    // Follows a small step slowly, so that many small steps within an hour count as a large one.
    const followed = Math.max(-passed, Math.min(error, passed));
    return { expectedAt: expectedAt + followed, checkedAt, uptimeSeconds, bootId, offSeconds: null };
  }
  const offSeconds = goesOn(before, checkedAt - passed) ? (before.offSeconds ?? 0) + passed : 0;
  if (offSeconds >= HOLD_SECONDS) return accepted(reading);
  return { expectedAt, checkedAt, uptimeSeconds, bootId, offSeconds };
}

/** Accepts the clock, whatever time was expected. */
export function accepted({ now, uptimeSeconds, bootId }: Reading): CheckedClock {
  return { expectedAt: now, checkedAt: now, uptimeSeconds, bootId, offSeconds: null };
}

/** While the clock is ahead, nothing ends by time. A clock that is behind ends nothing early. */
export function isHeld({ offSeconds, checkedAt, expectedAt }: CheckedClock): boolean {
  return offSeconds !== null && checkedAt > expectedAt;
}

/**
 * The clock was set back by more than an hour. Nothing is lost, but shares can be opened for longer than they should
 * be.
 */
export function isBehind(clock: CheckedClock): boolean {
  return clock.offSeconds !== null && !isHeld(clock);
}

export function aheadSeconds({ checkedAt, expectedAt }: CheckedClock): number {
  return checkedAt - expectedAt;
}

/** Seconds until the clock is accepted if it does not change; 0 if it is correct. */
export function holdSecondsLeft({ offSeconds }: CheckedClock): number {
  return offSeconds === null ? 0 : HOLD_SECONDS - offSeconds;
}

/** Whether the result must be stored. Once a minute is enough while the clock is correct and no other host checks. */
export function isWorthKeeping(before: CheckedClock | undefined, after: CheckedClock): boolean {
  if (before === undefined || before.bootId !== after.bootId) return true;
  if (before.offSeconds !== null || after.offSeconds !== null) return true;
  return Math.abs(after.checkedAt - before.checkedAt) >= MAX_UNSEEN_SECONDS;
}

/**
 * The time that has certainly passed since the last check: the difference of the uptimes, but no more than the clock
 * shows. The second bound matters if two containers share a boot id or a host name but not an uptime: the uptimes may
 * differ by years, and counting their difference as passed time would explain any jump.
 */
function passedSeconds(before: CheckedClock, { now, uptimeSeconds, bootId }: Reading): number {
  const byClock = now - before.checkedAt;
  const byUptime = uptimeSeconds - before.uptimeSeconds;
  if (bootId !== before.bootId || byUptime < 0) return Math.max(0, Math.min(byClock, MAX_UNSEEN_SECONDS));
  return byClock < 0 ? byUptime : Math.min(byClock, byUptime);
}

/** Whether a clock that was off has run normally since then. Another jump starts a new hour. */
function goesOn({ offSeconds, checkedAt }: CheckedClock, nowWithoutPassed: number): boolean {
  return offSeconds !== null && Math.abs(nowWithoutPassed - checkedAt) <= MAX_STEP_SECONDS;
}
