import * as v from 'valibot';
import { ServerConfig } from '#server/http/config-wire.ts';
import type { Transport } from '#cli/service/transport.ts';
import { askBy, codeOf, isFromSignIn, problemOf } from './ask.ts';
import type { Ask, Reply } from './ask.ts';
import type { Finding } from './finding.ts';

export interface Reached {
  /** Ends in `/`. */
  readonly address: string;
  readonly config: ServerConfig;
  /** `GET /api/config`, asked for compressed. */
  readonly reply: Reply;
  readonly askedAt: number;
  /** With the headers that a sign-in wants, where there are some. */
  readonly ask: Ask;
  readonly way: Transport;
}

/** A sign-in replied in place of the API. */
export interface Guarded {
  readonly reply: Reply;
  /** The reply may as well be that of another program: unless a page of ours comes from there, this is the finding. */
  readonly stranger?: Finding;
}

/** An older release, or a newer one, says this of itself too. */
const OF_SOTTO = '"serverTime":';

const badCertificate = /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS_CERT|ERR_SSL|EPROTO)/;
const AS_IT_IS = 'The path is to reach Sotto as people see it, and SOTTO_PUBLIC_URL is to have it.';

/** @returns the service, or why nothing more can be asked of its API */
export async function reach(address: string, way: Transport): Promise<Reached | Guarded | Finding> {
  const ask = askBy(way, address);
  const askedAt = Date.now() / 1000;
  let reply: Reply;
  try {
    reply = await ask(address, { path: 'api/config', headers: { 'accept-encoding': 'gzip, br, zstd' } });
  } catch (error) {
    return unreached(address, codeOf(error), way);
  }
  const moved = movedTo(address, reply);
  if (moved !== undefined) return { what: `${address} sends people on to ${moved}.`, fix: 'Ask about that address.' };
  if (isFromSignIn(reply)) return { reply };
  const problem = problemOf(reply);
  if (problem === 'not-found') {
    const path = new URL(address).pathname;
    return {
      what: `Sotto answers, and knows nothing at ${path}api/config: the path is changed on the way, or SOTTO_PUBLIC_URL has another one.`,
      fix: AS_IT_IS,
      nginx: `location ${path} { proxy_pass http://127.0.0.1:3000; }   (no path after the port)`,
      caddy: `handle ${path}* { reverse_proxy 127.0.0.1:3000 }   (not handle_path)`,
    };
  }
  if (problem !== undefined) return { what: `Sotto answers: ${problem} (${reply.status}).`, fix: 'See its log.' };
  const config = await readConfig(address, reply, ask).catch(codeOf);
  if (typeof config === 'string') return unreached(address, config, way);
  if (config === undefined) {
    const stranger = { what: `${address} answers ${reply.status}, and is no Sotto of this release.` };
    return reply.body.includes(OF_SOTTO) ? stranger : { reply, stranger };
  }
  return { address, config, reply, askedAt, ask, way };
}

/** The same path of another origin. A sign-in leads to a path of its own. */
function movedTo(address: string, { status, headers: { location } }: Reply): string | undefined {
  const asked = new URL('api/config', address);
  const target = location === undefined ? null : URL.parse(location, asked.href);
  const isMoved = status >= 300 && status < 400 && target !== null && target.origin !== asked.origin;
  return isMoved && target.pathname === asked.pathname ? target.href : undefined;
}

function unreached(address: string, code: string, { proxy }: Transport): Finding {
  if (badCertificate.test(code)) {
    return {
      what: `The certificate of ${address} is not one that browsers accept (${code}).`,
      caddy: 'makes and renews certificates by itself: name the host as the site address.',
      nginx: 'ssl_certificate and ssl_certificate_key: the whole chain, and renewed (certbot renew).',
    };
  }
  if (proxy !== undefined) {
    return { what: `${address} cannot be reached through the proxy ${proxy.shown} (${code}).`, fix: 'See NO_PROXY.' };
  }
  return { what: `${address} cannot be reached (${code}).`, fix: 'Is the proxy running, and the name and port right?' };
}

/** What was compressed on the way is asked for once more. @throws the system's error */
async function readConfig(address: string, reply: Reply, ask: Ask): Promise<ServerConfig | undefined> {
  const plain = reply.headers['content-encoding'] === undefined ? reply : await ask(address, { path: 'api/config' });
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), ServerConfig), plain.body.toString());
  return parsed.success ? parsed.output : undefined;
}
