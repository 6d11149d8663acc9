import { isLoopback } from '#server/http/loopback.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';

/** Where a service lives. @returns it ending in `/`. @throws Failure */
export function readServerAddress(given: string): string {
  const url = URL.parse(given.endsWith('/') ? given : `${given}/`);
  const sound = url !== null && /^https?:$/.test(url.protocol) && !/[?#]/.test(given);
  if (!sound || url.username !== '' || url.password !== '') {
    throw new Failure('misused', 'The server is given as an address: https://secrets.example');
  }
  return url.href;
}

/** What travels over plain http can be changed on its way: on this machine alone it does not travel. @throws Failure */
export function expectSafeAddress(
  publicUrl: string,
  { insecure = false }: { readonly insecure?: boolean | undefined },
) {
  const { protocol, hostname, host } = new URL(publicUrl);
  if (protocol === 'https:' || insecure || isLoopback(hostname)) return;
  throw new Failure('misused', `${host} is reached without encryption (http). Use https, or --insecure if you must.`);
}
