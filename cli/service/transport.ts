import type { Fetch } from '#client/exchange.ts';
import { readHeadersFile } from './headers-file.ts';
import { fetchThrough, proxyFault, proxyFor } from './proxy.ts';
import type { Proxy } from './proxy.ts';
import type { World } from '#cli/world.ts';

/** How to reach a service from here. */
export interface Transport {
  readonly env: World['env'];
  readonly proxy: Proxy | undefined;
  /** The headers in SOTTO_HEADERS_FILE, if the file is for exactly this origin. */
  readonly headers: Readonly<Record<string, string>> | undefined;
}

/** @throws Failure for an unusable proxy or headers file */
export async function transportTo(env: World['env'], address: string): Promise<Transport> {
  const file = env['SOTTO_HEADERS_FILE'];
  const own = file === undefined || file === '' ? undefined : await readHeadersFile(file);
  const headers = own?.origin === new URL(address).origin ? own.headers : undefined;
  return { env, proxy: proxyFor(env, address), headers };
}

/** A fetch for one service. Its callers do not follow redirects, so the headers go nowhere else. */
export function fetchOver({ env, proxy, headers }: Transport, address: string): Fetch {
  fetchThrough(env, proxy);
  const { origin } = new URL(address);
  return async (url, init) => {
    if (new URL(url).origin !== origin) throw new TypeError('This fetch is only for the service itself.');
    try {
      return await globalThis.fetch(url, { ...init, headers: { ...headers, ...toRecord(init.headers) } });
    } catch (error) {
      throw (proxy && proxyFault(proxy, error)) ?? error;
    }
  };
}

const toRecord = (headers: RequestInit['headers']) => Object.fromEntries(new Headers(headers));
