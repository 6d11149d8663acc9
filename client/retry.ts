import { ApiError, NetworkError } from './errors.ts';

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
  if (error instanceof NetworkError) return repeatable ? backoff : undefined;
  if (!(error instanceof ApiError)) return undefined;
  if (error.code === 'unavailable') return Math.max(backoff, error.retryAfterSeconds ?? 0);
  return error.code === 'rate-limited' ? error.retryAfterSeconds : undefined;
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
