import { Agent as HttpAgent, request as requestHttp } from 'node:http';
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { once } from 'node:events';
import { freeBuffersInTime } from './free-buffers.ts';

/** Waiting until a larger piece has been sent costs less than a copy of it. */
const WORTH_WAITING_BYTES = 16_384;

/** Told of the bytes of each piece. */
type Passed = (bytes: number) => void;

/** A store in a rack replies within milliseconds, one across the world within a second. */
const CONNECT_MS = 5_000;
/** How long the store may keep this service waiting: for a reply, for its next bytes, or until it takes more. */
const SILENT_MS = 60_000;
/** A deletion has no bytes to wait for, and is repeated later. The sweep has other work meanwhile. */
const DELETION_MS = 10_000;
/** The most bytes of a reply that is not a part of an object. A page of a thousand keys has less than half of it. */
const MAX_DOCUMENT_BYTES = 2_000_000;
/** Some stores close idle connections after five seconds, and firewalls forget them. They are closed before that. */
const IDLE_MS = 4_000;

const KEEP_ALIVE = { keepAlive: true, timeout: IDLE_MS, scheduling: 'lifo' } as const;

export interface TransportLimits {
  readonly connectMs?: number;
  readonly silentMs?: number;
  readonly deletionMs?: number;
}

/**
 * `fetch` for s3mini, over Node's own client. It streams bodies with a known length, follows no redirects, repeats
 * nothing, and gives up on a store that falls silent.
 */
export function storeFetch(limits: TransportLimits = {}): typeof fetch {
  const { connectMs = CONNECT_MS, silentMs = SILENT_MS, deletionMs = DELETION_MS } = limits;
  const freeBuffers = freeBuffersInTime();
  const agents = { 'http:': new HttpAgent(KEEP_ALIVE), 'https:': new HttpsAgent(KEEP_ALIVE) };

  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const isTls = url.protocol === 'https:';
    const { method = 'GET', body, headers } = init;
    const options: RequestOptions = {
      method,
      headers: withLength(headers as Record<string, string>, body),
      agent: agents[isTls ? 'https:' : 'http:'],
    };
    const request = (isTls ? requestHttps : requestHttp)(url, options);
    // An error also rejects `replied`, or breaks off the body of the reply.
    request.on('error', () => undefined);
    limitWaiting(request, { connectMs, silentMs: method === 'DELETE' ? Math.min(deletionMs, silentMs) : silentMs });
    const replied = once(request, 'response') as Promise<[IncomingMessage]>;
    // It may be rejected while the body is being sent, when nobody awaits it yet.
    replied.catch(() => undefined);
    const isWhole = await sendBody(request, body ?? undefined, freeBuffers);
    const [reply] = await replied;
    return isWhole ? asResponse(reply, freeBuffers) : asRefusal(request, reply);
  };
}

function withLength(headers: Readonly<Record<string, string>>, body: unknown): Record<string, string> {
  if (body instanceof ReadableStream || headers['content-length'] !== undefined) return { ...headers };
  return typeof body === 'string' && body !== '' ? { ...headers } : { ...headers, 'content-length': '0' };
}

function limitWaiting(
  request: ClientRequest,
  { connectMs, silentMs }: Required<Pick<TransportLimits, 'connectMs' | 'silentMs'>>,
): void {
  const giveUp = () => request.destroy(Object.assign(new Error('The store is silent.'), { code: 'ETIMEDOUT' }));
  request.once('socket', (socket) => {
    if (socket.connecting) {
      const late = setTimeout(giveUp, connectMs);
      const settle = () => clearTimeout(late);
      socket.once(socket instanceof Object && 'encrypted' in socket ? 'secureConnect' : 'connect', settle);
      socket.once('close', settle);
    }
  });
  request.setTimeout(silentMs, giveUp);
}

/**
 * Reads the whole body in any case. @returns false if the store replied before it had all of it. @throws the error of
 * the body, after destroying the request
 */
async function sendBody(request: ClientRequest, body: BodyInit | undefined, passed: Passed): Promise<boolean> {
  if (!(body instanceof ReadableStream)) {
    request.end(body);
    return true;
  }
  let hasReply = false;
  const over = new Promise<void>((resolve) => {
    request.once('close', resolve);
    request.once('response', () => {
      hasReply = true;
      resolve();
    });
  });
  let isWhole = true;
  try {
    for await (const piece of body as ReadableStream<Uint8Array>) {
      passed(piece.length);
      isWhole &&= !request.destroyed && !hasReply;
      if (!isWhole) continue;
      // The source may reuse its memory, and Node keeps a reference to a piece until the kernel has it.
      const isSmall = piece.length < WORTH_WAITING_BYTES;
      const sent = new Promise<void>((resolve) => {
        const hasRoom = request.write(isSmall ? Buffer.from(piece) : piece, () => resolve());
        if (isSmall && hasRoom) resolve();
      });
      await Promise.race([sent, over]);
    }
  } catch (error) {
    request.destroy();
    throw error;
  }
  if (isWhole) request.end();
  return isWhole;
}

type Piece = Buffer<ArrayBuffer>;

/** @throws Error for a reply that is too long: it is parsed as a whole, and takes memory and time */
async function* shortened(reply: IncomingMessage): AsyncGenerator<Piece, undefined> {
  let bytes = 0;
  for await (const piece of reply as AsyncIterable<Piece>) {
    bytes += piece.length;
    if (bytes > MAX_DOCUMENT_BYTES) throw Object.assign(new Error('The reply is too long.'), { code: 'EMSGSIZE' });
    yield piece;
  }
}

const PARTIAL_CONTENT = 206;
const EMPTY = new Set([204, 205, 304]);

function asResponse(reply: IncomingMessage, passed: Passed): Response {
  const init = { status: reply.statusCode ?? 500, headers: headersOf(reply) };
  if (EMPTY.has(init.status)) {
    reply.resume();
    return new Response(null, init);
  }
  return new Response(asWebStream(reply, passed), init);
}

/** Reads nothing ahead of its reader. Node's own conversion copies every piece. */
function asWebStream(reply: IncomingMessage, passed: Passed): ReadableStream<Uint8Array<ArrayBuffer>> {
  const isObject = reply.statusCode === PARTIAL_CONTENT;
  const pieces = (isObject ? reply : shortened(reply))[Symbol.asyncIterator]() as AsyncIterator<Piece, undefined>;
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>) => {
    const piece = await pieces.next();
    if (piece.done === true) {
      controller.close();
    } else {
      passed(piece.value.length);
      controller.enqueue(piece.value);
    }
  };
  const cancel = () => void reply.destroy();
  return new ReadableStream({ pull, cancel }, { highWaterMark: 0 });
}

/** The store may wait for the rest of the body, which is not sent, so the connection is closed after the reply. */
async function asRefusal(request: ClientRequest, reply: IncomingMessage): Promise<Response> {
  const pieces: Piece[] = [];
  for await (const piece of shortened(reply)) pieces.push(piece);
  const body = Buffer.concat(pieces).toString();
  request.destroy();
  if ((reply.statusCode ?? 0) < 300) throw new Error('The store confirmed what it had not received.');
  return new Response(body, { status: reply.statusCode ?? 500, headers: headersOf(reply) });
}

function headersOf(reply: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value = ''] of Object.entries(reply.headers)) {
    for (const one of [value].flat()) headers.append(name, one);
  }
  return headers;
}
