import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Endpoint } from './endpoint.ts';
import { isStream } from './reply.ts';
import type { Reply } from './reply.ts';
import type { RequestHead } from './request-context.ts';
import { replyTo, serveEndpoint } from './serve.ts';
import type { Answerer, Serving } from './serve.ts';

/** Larger bodies cost so much that the framework no longer matters. */
const MAX_BODY_DIGITS = 5;
const LENGTH = new RegExp(`^\\d{1,${MAX_BODY_DIGITS}}$`);
/** An id with nothing to decode, and the verb. Everything else, such as a query, takes the long way. */
const PATH = /^api\/shares\/([1-9A-HJ-NP-Za-km-z]{16,22})(\/[a-z]+)?$/;

const PREFIX = '/api/shares/:id';

/** @returns false if it has not touched the request, which the framework must then serve */
export type ServeDirectly = (incoming: IncomingMessage, outgoing: ServerResponse) => boolean;

/**
 * Serves small requests about one share without the framework, which would convert each to web objects and back: that
 * is an eighth of the cost of a share. Limits, headers, errors and the log are those of `serveEndpoint`. A contract test
 * sends the same requests both ways and compares the replies byte for byte.
 */
export function createDirect(serving: Serving, basePath: string, endpoints: readonly Endpoint[]): ServeDirectly {
  const answerers = new Map<string, Answerer>();
  for (const endpoint of endpoints) {
    const { method, path } = endpoint;
    if (!path.startsWith(PREFIX)) continue;
    answerers.set(`${method} ${path.slice(PREFIX.length)}`, serveEndpoint(serving, endpoint));
  }
  return (incoming, outgoing) => {
    const { url = '', method = '' } = incoming;
    const [, id, verb = ''] = (url.startsWith(basePath) ? PATH.exec(url.slice(basePath.length)) : null) ?? [];
    const answer = id === undefined ? undefined : answerers.get(`${method} ${verb}`);
    if (id === undefined || answer === undefined || !isPlain(incoming)) return false;
    const c = headOf(incoming, outgoing, id);
    void answer(c)
      .catch((thrown: unknown) => {
        const error = thrown instanceof Error ? thrown : new Error('An endpoint threw no error.');
        return replyTo(serving, { c, route: '*', rateClass: 'page', work: () => Promise.reject(error) });
      })
      .then((reply) => send(outgoing, reply))
      .catch(() => outgoing.destroy());
    return true;
  };
}

/**
 * A known, small length, and no header twice: Node and the framework treat repeated headers differently. Not
 * HTTP/1.0, where a host that was added would hide one that comes twice.
 */
function isPlain({ headers, rawHeaders, httpVersion }: IncomingMessage): boolean {
  return (
    httpVersion === '1.1' &&
    LENGTH.test(headers['content-length'] ?? '') &&
    headers['transfer-encoding'] === undefined &&
    Object.keys(headers).length * 2 === rawHeaders.length
  );
}

function headOf(incoming: IncomingMessage, outgoing: ServerResponse, id: string): RequestHead {
  const { headers, method = '' } = incoming;
  const header: RequestHead['req']['header'] = (name) => {
    const value = headers[name];
    return typeof value === 'string' ? value : undefined;
  };
  const param: RequestHead['req']['param'] = (name) => (name === 'id' ? id : undefined);
  return { env: { incoming, outgoing }, req: { method, raw: { body: null }, header, param } };
}

/** `end` without `writeHead` lets Node write the length, in the same place as for the framework. */
async function send(outgoing: ServerResponse, { status, headers, body }: Reply): Promise<void> {
  outgoing.statusCode = status;
  for (const [name, value] of Object.entries(headers)) outgoing.setHeader(name, value);
  if (!isStream(body)) {
    outgoing.end(body);
    return;
  }
  outgoing.flushHeaders();
  await pipeline(Readable.from(body.bytes), outgoing);
}
