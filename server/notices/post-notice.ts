import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { RequestOptions } from 'node:https';
import { RequestFilteringHttpsAgent } from 'request-filtering-agent';
import { literalOf, refusedAddresses } from './refused-addresses.ts';
import { askNameServers, lookupWith } from './resolve-name.ts';
import type { Resolve } from './resolve-name.ts';

/** From the name to the reply's head. */
const DEADLINE_MS = 10_000;

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Aborts when the service has to stop. */
  readonly signal?: AbortSignal;
}

/** @returns the status of the reply, whose rest is thrown away @throws Error without a reply, or if the address is refused */
export type PostNotice = (post: Post) => Promise<number>;

/** For tests, which cannot have a public address. No setting leads here. */
export interface Reach {
  readonly resolve?: Resolve;
  /** Addresses that are reached although they are not public. */
  readonly allowed?: readonly string[];
  readonly port?: number;
  readonly ca?: string;
  readonly deadlineMs?: number;
}

/**
 * Posts to addresses that strangers chose: only to public ones, whatever their names resolve to, and never to where a
 * reply redirects.
 * @param deny the operator's addresses and CIDR blocks, refused as well
 */
export function postToStrangers(deny: readonly string[], reach: Reach = {}): PostNotice {
  const isRefused = refusedAddresses(deny);
  const { resolve = askNameServers, allowed = [], port = 443, ca, deadlineMs = DEADLINE_MS } = reach;
  // No kept connections and no resumed sessions: each post looks its name up and is checked again.
  const limits = { keepAlive: false, maxCachedSessions: 0 };
  const agent = new RequestFilteringHttpsAgent({ ...limits, allowIPAddressList: [...allowed] });
  const options = { agent, port, lookup: lookupWith(resolve, isRefused), ...(ca !== undefined && { ca }) };
  return async (post) => {
    const url = new URL(post.url);
    const literal = literalOf(url);
    if (url.protocol !== 'https:') throw new Error('Only https is posted to.');
    // A literal address is never looked up.
    if (literal !== undefined && isRefused(literal)) throw new Error('The address is refused.');
    return send(post, { ...options, signal: limitOf(post, deadlineMs) });
  };
}

/** Posts to the operator's own address, which may be in the operator's own network. */
export const postToOperator: PostNotice = (post) => send(post, { signal: limitOf(post, DEADLINE_MS) });

const limitOf = ({ signal }: Post, deadlineMs: number): AbortSignal =>
  AbortSignal.any([AbortSignal.timeout(deadlineMs), ...(signal ? [signal] : [])]);

function send({ url, headers, body }: Post, options: RequestOptions): Promise<number> {
  const request = new URL(url).protocol === 'http:' ? httpRequest : httpsRequest;
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      ...options,
      method: 'POST',
      headers: {
        ...headers,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'Sotto',
      },
    });
    sent.on('error', reject);
    // Without a listener, a reply that switches protocols closes the request without an error.
    sent.on('upgrade', ({ statusCode = 0 }, socket) => {
      resolve(statusCode);
      socket.destroy();
    });
    sent.on('close', () => reject(new Error('Closed without a reply.')));
    sent.on('response', (reply) => {
      resolve(reply.statusCode ?? 0);
      reply.on('error', () => undefined);
      sent.destroy();
    });
    sent.end(body);
  });
}
