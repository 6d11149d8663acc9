import { asRefusal, StoreFault } from './store-fault.ts';

/** After a failed request, deletions wait for this long. */
const REST_MS = 3_000;

/** `undefined`: the store works again. */
export type ReportFault = (fault: StoreFault | undefined) => void;

/** Learns from every request whether the store works. */
export interface StoreWatch {
  /** @throws AppError in place of a StoreFault */
  over<T>(work: () => Promise<T>): Promise<T>;
  /** What is wrong with the store, as far as the last request showed. */
  readonly fault: () => StoreFault | undefined;
  /** Whether the last request failed, and so recently that another one would only wait. */
  readonly isResting: () => boolean;
}

interface WatchOptions {
  /** Told of each new fault and of its end, not of each failed request. */
  readonly report: ReportFault;
  /** Before the first request, and again after a refusal: the prefix may have got another owner. @throws StoreFault */
  readonly prepare: () => Promise<void>;
}

export function watchStore({ report, prepare }: WatchOptions): StoreWatch {
  let prepared: Promise<void> | undefined;
  const prepareOnce = async () => {
    const mine = (prepared ??= prepare());
    await mine.catch((error: unknown) => {
      if (prepared === mine) prepared = undefined;
      throw error;
    });
  };
  let fault: StoreFault | undefined;
  let failedAt = -Infinity;
  const note = (next: StoreFault | undefined) => {
    if (next?.message !== fault?.message) report(next);
    fault = next;
  };
  return {
    async over(work) {
      try {
        await prepareOnce();
        const result = await work();
        note(undefined);
        return result;
      } catch (error) {
        if (!(error instanceof StoreFault)) throw error;
        failedAt = performance.now();
        if (error.kind === 'refused') prepared = undefined;
        note(error);
        throw asRefusal(error);
      }
    },
    fault: () => fault,
    isResting: () => fault !== undefined && performance.now() - failedAt < REST_MS,
  };
}
