import { exitCodes } from '#cli/terminal/exit-codes.ts';
import { timeStamp } from '#cli/terminal/wording.ts';
import { acceptClock, inspectClock } from '#server/clock/check-clock.ts';
import { holdSecondsLeft, isBehind, isHeld } from '#server/clock/reckoning.ts';
import type { CheckedClock } from '#server/clock/reckoning.ts';
import { adminUsages } from '#cli/usage/admin.ts';
import { adminCommand, withVerbs } from './admin-command.ts';
import { sayBehind, sayHold } from './say-hold.ts';

/** `sotto admin clock [--json]`. */
const show = adminCommand(adminUsages.clock, async ({ values }, { deps, out }) => {
  const clock = await inspectClock(deps.store.read, deps.uptime);
  const held = isHeld(clock);
  if (values.json) out(JSON.stringify(toJson(clock)));
  else if (held) out(`${sayHold(clock)} If the clock is right, run: sotto admin clock accept`);
  else if (isBehind(clock)) out(`${sayBehind(clock)} Correct the clock.`);
  else out(`The clock says ${timeStamp(clock.checkedAt)}. It is right, and shares expire as usual.`);
  return exitCodes.done.code;
});

/** Times in Unix seconds. */
function toJson(clock: CheckedClock) {
  const { checkedAt: now, expectedAt } = clock;
  const held = isHeld(clock);
  return { held, now, expectedAt, ...(held && { holdSecondsLeft: holdSecondsLeft(clock) }) };
}

/** `sotto admin clock accept`. */
const accept = adminCommand(adminUsages.clockAccept, async (_given, { deps, out }) => {
  const before = await acceptClock(deps);
  const time = timeStamp(before.checkedAt);
  out(
    isHeld(before)
      ? `Accepted: it is ${time}. A running service erases expired shares within 15 seconds; otherwise run: sotto admin sweep`
      : `The clock says ${time}. Nothing was waiting to be erased.`,
  );
  return exitCodes.done.code;
});

export const clockCommand = withVerbs({ of: 'clock', verbs: { accept }, alone: show });
