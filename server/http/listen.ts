import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import type { App } from '#server/app.ts';
import type { Config } from '#server/config/config.ts';
import { AppError } from '#server/errors.ts';
import { createAnswers, toResponse } from './answer.ts';
import type { Answer, Answers } from './answer.ts';
import { errorFields } from './log.ts';
import type { Log } from './log.ts';

const serverOptions = {
  /** Whoever sends headers or a body drop by drop is cut off; a megabyte still fits through a slow phone's minute. */
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  connectionsCheckingInterval: 5_000,
  /** Longer than the usual proxy keeps its end. */
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16_384,
  noDelay: true,
};
/** Nothing moves either way: a reader who takes nothing of an answer is cut off, too, at the second time. */
const STILL_MS = 60_000;
const MAX_CONNECTIONS = 10_000;
const DRAIN_MS = 10_000;
const DRAIN_CHECK_MS = 50;

export interface Listening {
  readonly port: number;
  /** Settles when all that answers has been loaded. */
  readonly loaded: Promise<void>;
  /** Takes no new connection, lets the requests that are under way finish, and after ten seconds cuts off what is left. */
  readonly drain: () => Promise<void>;
}

/** @throws the system's error when the address cannot be had */
export async function listen(app: App, config: Config, log: Log): Promise<Listening> {
  const answers = createAnswers(config);
  const adapter = loadAdapter(app, (thrown) => toResponse(answers.problem(adapterError(thrown, log))));
  const exchanges = new WeakMap<Socket, ServerResponse>();
  const server = createServer(serverOptions, (incoming, outgoing) => {
    exchanges.set(incoming.socket, outgoing);
    adapter.answer(incoming, outgoing);
  });
  server.setTimeout(STILL_MS);
  server.maxConnections = MAX_CONNECTIONS;
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (isBeingAnswered(exchanges.get(socket))) socket.destroy();
    else refuseConnection(answers, error, socket);
  });
  server.listen({ port: config.port, host: config.host });
  await once(server, 'listening');
  // After whoever started this has said that it listens.
  const loaded = setImmediate().then(adapter.load);
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : config.port,
    loaded,
    drain: () => drain(server),
  };
}

type Answering = (incoming: IncomingMessage, outgoing: ServerResponse) => unknown;

/**
 * Between Node's requests and those of the web, which are a quarter of what a start has to load: loaded when the port is
 * there, and waited for by whoever comes before.
 */
function loadAdapter(app: App, errorHandler: (thrown: unknown) => Response) {
  let loaded: Answering | undefined;
  let loading: Promise<Answering> | undefined;
  const load = async (): Promise<Answering> => {
    const { getRequestListener } = await import('@hono/node-server');
    // Its own cleaning up would cut the connection half a second after an answer: see linger.ts.
    return (loaded = getRequestListener(app.fetch, { errorHandler, autoCleanupIncoming: false }));
  };
  const ready = () => (loading ??= load());
  return {
    load: async () => {
      await ready();
    },
    answer(incoming: IncomingMessage, outgoing: ServerResponse) {
      if (loaded !== undefined) loaded(incoming, outgoing);
      else void ready().then((answer) => answer(incoming, outgoing));
    },
  };
}

/** What the adapter could not make a request of: no host, an address that is none. */
function adapterError(thrown: unknown, log: Log): AppError {
  if (thrown instanceof Error && thrown.name === 'RequestError') return new AppError('malformed');
  log.error('failed', errorFields(thrown));
  return new AppError('internal');
}

/** One that has begun to be answered, and has not ended on both sides: a second answer would be taken for a part of it. */
function isBeingAnswered(outgoing: ServerResponse | undefined): boolean {
  return outgoing !== undefined && outgoing.headersSent && !(outgoing.writableFinished && outgoing.req.complete);
}

const parserErrors = new Map([
  ['HPE_HEADER_OVERFLOW', { status: 431, reason: 'Request Header Fields Too Large' }],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', { status: 413, reason: 'Payload Too Large' }],
  ['ERR_HTTP_REQUEST_TIMEOUT', { status: 408, reason: 'Request Timeout' }],
]);

/** Bytes that are no HTTP: answered on the bare socket, since there is no request. */
function refuseConnection(answers: Answers, { code = '' }: NodeJS.ErrnoException, socket: Socket): void {
  if (code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, reason } = parserErrors.get(code) ?? { status: 400, reason: 'Bad Request' };
  const { headers, body }: Answer = answers.problem(new AppError('malformed'));
  const problem = typeof body === 'string' ? (JSON.parse(body) as object) : {};
  const text = JSON.stringify({ ...problem, status });
  const lines = Object.entries({ ...headers, 'content-length': Buffer.byteLength(text), connection: 'close' });
  const head = [`HTTP/1.1 ${status} ${reason}`, ...lines.map(([name, value]) => `${name}: ${value}`)].join('\r\n');
  socket.end(`${head}\r\n\r\n${text}`);
}

async function drain(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  // A connection that is kept alive ends as soon as its request has.
  const idle = setInterval(() => server.closeIdleConnections(), DRAIN_CHECK_MS);
  const rest = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearInterval(idle);
  clearTimeout(rest);
}
