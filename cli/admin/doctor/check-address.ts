import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isLoopback } from '#server/http/loopback.ts';
import type { Transport } from '#cli/service/transport.ts';
import { failureCode } from './probe.ts';
import type { Finding } from './finding.ts';
import type { Reached } from './reach.ts';

const MAX_SKEW_SECONDS = 30;
const HTTPS_PORT = '';

export function checkAddress({ address, config }: Reached): Finding[] {
  if (config.publicUrl === address) return [];
  return [
    {
      what: `SOTTO_PUBLIC_URL is ${config.publicUrl}, not ${address}. Links begin with the address from which the page was loaded, so people who load it here send links to ${address}.`,
      fix: `SOTTO_PUBLIC_URL=${address}   (or redirect this address to ${config.publicUrl})`,
    },
  ];
}

export function checkSkew({ config, askedAt }: Reached): Finding[] {
  const skew = Math.round(config.serverTime - askedAt);
  if (Math.abs(skew) <= MAX_SKEW_SECONDS) return [];
  const direction = skew > 0 ? 'ahead of' : 'behind';
  return [
    {
      what: `The clock of the service is ${Math.abs(skew)} s ${direction} the clock of this machine. Shares expire by the clock of the service.`,
      fix: 'On the machine whose clock is wrong: timedatectl set-ntp true',
    },
  ];
}

/** The sentence if `checkTls` finds nothing. With another port than 443, it knows no port for plain http to try. */
export function tlsWords(address: string): string {
  const { protocol, port } = new URL(address);
  if (protocol === 'http:') return 'The address is on this machine, so it needs no TLS.';
  if (port !== HTTPS_PORT) return 'The address uses TLS.';
  return 'The address uses TLS, and plain http does not reach the service.';
}

/** Without TLS, anyone on the network path can change the page and read everything. */
export async function checkTls({ address, send }: Reached): Promise<Finding[]> {
  const { protocol, hostname, port, pathname } = new URL(address);
  const redirect = {
    nginx: `server { listen 80; server_name ${hostname}; return 308 https://$host$request_uri; }`,
    caddy: 'redirects automatically, unless the site address begins with http://',
  };
  if (protocol === 'http:') {
    if (isLoopback(hostname)) return [];
    return [{ what: `${address} has no TLS: browsers will not encrypt there.`, ...redirect }];
  }
  if (port !== HTTPS_PORT) return [];
  const plain = await send(`http://${hostname}${pathname}`, { path: 'api/config' }).catch(() => undefined);
  if (plain?.status !== 200) return [];
  return [{ what: `http://${hostname}${pathname} replies without TLS instead of redirecting to https.`, ...redirect }];
}

/** Whether the address has a name that this machine resolves. A proxy resolves names itself. */
export function hasFamilies(address: string, { proxy }: Transport): boolean {
  const { hostname } = new URL(address);
  return proxy === undefined && isIP(hostname.replace(/^\[|\]$/g, '')) === 0 && !isLoopback(hostname);
}

/** If nothing listens on one of the addresses of a name, the service is slow for some people and broken for others. */
export async function checkFamilies({ address, send }: Reached): Promise<Finding[]> {
  const { hostname } = new URL(address);
  const families = new Set((await lookup(hostname, { all: true }).catch(() => [])).map(({ family }) => family));
  const findings: Finding[] = [];
  for (const family of [4, 6] as const) {
    if (!families.has(family)) continue;
    const failed = await send(address, { path: 'healthz', family }).then(() => undefined, failureCode);
    if (failed === undefined || failed === 'ENETUNREACH') continue;
    findings.push({
      what: `${hostname} has an IPv${family} address, but nothing replies there (${failed}).`,
      fix: `Listen on it, or remove the ${family === 4 ? 'A' : 'AAAA'} record.`,
      ...(family === 6 && { nginx: 'listen [::]:443 ssl;' }),
    });
  }
  return findings;
}
