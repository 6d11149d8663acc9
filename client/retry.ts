/**
 * `withRetries` tries one call a few times. `retryForever` repeats a part of an upload or download until it succeeds.
 * `createBackoff` paces a page that waits for the service.
 */
import type { ErrorCode } from '#server/errors.ts';
import { ApiError, isSignIn, NetworkError } from './errors.ts';
import type { ServiceFailure } from './errors.ts';
import { abortWith } from './abort-with.ts';

export const ATTEMPTS = 4;
const BASE_SECONDS = 0.4;
/** After a longer wait, the person decides whether to try again. */
const MAX_WAIT_SECONDS = 5;

export type Wait = (seconds: number, signal?: AbortSignal) => Promise<void>;

interface FewRetries {
  /** The call has the same effect when sent twice, so it is retried after a lost reply. */
  readonly repeatable: boolean;
  /** 1: no retries. */
  readonly attempts: number;
  readonly wait: Wait;
  readonly signal?: AbortSignal | undefined;
}

/** A few retries with exponential backoff and jitter. A Retry-After takes precedence. */
export async function withRetries<T>(
  { repeatable, attempts, wait, signal }: FewRetries,
  act: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await act();
    } catch (error) {
      const seconds = waitSeconds(error, { attempt, repeatable });
      if (attempt >= attempts || seconds === undefined || seconds > MAX_WAIT_SECONDS) throw error;
      await wait(seconds, signal);
    }
  }
}

function waitSeconds(error: unknown, { attempt, repeatable }: { attempt: number; repeatable: boolean }) {
  const backoff = BASE_SECONDS * 2 ** (attempt - 1) * (0.5 + Math.random());
  if (error instanceof NetworkError) return repeatable && !isSignIn(error) ? backoff : undefined;
  if (!(error instanceof ApiError)) return undefined;
  if (error.code === 'unavailable') return Math.max(backoff, error.retryAfterSeconds ?? 0);
  return error.code === 'rate-limited' ? error.retryAfterSeconds : undefined;
}

/** The longest wait without a Retry-After. */
const MAX_ENDLESS_SECONDS = 30;

export interface EndlessRetries {
  readonly wait: Wait;
  readonly signal: AbortSignal;
  /** Called with the error of a failed try before it is retried. */
  readonly onRetry?: ((error: Error) => void) | undefined;
  /** One more error code that is temporary for this call, such as a full disk. */
  readonly alsoTemporary?: ErrorCode | undefined;
  /** Whether a person can sign in during the retries. By default, a sign-in ends them. */
  readonly waitsForSignIn?: boolean | undefined;
}

/** Retries temporary errors without a limit. Backoff with full jitter; waits out any Retry-After, however long. */
export async function retryForever<T>(retries: EndlessRetries, act: () => Promise<T>): Promise<T> {
  const { wait, signal, onRetry } = retries;
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted();
    try {
      return await act();
    } catch (error) {
      signal.throwIfAborted();
      if (!isTemporary(error, retries)) throw error;
      onRetry?.(error);
      await wait(endlessSeconds(error, attempt), signal);
    }
  }
}

/** Whether the error is temporary: no reply, or a refusal for now. */
function isTemporary(
  error: unknown,
  { alsoTemporary, waitsForSignIn }: EndlessRetries,
): error is ApiError | NetworkError {
  if (error instanceof NetworkError) return waitsForSignIn || !isSignIn(error);
  return error instanceof ApiError && ['unavailable', 'rate-limited', alsoTemporary].includes(error.code);
}

export function isTimeout(error: unknown): boolean {
  return error instanceof NetworkError && error.reason === 'timeout';
}

function endlessSeconds(error: ApiError | NetworkError, attempt: number): number {
  const jittered = Math.random() * Math.min(MAX_ENDLESS_SECONDS, BASE_SECONDS * 2 ** attempt);
  const requested = error instanceof ApiError ? error.retryAfterSeconds : undefined;
  // Clients that were refused together must not return together.
  return requested === undefined ? jittered : requested + Math.random();
}

/** Growing pauses between the tries of a page. "Retry now", or a network that is back, ends them early. */
export interface Backoff {
  readonly pause: (attempt: number, failure?: ServiceFailure) => Promise<void>;
  readonly wait: Wait;
  /** Ends the current pauses and waits. */
  readonly retryNow: () => void;
}

const RETRY_SECONDS = [1, 2, 4, 8, 15, 30];

/** A server may request a day, but an open page tries again sooner. */
const LONGEST_SECONDS = 900;

/** @param pauses the seconds of the first pause, the second, and so on; the last number applies to all later pauses */
export function createBackoff(wait: Wait, pauses: readonly number[] = RETRY_SECONDS): Backoff {
  const skippable = createSkippableWait(wait);
  return {
    pause: (attempt, failure) => {
      const seconds = pauses[Math.min(attempt, pauses.length - 1)] ?? 0;
      return skippable.wait(Math.max(seconds, Math.min(failure?.afterSeconds ?? 0, LONGEST_SECONDS)));
    },
    wait: skippable.wait,
    retryNow: skippable.retryNow,
  };
}

export interface SkippableWait {
  readonly wait: Wait;
  /** Ends the current waits early. */
  readonly retryNow: () => void;
}

export function createSkippableWait(wait: Wait): SkippableWait {
  const waiting = new Set<AbortController>();
  return {
    async wait(seconds, signal) {
      const skip = new AbortController();
      const release = abortWith(skip, signal);
      waiting.add(skip);
      try {
        await wait(seconds, skip.signal);
      } catch (error) {
        if (!skip.signal.aborted || signal?.aborted) throw error;
      } finally {
        release();
        waiting.delete(skip);
      }
    },
    retryNow: () => waiting.forEach((skip) => skip.abort()),
  };
}

/** @throws the reason of `signal` as soon as it is aborted */
export const sleep: Wait = (seconds, signal) =>
  new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, seconds * 1000);
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });

/** The result of `work`. @throws the reason of `signal` as soon as it is aborted */
export function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason as Error);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    const settle = () => signal.removeEventListener('abort', stop);
    work.then(resolve, reject).finally(settle);
  });
}
