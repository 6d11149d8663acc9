import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import type { Config } from '#server/config/config.ts';
import { MAX_PART_BYTES } from '#server/file-bodies/wire.ts';
import { AppError } from '#server/errors.ts';
import { createReplies, toResponse } from './reply.ts';
import { guardConnections } from './limits/guard-connections.ts';
import { pace } from './limits/limits.ts';
import { errorFields } from './log.ts';
import { allowHalfClose } from './half-close.ts';
import type { Log } from './log.ts';
import { refuseMalformed } from './refuse-malformed.ts';
import type { Cut } from '#server/metrics/metrics.ts';
import type { Refuse } from './refuse.ts';
import { readHead } from './request-head.ts';

/** The largest part of an upload at the slowest pace that is allowed, and a little more. */
const REQUEST_TIMEOUT_MS = Math.ceil((1100 * MAX_PART_BYTES) / pace.minBytesPerSecond);
const serverOptions = {
  /** Headers that drip are cut off. A body that drips is cut off by its pace, see limits/watch-pace.ts. */
  headersTimeout: 10_000,
  requestTimeout: REQUEST_TIMEOUT_MS,
  connectionsCheckingInterval: 5_000,
  /** Longer than the usual proxy keeps its end. */
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16_384,
  /** Checked with the rest of the head, and refused with a problem. */
  requireHostHeader: false,
  noDelay: true,
};
/** The last resort, when nothing moves either way. What a client may do slowly is in limits/limits.ts. */
const STILL_MS = 600_000;
const DRAIN_MS = 10_000;
const DRAIN_CHECK_MS = 50;

/** The application, as far as a listener needs it. */
export interface Application {
  readonly fetch: (request: Request, env: object) => Response | Promise<Response>;
  readonly refuse: Refuse;
  readonly cut: Cut;
}

export interface Listening {
  readonly port: number;
  /** Settles when all that answers has been loaded. */
  readonly loaded: Promise<void>;
  /** Takes no new connection, lets the requests that are under way finish, and after ten seconds cuts off what is left. */
  readonly drain: () => Promise<void>;
}

/** @throws the system's error when the address cannot be had */
export async function listen(app: Application, config: Config, log: Log): Promise<Listening> {
  const replies = createReplies(config);
  const adapter = loadAdapter(app, (thrown) => toResponse(replies.problem(adapterError(thrown, log))));
  const server = createServer(serverOptions);
  const refuseHead = refuseMalformed(server, app);
  server.on('request', (incoming, outgoing) => {
    if (readHead(incoming)) adapter.answer(incoming, outgoing);
    else refuseHead(incoming, outgoing);
  });
  allowHalfClose(server);
  server.setTimeout(STILL_MS);
  guardConnections(server, config, { cut: app.cut });
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
function loadAdapter(app: Application, errorHandler: (thrown: unknown) => Response) {
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

/** The adapter could not make a request of it. A head that `readHead` has passed does not come here. */
function adapterError(thrown: unknown, log: Log): AppError {
  if (thrown instanceof Error && thrown.name === 'RequestError') return new AppError('malformed');
  log.error('failed', errorFields(thrown));
  return new AppError('internal');
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
