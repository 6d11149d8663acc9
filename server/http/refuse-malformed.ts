import { STATUS_CODES } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Cut } from './metrics.ts';
import { replyLength } from './reply.ts';
import type { Reply } from './reply.ts';
import type { Refuse } from './refuse.ts';

const TIMEOUT = 'ERR_HTTP_REQUEST_TIMEOUT';
const statusOfParserError = new Map([
  ['HPE_HEADER_OVERFLOW', 431],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', 413],
  [TIMEOUT, 408],
]);
/** Logged if the method could not be read. */
const NO_METHOD = '-';

interface Exchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
}

interface Refusing {
  readonly refuse: Refuse;
  readonly cut: Cut;
}

/**
 * Replies to requests that Node's parser refuses, and to those that Node would refuse uncounted and without a problem
 * document. @returns a function that refuses a request with a malformed head
 */
export function refuseMalformed(
  server: Server,
  { refuse, cut }: Refusing,
): (incoming: IncomingMessage, outgoing: ServerResponse) => void {
  const exchanges = new WeakMap<Socket, ServerResponse>();
  /** A connection gets one refusal and is then closed. */
  const refused = new WeakSet<Socket>();
  const refuseHead = (exchange: Exchange, status: number) => {
    refused.add(exchange.incoming.socket);
    void refuseRequest(refuse, exchange, status);
  };
  server.prependListener('request', (incoming, outgoing) => exchanges.set(incoming.socket, outgoing));
  server.on('checkExpectation', (incoming, outgoing) => refuseHead({ incoming, outgoing }, 417));
  server.on('connect', ({ method = NO_METHOD }, socket: Socket) => {
    // Node has removed its own listeners.
    socket.on('error', () => socket.destroy());
    void refuseBytes(refuse, { socket, method, status: 400 }).then(() => socket.destroySoon());
  });
  server.on('clientError', ({ code = '' }: NodeJS.ErrnoException, socket: Socket) => {
    if (refused.has(socket) && socket.writable) return;
    if (code === TIMEOUT) cut('timeout');
    if (code === 'ECONNRESET' || refused.has(socket) || isReplying(exchanges.get(socket))) {
      socket.destroy();
      return;
    }
    refused.add(socket);
    void refuseBytes(refuse, { socket, method: NO_METHOD, status: statusOfParserError.get(code) ?? 400 });
  });
  return (incoming, outgoing) => refuseHead({ incoming, outgoing }, 400);
}

/** Whether a response has started and is not finished on both sides. A second response would be read as part of it. */
function isReplying(outgoing: ServerResponse | undefined): boolean {
  return outgoing !== undefined && outgoing.headersSent && !(outgoing.writableFinished && outgoing.req.complete);
}

/** Closes the connection, because the start of the next request is unknown after an ambiguous head. */
async function refuseRequest(refuse: Refuse, { incoming, outgoing }: Exchange, status: number): Promise<void> {
  const { socket, headers, method = NO_METHOD } = incoming;
  const forwardedFor = headers['x-forwarded-for'];
  const reply = await refuse({
    status,
    method,
    peer: socket.remoteAddress,
    forwardedFor: typeof forwardedFor === 'string' ? forwardedFor : undefined,
  });
  outgoing.writeHead(reply.status, headersOf(reply));
  outgoing.end(textOf(reply));
}

interface Bytes {
  readonly socket: Socket;
  readonly method: string;
  readonly status: number;
}

/** Replies on the bare socket, because there is no request. */
async function refuseBytes(refuse: Refuse, { socket, method, status }: Bytes): Promise<void> {
  const reply = await refuse({ status, method, peer: socket.remoteAddress });
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const lines = Object.entries(headersOf(reply)).map(([name, value]) => `${name}: ${value}`);
  const head = [`HTTP/1.1 ${reply.status} ${STATUS_CODES[reply.status] ?? ''}`, ...lines].join('\r\n');
  socket.end(`${head}\r\n\r\n${textOf(reply)}`);
}

function headersOf({ headers, body }: Reply): Record<string, string> {
  return { ...headers, 'content-length': String(replyLength(body)), connection: 'close' };
}

/** A problem document is text. */
function textOf({ body }: Reply): string {
  return typeof body === 'string' ? body : '';
}
