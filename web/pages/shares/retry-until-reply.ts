import { serviceFailureOf } from '#client/errors.ts';
import type { ServiceFailure } from '#client/errors.ts';
import type { ListContext } from './state.ts';

interface Retried<T> {
  /** Can be repeated. */
  readonly request: () => Promise<T>;
  readonly wanted: () => boolean;
}

/** Retries until the server replies. @returns undefined once the reply is no longer wanted */
export async function retryUntilReply<T>(
  { backoff, change, state }: ListContext,
  { request, wanted }: Retried<T>,
): Promise<T | undefined> {
  for (let tries = 0; wanted(); tries++) {
    try {
      const reply = await request();
      const now = state();
      if (now.at === 'listed' && now.failure) change({ failure: undefined });
      return wanted() ? reply : undefined;
    } catch (error) {
      const failure: ServiceFailure = serviceFailureOf(error) ?? { kind: 'strange' };
      change({ failure });
      await backoff.pause(tries, failure);
    }
  }
  return undefined;
}
