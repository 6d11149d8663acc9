import type { ErrorCode } from '#server/errors.ts';
import { NetworkError } from './errors.ts';
import { orAborted, sleep, retryForever } from './retry.ts';
import type { Wait } from './retry.ts';

export interface RequestQueueOptions {
  /** Requests at once, at most. */
  readonly inFlight: number;
  readonly signal: AbortSignal;
  readonly wait?: Wait | undefined;
  readonly onRetry?: ((error: Error | undefined) => void) | undefined;
  readonly whenRunning?: (() => Promise<void>) | undefined;
  /** Whether somebody is there to sign in meanwhile. By default a sign-in ends it. */
  readonly waitsForSignIn?: boolean | undefined;
}

/** Sends one request, again and again while what is in its way may pass. */
export type RequestQueue = <T>(request: () => Promise<T>, alsoPasses?: ErrorCode) => Promise<T>;

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
  return (request, alsoPasses) =>
    retryForever({ ...retries, alsoPasses }, () =>
      slots.run(async () => {
        await (whenRunning && orAborted(whenRunning(), signal));
        signal.throwIfAborted();
        const answer = await request();
        if (failing) onRetry?.(undefined);
        failing = false;
        return answer;
      }),
    );
}

/**
 * After a timeout or a broken connection one at a time, then one more for each success: on a poor line, several at once may
 * never end, and each may be too slow for the server to keep.
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
        const answer = await act();
        limit = Math.min(most, limit + 1);
        return answer;
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
