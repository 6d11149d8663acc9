import { Agent as HttpAgent, request as requestHttp } from 'node:http';
import type { IncomingHttpHeaders, RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { buffer } from 'node:stream/consumers';
import type { Proxy } from '#cli/service/proxy.ts';
import type { Transport } from '#cli/service/transport.ts';

const WAIT_MS = 20_000;

export interface Probe {
  readonly method?: string;
  /** Relative to the address. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** Announces a body of this length, but sends none of it. */
  readonly withheldBytes?: number;
  readonly family?: 4 | 6;
  readonly waitMs?: number;
}

export interface ProbeReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The received bytes, in any content encoding. */
  readonly body: Buffer;
}

export type SendProbe = (address: string, probe?: Probe) => Promise<ProbeReply>;

/** Adds the headers for a sign-in to requests to the service's own origin only. */
export function sendOver({ proxy, headers: own }: Transport, service: string): SendProbe {
  const { origin } = new URL(service);
  return (address, probe = {}) => {
    const isService = new URL(probe.path ?? '', address).origin === origin;
    return send(address, { ...probe, ...(isService && { headers: { ...own, ...probe.headers } }) }, proxy);
  };
}

/**
 * Sends one request. Nothing is followed, decoded or repeated, and a reply that arrives before the whole body is sent
 * counts.
 * @throws the system's error
 */
async function send(address: string, probe: Probe, proxy: Proxy | undefined): Promise<ProbeReply> {
  const { method = 'GET', path = '', headers = {}, body, withheldBytes, family, waitMs = WAIT_MS } = probe;
  const url = new URL(path, address);
  const length = withheldBytes ?? body?.length;
  const options: RequestOptions = {
    method,
    agent: proxy === undefined ? false : agentFor(url, proxy),
    headers: { ...headers, ...(length !== undefined && { 'content-length': String(length) }) },
    signal: AbortSignal.timeout(waitMs),
    ...(family !== undefined && { family }),
  };
  const outgoing = url.protocol === 'https:' ? requestHttps(url, options) : requestHttp(url, options);
  try {
    return await new Promise<ProbeReply>((resolve, reject) => {
      let hasReply = false;
      outgoing.on('response', (response) => {
        hasReply = true;
        const { statusCode: status = 0, headers: got } = response;
        buffer(response).then((bytes) => resolve({ status, headers: got, body: bytes }), reject);
      });
      // After its reply, the other side may refuse the rest of the body.
      outgoing.on('error', (error) => {
        if (!hasReply) reject(error);
      });
      if (withheldBytes !== undefined) outgoing.flushHeaders();
      else outgoing.end(body);
    });
  } finally {
    outgoing.destroy();
  }
}

function agentFor({ protocol }: URL, { url }: Proxy): HttpAgent {
  const options = { proxyEnv: { http_proxy: url, https_proxy: url } };
  return protocol === 'https:' ? new HttpsAgent(options) : new HttpAgent(options);
}

/** Whether something in front of the service replied: with a redirect, a refusal or its own page. */
export function isFromSignIn(reply: ProbeReply): boolean {
  const { status, headers } = reply;
  if (problemOf(reply) !== undefined) return false;
  const isRefusal = (status >= 300 && status < 400) || [401, 403, 407, 440, 511].includes(status);
  return isRefusal || (status <= 400 && String(headers['content-type']).includes('html'));
}

/** The error code, if the reply comes from the service itself. */
export function problemOf({ headers, body }: ProbeReply): string | undefined {
  if (!String(headers['content-type']).startsWith('application/problem+json')) return undefined;
  return /"urn:sotto:error:([a-z-]+)"/.exec(body.toString())?.[1];
}

export const failureCode = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : error instanceof Error ? error.name : 'unknown';
