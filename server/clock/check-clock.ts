import type { Session } from '#server/db/database.ts';
import type { Uptime } from './clock.ts';
import type { Deps } from '#server/deps.ts';
import { accepted, isWorthKeeping, reckon } from './reckoning.ts';
import type { CheckedClock, Reading } from './reckoning.ts';
import { findClock, keepClock, lockClock, readNow } from './storage.ts';

type Checking = Pick<Deps, 'store' | 'uptime'>;

async function read(session: Session, uptime: Uptime, known?: number): Promise<Reading> {
  const now = known ?? (await readNow(session));
  return { now, uptimeSeconds: uptime.seconds(), bootId: uptime.bootId };
}

/** Compares the clock with the last time seen and stores the result, so that a restart remembers that the clock is wrong. */
export async function checkClock({ store, uptime }: Checking): Promise<CheckedClock> {
  return store.write(async (tx) => {
    const before = await lockClock(tx);
    const after = reckon(before, await read(tx, uptime));
    if (isWorthKeeping(before, after)) await keepClock(tx, after);
    return after;
  });
}

/** The result that a check would have now. Changes nothing. @param now if it has just been read */
export async function inspectClock(session: Session, uptime: Uptime, now?: number): Promise<CheckedClock> {
  return reckon(await findClock(session), await read(session, uptime, now));
}

/** Accepts the clock as it is. @returns the result of a check just before */
export async function acceptClock({ store, uptime }: Checking): Promise<CheckedClock> {
  return store.write(async (tx) => {
    const reading = await read(tx, uptime);
    const before = reckon(await lockClock(tx), reading);
    await keepClock(tx, accepted(reading));
    return before;
  });
}
