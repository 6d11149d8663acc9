import type { RateClass } from '#server/config/config.ts';
import { AppError } from '#server/errors.ts';
import { RETRY_AFTER_SECONDS, totals } from './limits.ts';
import { createPortions } from './portions.ts';
import type { Portions, Release } from './portions.ts';

export interface Place {
  readonly rateClass: RateClass;
  /** As returned by `ClientAddress`. */
  readonly client: string;
  /** The memory that the request's body needs. */
  readonly bytes: number;
}

export interface Overload {
  /** Refuses work over the limits immediately, so that the process does not grow. @throws AppError `unavailable` */
  readonly run: <Result>(place: Place, work: () => Result | Promise<Result>) => Promise<Result>;
  /** Reserves the memory of a reply until it is released. @throws AppError `unavailable` */
  readonly holdReply: (client: string, bytes: number) => Release;
}

type Totals = Pick<typeof totals, 'heldBytes'> & { readonly inFlight: Readonly<Record<RateClass, number>> };

export function createOverload({ inFlight, heldBytes }: Totals = totals): Overload {
  const places: Readonly<Record<RateClass, Portions>> = {
    create: createPortions(inFlight.create),
    open: createPortions(inFlight.open),
    upload: createPortions(inFlight.upload),
    mail: createPortions(inFlight.mail),
    other: createPortions(inFlight.other),
  };
  const memory = createPortions(heldBytes);
  return {
    async run({ rateClass, client, bytes }, work) {
      const releasePlace = places[rateClass].take(client);
      const releaseMemory = releasePlace && memory.take(client, bytes);
      if (releasePlace === undefined || releaseMemory === undefined) {
        releasePlace?.();
        throw unavailable();
      }
      try {
        return await work();
      } finally {
        releasePlace();
        releaseMemory();
      }
    },
    holdReply(client, bytes) {
      const release = memory.take(client, bytes);
      if (release === undefined) throw unavailable();
      return release;
    },
  };
}

const unavailable = () => new AppError('unavailable', { retryAfterSeconds: RETRY_AFTER_SECONDS });
