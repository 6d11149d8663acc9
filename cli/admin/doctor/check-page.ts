import { createHash, randomBytes } from 'node:crypto';
import { encodeId } from '#crypto/ids.ts';
import { isFromSignIn } from './probe.ts';
import type { ProbeReply } from './probe.ts';
import { findingsOf } from './finding.ts';
import type { Finding } from './finding.ts';
import type { Reached } from './reach.ts';

/** The ETag that the service gives to these uncompressed bytes. */
export const tagOf = (body: Uint8Array): string =>
  `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;

export const unchanged = {
  fix: 'Exclude these pages from anything that changes pages (analytics, a bot check, a minifier): people type secrets there.',
  nginx: 'no sub_filter, no pagespeed in that location',
  caddy: 'no replace-response handler for this site',
};

const asPage = { accept: 'text/html', 'accept-encoding': 'identity' };

/** The first page; if a sign-in guards it, the page of a link, which must not be guarded. */
export async function fetchPage({
  address,
  send,
}: Reached): Promise<{ readonly page: ProbeReply; readonly isGuarded: boolean }> {
  const first = await send(address, { headers: asPage });
  const isGuarded = isFromSignIn(first) && !isFromOurs(first) && first.headers.etag === undefined;
  const page = isGuarded ? await send(address, { path: `s/${strangerId()}`, headers: asPage }) : first;
  return { page, isGuarded };
}

/** Every page of Sotto names its base path. */
export const isFromOurs = ({ status, body }: ProbeReply, expected = 200): boolean =>
  status === expected && body.toString().includes('<meta name="base-path" ');

/** A random id that no share has. */
export const strangerId = (): string => encodeId(new Uint8Array(randomBytes(16)));

/** Checks that the page, and every script and style that it names, arrive as the service sends them. */
export async function checkPage({ address, send }: Reached, page: ProbeReply): Promise<Finding[]> {
  if (page.status !== 200)
    return [{ what: `The page has status ${page.status}.`, fix: 'Run npm run build, or check the log.' }];
  const { etag } = page.headers;
  const html = page.body.toString();
  const findings: Finding[] = [];
  if (etag === undefined)
    findings.push({ what: 'The page arrives without its ETag: something in between rewrites it.', ...unchanged });
  else if (etag !== tagOf(page.body)) {
    findings.push({ what: `The page is changed in transit${foreignScripts(html)}.`, ...unchanged });
  }
  const changed: string[] = [];
  for (const [, path = '', integrity = ''] of html.matchAll(/(?:src|href)="([^"]+)" integrity="([^"]+)"/g)) {
    const cut = await findingsOf(path, async () => {
      const file = await send(new URL(path, address).href, { headers: { 'accept-encoding': 'identity' } });
      const digest = `sha384-${createHash('sha384').update(file.body).digest('base64')}`;
      if (digest !== integrity) changed.push(path);
      return [];
    });
    findings.push(...cut);
  }
  if (changed.length > 0) {
    findings.push({ what: `Browsers will refuse ${changed.join(', ')}: changed in transit.`, ...unchanged });
  }
  return findings;
}

/** Data, which nothing runs. */
const WORDS_BLOCK = '<script type="application/json" id="words">';

function foreignScripts(html: string): string {
  const tags = [...html.matchAll(/<script\b[^<>]*>/gi)]
    .map(([tag]) => tag)
    .filter((tag) => !tag.includes('integrity=') && tag !== WORDS_BLOCK);
  return tags.length === 0 ? '' : `: it contains scripts that are not Sotto’s (${tags.join(' ')})`;
}
