import { timeStamp } from '#cli/terminal/wording.ts';
import { spanInWords } from './wording.ts';
import { aheadSeconds, holdSecondsLeft } from '#server/clock/reckoning.ts';
import type { CheckedClock } from '#server/clock/reckoning.ts';

/** Describes a clock that jumped ahead, so that nothing is erased by it yet. */
export function sayHold(clock: CheckedClock): string {
  const { checkedAt, expectedAt } = clock;
  return (
    `The clock says ${timeStamp(checkedAt)}, which is ${spanInWords(aheadSeconds(clock))} later than expected (${timeStamp(expectedAt)}). ` +
    `Expired shares cannot be opened, but they are kept for ${spanInWords(holdSecondsLeft(clock))} more, in case the clock is wrong.`
  );
}

/** Describes a clock that was set back. */
export function sayBehind(clock: CheckedClock): string {
  const { checkedAt, expectedAt } = clock;
  return (
    `The clock says ${timeStamp(checkedAt)}, which is ${spanInWords(-aheadSeconds(clock))} earlier than expected (${timeStamp(expectedAt)}). ` +
    'If it is wrong, shares can be opened for longer than they should be.'
  );
}
