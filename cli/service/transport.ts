import type { Fetch } from '#client/exchange.ts';
import { readHeadersFile } from './headers-file.ts';
import { fetchThrough, proxyFault, proxyFor } from './proxy.ts';
import type { Proxy } from './proxy.ts';
import type { World } from '#cli/world.ts';

/** How a service is reached from here. */
export interface Transport {
  readonly env: World['env'];
  readonly proxy: Proxy | undefined;
  /** The headers that SOTTO_HEADERS_FILE has for exactly this origin; else undefined. */
  readonly headers: Readonly<Record<string, string>> | undefined;
}

/** @throws Failure for a proxy or a headers file that cannot be used */
export async function transportTo(env: World['env'], address: string): Promise<Transport> {
  const file = env['SOTTO_HEADERS_FILE'];
  const own = file === undefined || file === '' ? undefined : await readHeadersFile(file);
  const headers = own?.origin === new URL(address).origin ? own.headers : undefined;
  return { env, proxy: proxyFor(env, address), headers };
}

/** Asks one service by that way. Redirects are not followed by what uses it, so the headers go nowhere else. */
export function fetchOver({ env, proxy, headers }: Transport, address: string): Fetch {
  fetchThrough(env, proxy);
  const { origin } = new URL(address);
  return async (url, init) => {
    if (new URL(url).origin !== origin) throw new TypeError('Only the service itself is asked.');
    try {
      return await globalThis.fetch(url, { ...init, headers: { ...headers, ...toRecord(init.headers) } });
    } catch (error) {
      throw (proxy && proxyFault(proxy, error)) ?? error;
    }
  };
}

const toRecord = (headers: RequestInit['headers']) => Object.fromEntries(new Headers(headers));
