import type { RateClass } from '#server/config.ts';
import { AppError } from '#server/errors.ts';

/** A create holds its megabyte, twice for a moment, while it waits: this many fit into the smallest machine. */
const MAX_IN_FLIGHT: Readonly<Record<RateClass, number>> = { create: 128, open: 512, other: 2048 };
const RETRY_AFTER_SECONDS = 2;

/** Beyond what the process can hold at once it says so at once, instead of growing. @throws AppError `unavailable` */
export type Overload = <Result>(rateClass: RateClass, work: () => Result | Promise<Result>) => Promise<Result>;

export function createOverload(maxInFlight = MAX_IN_FLIGHT): Overload {
  const inFlight: Record<RateClass, number> = { create: 0, open: 0, other: 0 };
  return async (rateClass, work) => {
    if (inFlight[rateClass] >= maxInFlight[rateClass]) {
      throw new AppError('unavailable', { retryAfterSeconds: RETRY_AFTER_SECONDS });
    }
    inFlight[rateClass]++;
    try {
      return await work();
    } finally {
      inFlight[rateClass]--;
    }
  };
}
