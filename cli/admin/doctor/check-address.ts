import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isLoopback } from '#server/http/loopback.ts';
import { codeOf } from './ask.ts';
import type { Finding } from './finding.ts';
import type { Reached } from './reach.ts';

const MAX_SKEW_SECONDS = 30;
const HTTPS_PORT = '';

export function checkAddress({ address, config }: Reached): Finding[] {
  if (config.publicUrl === address) return [];
  return [
    {
      what: `SOTTO_PUBLIC_URL is ${config.publicUrl}, and not ${address}. Links begin with the address that a page was loaded from: people who load it here hand on links to ${address}.`,
      fix: `SOTTO_PUBLIC_URL=${address}   (or send people from here to ${config.publicUrl})`,
    },
  ];
}

export function checkClock({ config, askedAt }: Reached): Finding[] {
  const skew = Math.round(config.serverTime - askedAt);
  if (Math.abs(skew) <= MAX_SKEW_SECONDS) return [];
  const direction = skew > 0 ? 'ahead of' : 'behind';
  return [
    {
      what: `The clock of the service is ${Math.abs(skew)} s ${direction} the one here: shares expire by the former.`,
      fix: 'On whichever is wrong: timedatectl set-ntp true',
    },
  ];
}

/** Anyone on the network path can change the page and read everything. */
export async function checkTls({ address, ask }: Reached): Promise<Finding[]> {
  const { protocol, hostname, port, pathname } = new URL(address);
  const redirect = {
    nginx: `server { listen 80; server_name ${hostname}; return 308 https://$host$request_uri; }`,
    caddy: 'redirects by itself, unless the site address begins with http://',
  };
  if (protocol === 'http:') {
    if (isLoopback(hostname)) return [];
    return [{ what: `${address} has no TLS: browsers will not encrypt there.`, ...redirect }];
  }
  if (port !== HTTPS_PORT) return [];
  const plain = await ask(`http://${hostname}${pathname}`, { path: 'api/config' }).catch(() => undefined);
  if (plain?.status !== 200) return [];
  return [
    { what: `http://${hostname}${pathname} answers without TLS, instead of sending people to https.`, ...redirect },
  ];
}

/** A name with an address on which nobody listens is slow for some, and broken for others. */
export async function checkFamilies({ address, ask, way }: Reached): Promise<Finding[]> {
  const { hostname } = new URL(address);
  // A proxy looks names up itself.
  if (way.proxy !== undefined) return [];
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0 || isLoopback(hostname)) return [];
  const families = new Set((await lookup(hostname, { all: true }).catch(() => [])).map(({ family }) => family));
  const findings: Finding[] = [];
  for (const family of [4, 6] as const) {
    if (!families.has(family)) continue;
    const failed = await ask(address, { path: 'healthz', family }).then(() => undefined, codeOf);
    if (failed === undefined || failed === 'ENETUNREACH') continue;
    findings.push({
      what: `${hostname} has an IPv${family} address, and nothing answers there (${failed}).`,
      fix: `Listen on it, or take the ${family === 4 ? 'A' : 'AAAA'} record away.`,
      ...(family === 6 && { nginx: 'listen [::]:443 ssl;' }),
    });
  }
  return findings;
}
