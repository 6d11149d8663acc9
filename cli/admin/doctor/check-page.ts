import { createHash, randomBytes } from 'node:crypto';
import { encodeId } from '#crypto/ids.ts';
import { isFromSignIn } from './ask.ts';
import type { Reply } from './ask.ts';
import { findingsOf } from './finding.ts';
import type { Finding } from './finding.ts';
import type { Reached } from './reach.ts';

/** As the service makes its tags: of the uncompressed bytes. */
export const tagOf = (body: Uint8Array): string =>
  `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;

export const unchanged = {
  fix: 'Whatever writes into pages (analytics, a bot check, a minifier) is to leave these alone: people type secrets there.',
  nginx: 'no sub_filter, no pagespeed in that location',
  caddy: 'no replace-response handler for this site',
};

const asPage = { accept: 'text/html', 'accept-encoding': 'identity' };

/** The first page; where a sign-in guards that, one that nothing may guard. */
export async function askPage({
  address,
  ask,
}: Reached): Promise<{ readonly page: Reply; readonly isGuarded: boolean }> {
  const first = await ask(address, { headers: asPage });
  const isGuarded = isFromSignIn(first) && !isFromOurs(first) && first.headers.etag === undefined;
  const page = isGuarded ? await ask(address, { path: `s/${strangerId()}`, headers: asPage }) : first;
  return { page, isGuarded };
}

/** Every page of ours says below which path it is. */
export const isFromOurs = ({ status, body }: Reply, expected = 200): boolean =>
  status === expected && body.toString().includes('<meta name="base-path" ');

/** A random id, so no share has it. */
export const strangerId = (): string => encodeId(new Uint8Array(randomBytes(16)));

/** The page as it left the service, and every script and style that it names. */
export async function checkPage({ address, ask }: Reached, page: Reply): Promise<Finding[]> {
  if (page.status !== 200) return [{ what: `The page answers ${page.status}.`, fix: 'npm run build, or see the log.' }];
  const { etag } = page.headers;
  const html = page.body.toString();
  const findings: Finding[] = [];
  if (etag === undefined)
    findings.push({ what: 'The page comes without its ETag: something on the way rewrites it.', ...unchanged });
  else if (etag !== tagOf(page.body)) {
    findings.push({ what: `The page is changed on the way${foreignScripts(html)}.`, ...unchanged });
  }
  const changed: string[] = [];
  for (const [, path = '', integrity = ''] of html.matchAll(/(?:src|href)="([^"]+)" integrity="([^"]+)"/g)) {
    const cut = await findingsOf(path, async () => {
      const file = await ask(new URL(path, address).href, { headers: { 'accept-encoding': 'identity' } });
      const digest = `sha384-${createHash('sha384').update(file.body).digest('base64')}`;
      if (digest !== integrity) changed.push(path);
      return [];
    });
    findings.push(...cut);
  }
  if (changed.length > 0) {
    findings.push({ what: `Browsers will refuse ${changed.join(', ')}: changed on the way.`, ...unchanged });
  }
  return findings;
}

function foreignScripts(html: string): string {
  const tags = [...html.matchAll(/<script\b[^<>]*>/gi)]
    .map(([tag]) => tag)
    .filter((tag) => !tag.includes('integrity='));
  return tags.length === 0 ? '' : `: it has scripts that are not Sotto’s (${tags.join(' ')})`;
}
