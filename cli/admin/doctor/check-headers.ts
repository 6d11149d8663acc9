import type { IncomingHttpHeaders } from 'node:http';
import { securityHeaders } from '#server/http/security-headers.ts';
import type { Headers } from '#server/http/security-headers.ts';
import type { Finding } from './finding.ts';
import type { Reached } from './reach.ts';

const HSTS = 'strict-transport-security';

/** Of an answer of the API, and the page: what this release sends, against what arrived. */
export function checkHeaders(
  { config, reply }: Reached,
  page: { readonly headers: IncomingHttpHeaders },
  isTold: boolean,
): Finding[] {
  const expected = securityHeaders(config);
  const changed = [...changes(expected.api, reply.headers), ...changes(expected.page, page.headers)];
  const hsts = expected.page[HSTS];
  const findings: Finding[] = [];
  if (changed.length > 0) {
    findings.push({
      what: `Headers are changed on the way: ${[...new Set(changed)].join('; ')}.`,
      fix: 'Let Sotto’s own pass: a looser policy lets in what it keeps out, a missing one everything.',
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
    // A sign-in has cookies of its own.
    ...(isTold ? [] : checkCookies(reply.headers, page.headers)),
    ...checkCache(reply.headers),
  ];
}

function changes(expected: Headers, got: IncomingHttpHeaders): string[] {
  return Object.entries(expected).flatMap(([name, value]) => {
    if (name === HSTS || got[name] === value) return [];
    return got[name] === undefined ? `${name} is missing` : `${name} is “${String(got[name])}”`;
  });
}

/** Sotto compresses what may be, itself; what has secrets in it never is. */
function checkCompression({ 'content-encoding': encoding }: IncomingHttpHeaders): Finding[] {
  if (encoding === undefined) return [];
  return [
    {
      what: `Answers of the API are compressed on the way (${encoding}), although they say no-transform.`,
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
      what: `A cookie is set on the way (${[...names].join(', ')}): Sotto has none, and says so.`,
      fix: 'Take it out where it is set: a load balancer’s stickiness, a firewall, analytics.',
    },
  ];
}

function checkCache({ age }: IncomingHttpHeaders): Finding[] {
  if (age === undefined) return [];
  return [
    {
      what: `Answers that say no-store come out of a cache (age: ${age}).`,
      nginx: 'proxy_cache off;',
      fix: 'No cache for /api/.',
    },
  ];
}
