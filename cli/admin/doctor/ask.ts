import { Agent as HttpAgent, request as requestHttp } from 'node:http';
import type { IncomingHttpHeaders, RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { buffer } from 'node:stream/consumers';
import type { Proxy } from '#cli/service/proxy.ts';
import type { Transport } from '#cli/service/transport.ts';

const WAIT_MS = 20_000;

export interface Question {
  readonly method?: string;
  /** Below the address. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** Says that so many bytes follow, and sends none. */
  readonly withheldBytes?: number;
  readonly family?: 4 | 6;
  readonly waitMs?: number;
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** As it came, in whatever encoding. */
  readonly body: Buffer;
}

export type Ask = (address: string, question?: Question) => Promise<Reply>;

/** @param headers for the service of this address alone */
export function askBy({ proxy, headers: own }: Transport, service: string): Ask {
  const { origin } = new URL(service);
  return (address, question = {}) => {
    const isService = new URL(question.path ?? '', address).origin === origin;
    return ask(address, { ...question, ...(isService && { headers: { ...own, ...question.headers } }) }, proxy);
  };
}

/**
 * One request, by hand: nothing is followed, decoded or repeated. An answer that comes before the body has left is an answer.
 * @throws the system's error
 */
async function ask(address: string, question: Question, proxy: Proxy | undefined): Promise<Reply> {
  const { method = 'GET', path = '', headers = {}, body, withheldBytes, family, waitMs = WAIT_MS } = question;
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
    return await new Promise<Reply>((resolve, reject) => {
      let answered = false;
      outgoing.on('response', (response) => {
        answered = true;
        const { statusCode: status = 0, headers: got } = response;
        buffer(response).then((bytes) => resolve({ status, headers: got, body: bytes }), reject);
      });
      // Whoever has answered may stop taking the rest.
      outgoing.on('error', (error) => {
        if (!answered) reject(error);
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

/** Whether something in front of the service replied: a redirect, a refusal, or a page of its own. */
export function isFromSignIn(reply: Reply): boolean {
  const { status, headers } = reply;
  if (problemOf(reply) !== undefined) return false;
  const isRefusal = (status >= 300 && status < 400) || [401, 403, 407, 440, 511].includes(status);
  return isRefusal || (status <= 400 && String(headers['content-type']).includes('html'));
}

/** Of this service, and of nobody on the way. */
export function problemOf({ headers, body }: Reply): string | undefined {
  if (!String(headers['content-type']).startsWith('application/problem+json')) return undefined;
  return /"urn:sotto:error:([a-z-]+)"/.exec(body.toString())?.[1];
}

export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : error instanceof Error ? error.name : 'unknown';
