import type { Log } from '#server/http/log.ts';
import { aheadSeconds, holdSecondsLeft, isBehind, isHeld } from './reckoning.ts';
import type { CheckedClock } from './reckoning.ts';

/**
 * Logs the start and end of a hold, and a clock that was set back.
 * @returns a function to call with the result of each check
 */
export function watchClock({ warn }: Log): (clock: CheckedClock) => void {
  let wasHeld = false;
  let wasBehind = false;
  return (clock) => {
    const held = isHeld(clock);
    if (held && !wasHeld) {
      warn('the clock jumped ahead, so nothing expires', {
        aheadSeconds: aheadSeconds(clock),
        atMostSeconds: holdSecondsLeft(clock),
        next: 'correct the clock, or run: sotto admin clock accept',
      });
    }
    if (!held && wasHeld) warn('the clock is correct again or was accepted, so expired shares are erased');
    wasHeld = held;
    const behind = isBehind(clock);
    if (behind && !wasBehind) {
      warn('the clock was set back, so shares expire later than they should', {
        behindSeconds: -aheadSeconds(clock),
        next: 'correct the clock if it is wrong',
      });
    }
    wasBehind = behind;
  };
}
