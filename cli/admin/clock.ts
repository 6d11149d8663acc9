import { exitCodes } from '#cli/terminal/exit-codes.ts';
import { timeStamp } from '#cli/terminal/wording.ts';
import { acceptClock, inspectClock } from '#server/clock/check-clock.ts';
import { holdSecondsLeft, isBehind, isHeld } from '#server/clock/reckoning.ts';
import type { CheckedClock } from '#server/clock/reckoning.ts';
import type { Admin, AdminCommand } from './admin-command.ts';
import { jsonFlag, readFlags } from './read-flags.ts';
import { sayBehind, sayHold } from './say-hold.ts';

/** `sotto admin clock [--json]` and `sotto admin clock accept`. */
export const clockCommand: AdminCommand = async (args, admin) => {
  const flags = readFlags(args, jsonFlag, 1);
  const [verb] = flags?.positionals ?? [];
  if (flags === undefined || (verb !== undefined && (verb !== 'accept' || flags.values.json))) {
    admin.err('Usage: sotto admin clock [--json]\n       sotto admin clock accept');
    return exitCodes.misused.code;
  }
  return verb === 'accept' ? accept(admin) : show(admin, flags.values.json ?? false);
};

async function show({ deps, out }: Admin, asJson: boolean): Promise<number> {
  const clock = await inspectClock(deps.store.read, deps.uptime);
  const held = isHeld(clock);
  if (asJson) out(JSON.stringify(toJson(clock)));
  else if (held) out(`${sayHold(clock)} If it is right: sotto admin clock accept`);
  else if (isBehind(clock)) out(`${sayBehind(clock)} Set it right.`);
  else out(`The clock says ${timeStamp(clock.checkedAt)}. Shares end by it as usual.`);
  return exitCodes.done.code;
}

/** Times in Unix seconds. */
function toJson(clock: CheckedClock) {
  const { checkedAt: now, expectedAt } = clock;
  const held = isHeld(clock);
  return { held, now, expectedAt, ...(held && { holdSecondsLeft: holdSecondsLeft(clock) }) };
}

async function accept({ deps, out }: Admin): Promise<number> {
  const before = await acceptClock(deps);
  const time = timeStamp(before.checkedAt);
  out(
    isHeld(before)
      ? `Accepted: it is ${time}. A running service erases what has expired within 15 seconds; without one, run: sotto admin sweep`
      : `The clock says ${time}. Nothing was waiting for it to be accepted.`,
  );
  return exitCodes.done.code;
}
