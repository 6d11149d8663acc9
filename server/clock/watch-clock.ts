import type { Log } from '#server/http/log.ts';
import { aheadSeconds, holdSecondsLeft, isBehind, isHeld } from './reckoning.ts';
import type { CheckedClock } from './reckoning.ts';

/** Logs when a hold begins and when it ends, and when the clock was set back. @returns a function to call with the result of each check */
export function watchClock({ warn }: Log): (clock: CheckedClock) => void {
  let wasHeld = false;
  let wasBehind = false;
  return (clock) => {
    const held = isHeld(clock);
    if (held && !wasHeld) {
      warn('the clock jumped ahead: nothing ends by time', {
        aheadSeconds: aheadSeconds(clock),
        atMostSeconds: holdSecondsLeft(clock),
        next: 'set the clock right, or run: sotto admin clock accept',
      });
    }
    if (!held && wasHeld) warn('the clock is right again, or accepted: expired shares are erased');
    wasHeld = held;
    const behind = isBehind(clock);
    if (behind && !wasBehind) {
      warn('the clock was set back: shares end later than they should', {
        behindSeconds: -aheadSeconds(clock),
        next: 'set the clock right, if it is wrong',
      });
    }
    wasBehind = behind;
  };
}
