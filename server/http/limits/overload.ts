import type { RateClass } from '#server/config/config.ts';
import { AppError } from '#server/errors.ts';
import { RETRY_AFTER_SECONDS, totals } from './limits.ts';
import { createPortions } from './portions.ts';
import type { Portions, Release } from './portions.ts';

export interface Place {
  readonly rateClass: RateClass;
  /** As `ClientAddress` names it. */
  readonly client: string;
  /** The memory that the request's body takes up. */
  readonly bytes: number;
}

export interface Overload {
  /** Beyond what the process can hold at once it says so at once, instead of growing. @throws AppError `unavailable` */
  readonly run: <Result>(place: Place, work: () => Result | Promise<Result>) => Promise<Result>;
  /** Counts the memory of a reply until it is released. @throws AppError `unavailable` */
  readonly holdReply: (client: string, bytes: number) => Release;
}

type Totals = Pick<typeof totals, 'heldBytes'> & { readonly inFlight: Readonly<Record<RateClass, number>> };

export function createOverload({ inFlight, heldBytes }: Totals = totals): Overload {
  const places: Readonly<Record<RateClass, Portions>> = {
    create: createPortions(inFlight.create),
    open: createPortions(inFlight.open),
    upload: createPortions(inFlight.upload),
    other: createPortions(inFlight.other),
  };
  const memory = createPortions(heldBytes);
  return {
    async run({ rateClass, client, bytes }, work) {
      const leave = places[rateClass].take(client);
      const giveBack = leave && memory.take(client, bytes);
      if (leave === undefined || giveBack === undefined) {
        leave?.();
        throw unavailable();
      }
      try {
        return await work();
      } finally {
        leave();
        giveBack();
      }
    },
    holdReply(client, bytes) {
      const giveBack = memory.take(client, bytes);
      if (giveBack === undefined) throw unavailable();
      return giveBack;
    },
  };
}

const unavailable = () => new AppError('unavailable', { retryAfterSeconds: RETRY_AFTER_SECONDS });
