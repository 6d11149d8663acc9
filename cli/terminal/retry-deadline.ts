/** A script has nobody to press Ctrl+C, so retries stop after a time. */
const GIVE_UP_SECONDS = 300;

export interface RetryDeadline extends Disposable {
  /** Aborted by an interruption, or with the last error once retries have failed for too long. */
  readonly signal: AbortSignal;
  readonly onRetry: (error: Error | undefined) => void;
}

/**
 * Limits the endless retries of client/. They stop when interrupted, or when nothing has succeeded for five minutes.
 */
export function createRetryDeadline(interrupted: AbortSignal, giveUpSeconds = GIVE_UP_SECONDS): RetryDeadline {
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let last: Error | undefined;
  const rest = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  return {
    signal: AbortSignal.any([interrupted, stop.signal]),
    onRetry(error) {
      last = error;
      if (error === undefined) rest();
      else timer ??= setTimeout(() => stop.abort(last), giveUpSeconds * 1000);
    },
    [Symbol.dispose]: rest,
  };
}
