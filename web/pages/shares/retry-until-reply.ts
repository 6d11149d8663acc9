import { serviceFailureOf } from '#client/errors.ts';
import type { ServiceFailure } from '#client/errors.ts';
import type { ListContext } from './state.ts';

interface Retried<T> {
  /** Can be repeated. */
  readonly request: () => Promise<T>;
  readonly wanted: () => boolean;
}

/**
 * Retries until the server replies. While any of several requests fails, the list shows why: another one that succeeds
 * does not hide it.
 * @returns undefined once the reply is no longer wanted
 */
export async function retryUntilReply<T>(
  { backoff, change, failing, state }: ListContext,
  { request, wanted }: Retried<T>,
): Promise<T | undefined> {
  const clear = () => {
    failing.delete(request);
    const now = state();
    if (failing.size === 0 && now.at === 'listed' && now.failure) change({ failure: undefined });
  };
  for (let tries = 0; wanted(); tries++) {
    try {
      const reply = await request();
      clear();
      return wanted() ? reply : undefined;
    } catch (error) {
      const failure: ServiceFailure = serviceFailureOf(error) ?? { kind: 'strange' };
      failing.add(request);
      change({ failure });
      await backoff.pause(tries, failure);
    }
  }
  // Whatever replaced this request shows its own failure.
  failing.delete(request);
  return undefined;
}
