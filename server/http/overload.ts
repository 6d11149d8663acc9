import type { RateClass } from '#server/config/config.ts';
import { AppError } from '#server/errors.ts';

/**
 * A create holds its megabyte, twice for a moment, while it waits, and a part of an upload half of one: this many fit
 * into the smallest machine.
 */
const MAX_IN_FLIGHT: Readonly<Record<RateClass, number>> = { create: 128, open: 512, upload: 512, other: 2048 };
/** Of the places for what is large: whoever sends megabytes drop by drop keeps out himself, and few others. */
const MAX_OF_ONE_CLIENT: Readonly<Partial<Record<RateClass, number>>> = { create: 8, upload: 64 };
const RETRY_AFTER_SECONDS = 2;

export interface Place {
  readonly rateClass: RateClass;
  /** As `ClientAddress` names it. */
  readonly client: string;
}

/** Beyond what the process can hold at once it says so at once, instead of growing. @throws AppError `unavailable` */
export type Overload = <Result>(place: Place, work: () => Result | Promise<Result>) => Promise<Result>;

export interface OverloadLimits {
  readonly maxInFlight?: Readonly<Record<RateClass, number>>;
  readonly maxOfOneClient?: Readonly<Partial<Record<RateClass, number>>>;
}

export function createOverload(limits: OverloadLimits = {}): Overload {
  const { maxInFlight = MAX_IN_FLIGHT, maxOfOneClient = MAX_OF_ONE_CLIENT } = limits;
  const inFlight: Record<RateClass, number> = { create: 0, open: 0, upload: 0, other: 0 };
  const tallies = { create: createTally(), upload: createTally() };
  return async ({ rateClass, client }, work) => {
    const tally = rateClass === 'create' || rateClass === 'upload' ? tallies[rateClass] : undefined;
    const ofClient = tally?.of(client) ?? 0;
    if (inFlight[rateClass] >= maxInFlight[rateClass] || ofClient >= (maxOfOneClient[rateClass] ?? Infinity)) {
      throw new AppError('unavailable', { retryAfterSeconds: RETRY_AFTER_SECONDS });
    }
    inFlight[rateClass]++;
    tally?.add(client, 1);
    try {
      return await work();
    } finally {
      inFlight[rateClass]--;
      tally?.add(client, -1);
    }
  };
}

/** Counts by name; a name that is back at zero is forgotten. */
function createTally() {
  const counts = new Map<string, number>();
  const of = (name: string) => counts.get(name) ?? 0;
  return {
    of,
    add(name: string, difference: 1 | -1) {
      const count = of(name) + difference;
      if (count === 0) counts.delete(name);
      else counts.set(name, count);
    },
  };
}
