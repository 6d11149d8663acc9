import * as v from 'valibot';
import { ServerConfig } from '#server/http/config-wire.ts';
import type { Transport } from '#cli/service/transport.ts';
import { sendOver, failureCode, isFromSignIn, problemOf } from './probe.ts';
import type { ProbeReply, SendProbe } from './probe.ts';
import type { Finding } from './finding.ts';

export interface Reached {
  /** Ends in `/`. */
  readonly address: string;
  readonly config: ServerConfig;
  /** The reply to `GET /api/config`, requested with compression. */
  readonly reply: ProbeReply;
  readonly askedAt: number;
  /** Adds the headers for a sign-in, if there are any. */
  readonly send: SendProbe;
  readonly way: Transport;
}

/** A sign-in replied instead of the API. */
export interface Guarded {
  readonly reply: ProbeReply;
  /** The finding if no page of Sotto comes from there either: then the reply is from another program. */
  readonly stranger?: Finding;
}

/** The config of any release contains this. */
const SOTTO_MARK = '"serverTime":';

const badCertificate = /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS_CERT|ERR_SSL|EPROTO)/;
const SAME_RELEASE = 'Run the doctor of the release that the service runs.';
const WHOLE_ADDRESS = 'Check the address: it is the whole SOTTO_PUBLIC_URL, with its path.';
const KEEP_THE_PATH = 'Pass the path on unchanged, and set SOTTO_PUBLIC_URL to the address with this path.';

/** @returns the service, or the reason why its API cannot be checked */
export async function reach(address: string, way: Transport): Promise<Reached | Guarded | Finding> {
  const send = sendOver(way, address);
  const askedAt = Date.now() / 1000;
  let reply: ProbeReply;
  try {
    reply = await send(address, { path: 'api/config', headers: { 'accept-encoding': 'gzip, br, zstd' } });
  } catch (error) {
    return unreached(address, failureCode(error), way);
  }
  const moved = movedTo(address, reply);
  if (moved !== undefined) return { what: `${address} redirects to ${moved}.`, fix: 'Check that address instead.' };
  if (isFromSignIn(reply)) return { reply };
  const problem = problemOf(reply);
  if (problem === 'not-found') {
    const path = new URL(address).pathname;
    return {
      what: `Sotto replies, but finds nothing at ${path}api/config: the path is changed in transit, or SOTTO_PUBLIC_URL has another path.`,
      fix: KEEP_THE_PATH,
      nginx: `location ${path} { proxy_pass http://127.0.0.1:3000; }   (no path after the port)`,
      caddy: `handle ${path}* { reverse_proxy 127.0.0.1:3000 }   (not handle_path)`,
    };
  }
  if (problem !== undefined)
    return { what: `Sotto replies with an error: ${problem} (${reply.status}).`, fix: 'Check its log.' };
  const config = await readConfig(address, reply, send).catch(failureCode);
  if (typeof config === 'string') return unreached(address, config, way);
  if (config === undefined) {
    const isOther = reply.body.includes(SOTTO_MARK);
    const what = `${address} replies with status ${reply.status}, and is not Sotto in this release.`;
    const stranger = { what, fix: isOther ? SAME_RELEASE : WHOLE_ADDRESS };
    return isOther ? stranger : { reply, stranger };
  }
  return { address, config, reply, askedAt, send, way };
}

/** A redirect to the same path on another origin. A sign-in redirects to its own path. */
function movedTo(address: string, { status, headers: { location } }: ProbeReply): string | undefined {
  const asked = new URL('api/config', address);
  const target = location === undefined ? null : URL.parse(location, asked.href);
  const isMoved = status >= 300 && status < 400 && target !== null && target.origin !== asked.origin;
  return isMoved && target.pathname === asked.pathname ? target.href : undefined;
}

function unreached(address: string, code: string, { proxy }: Transport): Finding {
  if (badCertificate.test(code)) {
    return {
      what: `Browsers do not accept the certificate of ${address} (${code}).`,
      caddy: 'creates and renews certificates automatically: use the host name as the site address.',
      nginx: 'ssl_certificate and ssl_certificate_key: use the whole chain, and renew it (certbot renew).',
    };
  }
  if (proxy !== undefined) {
    return { what: `${address} cannot be reached through the proxy ${proxy.shown} (${code}).`, fix: 'Check NO_PROXY.' };
  }
  return {
    what: `${address} cannot be reached (${code}).`,
    fix: 'Check that the proxy runs, and that the name and the port are right.',
  };
}

/** Requests a reply that was compressed in transit again, uncompressed. @throws the error of the system */
async function readConfig(address: string, reply: ProbeReply, send: SendProbe): Promise<ServerConfig | undefined> {
  const plain = reply.headers['content-encoding'] === undefined ? reply : await send(address, { path: 'api/config' });
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), ServerConfig), plain.body.toString());
  return parsed.success ? parsed.output : undefined;
}
