import type { ErrorCode } from '#server/errors.ts';
import { NetworkError } from './errors.ts';
import { orAborted, sleep, retryForever } from './retry.ts';
import type { Wait } from './retry.ts';

export interface RequestQueueOptions {
  /** The largest number of concurrent requests. */
  readonly inFlight: number;
  readonly signal: AbortSignal;
  readonly wait?: Wait | undefined;
  readonly onRetry?: ((error: Error | undefined) => void) | undefined;
  readonly whenRunning?: (() => Promise<void>) | undefined;
  /** Whether a person can sign in during the retries. By default, a sign-in ends them. */
  readonly waitsForSignIn?: boolean | undefined;
}

/** Sends one request, and retries it for as long as its error is temporary. */
export type RequestQueue = <T>(request: () => Promise<T>, alsoTemporary?: ErrorCode) => Promise<T>;

/** Shared by the requests of one upload or download: a limit of concurrent requests, the pause, and retries. */
export function createRequestQueue(options: RequestQueueOptions): RequestQueue {
  const { inFlight, signal, wait = sleep, onRetry, whenRunning, waitsForSignIn } = options;
  const slots = createSlots(inFlight);
  let failing = false;
  const retries = {
    wait,
    signal,
    waitsForSignIn,
    onRetry: (error: Error) => {
      failing = true;
      onRetry?.(error);
    },
  };
  return (request, alsoTemporary) =>
    retryForever({ ...retries, alsoTemporary }, () =>
      slots.run(async () => {
        await (whenRunning && orAborted(whenRunning(), signal));
        signal.throwIfAborted();
        const result = await request();
        if (failing) onRetry?.(undefined);
        failing = false;
        return result;
      }),
    );
}

/**
 * Limits concurrent requests: to one after a timeout or a broken connection, and to one more after each success. On a
 * poor connection, several concurrent requests may all be too slow to finish in time.
 */
function createSlots(most: number) {
  let limit = most;
  let taken = 0;
  const waiting: (() => void)[] = [];
  const admit = () => {
    for (let next = waiting[0]; next !== undefined && taken < limit; next = waiting[0]) {
      waiting.shift();
      taken += 1;
      next();
    }
  };
  return {
    async run<T>(act: () => Promise<T>): Promise<T> {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        admit();
      });
      try {
        const result = await act();
        limit = Math.min(most, limit + 1);
        return result;
      } catch (error) {
        if (error instanceof NetworkError) limit = 1;
        throw error;
      } finally {
        taken -= 1;
        admit();
      }
    },
  };
}
