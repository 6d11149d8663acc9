import { lookup } from 'node:dns/promises';
import type { LookupAddress } from 'node:dns';
import { connect } from 'node:net';
import type { LookupFunction, Socket } from 'node:net';

/**
 * Looks a name up once for all that want it at the time. The system's resolver knows /etc/hosts, but with a silent name
 * server it blocks a thread for many seconds, and the process has only four: one look-up at a time leaves the others to
 * files and databases.
 */
function createLookup(): LookupFunction {
  const running = new Map<string, Promise<LookupAddress[]>>();
  const find = (hostname: string) => {
    const known = running.get(hostname);
    if (known !== undefined) return known;
    const found = lookup(hostname, { all: true }).finally(() => running.delete(hostname));
    running.set(hostname, found);
    return found;
  };
  return (hostname, options, callback) => {
    find(hostname).then(
      (addresses) => {
        const [first] = addresses;
        if (options.all === true) callback(null, addresses);
        else callback(null, first?.address ?? '', first?.family);
      },
      (error: unknown) => callback(error as NodeJS.ErrnoException, ''),
    );
  };
}

export type ConnectToRelay = (signal: AbortSignal) => Promise<Socket>;

/** @param hostname from a URL, so an IPv6 address has brackets */
export function createConnect({ hostname, port }: { hostname: string; port: number }): ConnectToRelay {
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const lookupOnce = createLookup();
  return (signal) =>
    new Promise((resolve, reject) => {
      const socket = connect({ host, port, lookup: lookupOnce, signal });
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(socket);
      });
      socket.once('error', reject);
    });
}
