import type { IncomingHttpHeaders } from 'node:http';
import { securityHeaders } from '#server/http/security-headers.ts';
import type { Headers } from '#server/http/security-headers.ts';
import type { Finding } from './finding.ts';
import type { Reached } from './reach.ts';

const HSTS = 'strict-transport-security';

/** Compares the headers of an API reply and of the page with those that this release sends. */
export function checkHeaders(
  { config, reply }: Reached,
  page: { readonly headers: IncomingHttpHeaders },
  knowsSignIn: boolean,
): Finding[] {
  const expected = securityHeaders(config);
  const changed = [...changes(expected.api, reply.headers), ...changes(expected.page, page.headers)];
  const hsts = expected.page[HSTS];
  const findings: Finding[] = [];
  if (changed.length > 0) {
    findings.push({
      what: `Headers are changed in transit: ${[...new Set(changed)].join('; ')}.`,
      fix: 'Pass Sotto’s headers on unchanged: a weaker policy allows what Sotto’s blocks, and without a policy everything is allowed.',
      nginx: 'no add_header and no proxy_hide_header of these names in that location',
      caddy: 'no header directive of these names',
    });
  }
  if (hsts !== undefined && page.headers[HSTS] === undefined) {
    findings.push({
      what: 'Strict-Transport-Security is lost: a first visit over http can be intercepted.',
      nginx: `no proxy_hide_header ${HSTS}; or: add_header Strict-Transport-Security "${hsts}" always;`,
      caddy: `header Strict-Transport-Security "${hsts}"`,
    });
  }
  return [
    ...findings,
    ...checkCompression(reply.headers),
    // A sign-in sets its own cookies.
    ...(knowsSignIn ? [] : checkCookies(reply.headers, page.headers)),
    ...checkCache(reply.headers),
  ];
}

function changes(expected: Headers, got: IncomingHttpHeaders): string[] {
  return Object.entries(expected).flatMap(([name, value]) => {
    if (name === HSTS || got[name] === value) return [];
    return got[name] === undefined ? `${name} is missing` : `${name} is “${String(got[name])}”`;
  });
}

/** Sotto itself compresses what is safe to compress. Replies that contain secrets never are. */
function checkCompression({ 'content-encoding': encoding }: IncomingHttpHeaders): Finding[] {
  if (encoding === undefined) return [];
  return [
    {
      what: `Replies of the API are compressed in transit (${encoding}), although they say no-transform.`,
      nginx: 'gzip off;   (in the location of Sotto)',
      caddy: 'no encode directive for this site',
    },
  ];
}

function checkCookies(...all: readonly IncomingHttpHeaders[]): Finding[] {
  const names = new Set(all.flatMap((headers) => headers['set-cookie'] ?? []).map((cookie) => cookie.split('=')[0]));
  if (names.size === 0) return [];
  return [
    {
      what: `A cookie is added in transit (${[...names].join(', ')}): Sotto’s pages set no cookies.`,
      fix: 'Remove it where it is set: sticky sessions of a load balancer, a firewall, analytics.',
    },
  ];
}

function checkCache({ age }: IncomingHttpHeaders): Finding[] {
  if (age === undefined) return [];
  return [
    {
      what: `Replies that say no-store come from a cache (age: ${age}).`,
      nginx: 'proxy_cache off;',
      fix: 'Do not cache /api/.',
    },
  ];
}
