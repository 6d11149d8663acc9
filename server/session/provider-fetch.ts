import { lookup } from 'node:dns/promises';
import { providerDown } from './provider-errors.ts';

/** Sign-ins that wait for the provider hold a connection and a place each, which others may need. */
const MAX_AT_ONCE = 64;

/**
 * Node's fetch, for a bounded number of requests at once. Node looks names up in four threads, which also read and write
 * files: a name server that does not reply gets one of them.
 */
export function boundedFetch(): typeof fetch {
  const resolve = createResolve();
  let running = 0;
  return async (url, init) => {
    if (running >= MAX_AT_ONCE) throw providerDown('busy');
    running += 1;
    try {
      await withSignal(resolve(new URL(url instanceof Request ? url.url : url).hostname), init?.signal);
      return await fetch(url, init);
    } finally {
      running -= 1;
    }
  };
}

/** One lookup of a name at a time, for all who wait. */
function createResolve(): (hostname: string) => Promise<unknown> {
  const running = new Map<string, Promise<unknown>>();
  return (hostname) => {
    const known = running.get(hostname);
    if (known !== undefined) return known;
    const started = lookup(hostname.replaceAll(/[[\]]/g, ''))
      .catch(() => Promise.reject(providerDown('unreachable')))
      .finally(() => running.delete(hostname));
    running.set(hostname, started);
    return started;
  };
}

async function withSignal(work: Promise<unknown>, signal: AbortSignal | null | undefined): Promise<void> {
  signal?.throwIfAborted();
  const stop = Promise.withResolvers<never>();
  const onAbort = () => stop.reject(providerDown('unreachable'));
  signal?.addEventListener('abort', onAbort);
  try {
    await Promise.race([work, stop.promise]);
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
}
