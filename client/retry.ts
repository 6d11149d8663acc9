import type { ErrorCode } from '#server/errors.ts';
import { ApiError, isSignIn, NetworkError } from './errors.ts';
import type { ServiceFailure } from './errors.ts';

export const ATTEMPTS = 4;
const BASE_SECONDS = 0.4;
/** A longer wait is the person's to decide on. */
const MAX_WAIT_SECONDS = 5;

export type Wait = (seconds: number, signal?: AbortSignal) => Promise<void>;

interface Policy {
  /** Asking twice is the same as asking once, so a lost answer may be asked for again. */
  readonly repeatable: boolean;
  /** 1: never again. */
  readonly attempts: number;
  readonly wait: Wait;
  readonly signal?: AbortSignal | undefined;
}

/** Exponential backoff with jitter; a refusal that says when to come back is believed. */
export async function withRetries<T>(
  { repeatable, attempts, wait, signal }: Policy,
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

/** The longest that anything is waited for unasked. */
const MAX_ENDLESS_SECONDS = 30;

export interface EndlessRetries {
  readonly wait: Wait;
  readonly signal: AbortSignal;
  /** A try failed and will be repeated. */
  readonly onRetry?: ((error: Error) => void) | undefined;
  /** A refusal that passes too, here: someone else may make room. */
  readonly alsoPasses?: ErrorCode | undefined;
  /** Whether somebody is there to sign in meanwhile. By default a sign-in ends it. */
  readonly waitsForSignIn?: boolean | undefined;
}

/** Repeats for as long as what failed may pass by itself: full jitter, and Retry-After is kept however long it is. */
export async function retryForever<T>(retries: EndlessRetries, act: () => Promise<T>): Promise<T> {
  const { wait, signal, onRetry } = retries;
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted();
    try {
      return await act();
    } catch (error) {
      signal.throwIfAborted();
      if (!passes(error, retries)) throw error;
      onRetry?.(error);
      await wait(endlessSeconds(error, attempt), signal);
    }
  }
}

/** No answer, or one that says "not now". */
function passes(error: unknown, { alsoPasses, waitsForSignIn }: EndlessRetries): error is ApiError | NetworkError {
  if (error instanceof NetworkError) return waitsForSignIn || !isSignIn(error);
  return error instanceof ApiError && ['unavailable', 'rate-limited', alsoPasses].includes(error.code);
}

export function isTimeout(error: unknown): boolean {
  return error instanceof NetworkError && error.reason === 'timeout';
}

function endlessSeconds(error: ApiError | NetworkError, attempt: number): number {
  const jittered = Math.random() * Math.min(MAX_ENDLESS_SECONDS, BASE_SECONDS * 2 ** attempt);
  const asked = error instanceof ApiError ? error.retryAfterSeconds : undefined;
  // Those who were sent away together do not come back together.
  return asked === undefined ? jittered : asked + Math.random();
}

/** Waits between tries, longer each time, until it is over or the person, or a returning network, is quicker. */
export interface Backoff {
  readonly pause: (attempt: number, failure?: ServiceFailure) => Promise<void>;
  /** Ends the present pauses. */
  readonly retryNow: () => void;
}

const RETRY_SECONDS = [1, 2, 4, 8, 15, 30];

/** A server may ask for a day, but an open page tries again sooner. */
const LONGEST_SECONDS = 900;

/** @param pauses seconds of the first pause, the second, …; the last one is that of all later ones. */
export function createBackoff(wait: Wait, pauses: readonly number[] = RETRY_SECONDS): Backoff {
  const pausing = new Set<AbortController>();
  return {
    pause: async (attempt, failure) => {
      const cut = new AbortController();
      pausing.add(cut);
      const seconds = pauses[Math.min(attempt, pauses.length - 1)] ?? 0;
      await wait(Math.max(seconds, Math.min(failure?.afterSeconds ?? 0, LONGEST_SECONDS)), cut.signal).catch(
        () => undefined,
      );
      pausing.delete(cut);
    },
    retryNow: () => pausing.forEach((cut) => cut.abort()),
  };
}

/** @throws the reason of `signal`, at once when it is aborted. */
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

/** What `work` comes to, unless the signal is aborted first: then its reason, at once. */
export function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason as Error);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    const settle = () => signal.removeEventListener('abort', stop);
    work.then(resolve, reject).finally(settle);
  });
}
