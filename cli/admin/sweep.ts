import { exitCodes, Failure } from '#cli/terminal/exit-codes.ts';
import { findWrongReservations, recountReservations } from '#server/records/reservation-total.ts';
import { reapOrphans } from '#server/records/remove-file-body.ts';
import { isHeld } from '#server/clock/reckoning.ts';
import { oldestOverdueSeconds } from '#server/stats/stats.ts';
import { sweep } from '#server/sweep/sweep.ts';
import { findWrongTotals, recountTotals } from '#server/records/totals.ts';
import { adminUsages } from '#cli/usage/admin.ts';
import { adminCommand } from './admin-command.ts';
import { sayHold } from './say-hold.ts';

/** `sotto admin sweep`: the work that a service does every 15 seconds, and every hour. */
export const sweepCommand = adminCommand(adminUsages.sweep, async (_given, { deps, out, err }) => {
  const clock = await sweep(deps);
  await reapOrphans(deps);
  const { read } = deps.store;
  if ((await findWrongTotals(read)).length > 0) {
    await deps.store.write(recountTotals);
    err('The totals did not match the shares. All shares were counted again.');
  }
  if ((await findWrongReservations(read)).length > 0) {
    await deps.store.write(recountReservations);
    err('The sums of reserved space did not match the reservations. They were counted again.');
  }
  if (isHeld(clock)) {
    const then = 'If the clock is right, run: sotto admin clock accept';
    throw new Failure('failed', `Erased everything that had ended. ${sayHold(clock)} ${then}`);
  }
  const seconds = await oldestOverdueSeconds(read);
  if (seconds === 0) {
    out('Erased everything that was due. Nothing is kept past its expiry.');
    return exitCodes.done.code;
  }
  const late = `something is still kept ${seconds} s past its expiry`;
  throw new Failure('failed', `Erased what was due, but ${late}. See the log of the service.`);
});
