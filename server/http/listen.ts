import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { setImmediate, setTimeout as delay } from 'node:timers/promises';
import type { Config } from '#server/config/config.ts';
import { MAX_PART_BYTES } from '#server/file-bodies/wire.ts';
import { AppError } from '#server/errors.ts';
import type { ListenPlace } from '#server/platform/passed-socket.ts';
import { createReplies, toResponse } from './reply.ts';
import { guardConnections } from './limits/guard-connections.ts';
import { pace } from './limits/limits.ts';
import { errorFields } from './log.ts';
import type { ServeDirectly } from './direct.ts';
import { allowHalfClose } from './half-close.ts';
import type { Log } from './log.ts';
import { refuseMalformed } from './refuse-malformed.ts';
import type { Cut } from './metrics.ts';
import type { Refuse } from './refuse.ts';
import { openListener } from './open-listener.ts';
import type { Listener } from './open-listener.ts';
import { readHead } from './request-head.ts';

/** The largest upload part at the slowest allowed pace, plus a margin. */
const REQUEST_TIMEOUT_MS = Math.ceil((1100 * MAX_PART_BYTES) / pace.minBytesPerSecond);
const serverOptions = {
  /** Cuts off slow headers. limits/watch-pace.ts cuts off slow bodies. */
  headersTimeout: 10_000,
  requestTimeout: REQUEST_TIMEOUT_MS,
  connectionsCheckingInterval: 5_000,
  /** Longer than most proxies keep an idle connection. */
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16_384,
  /** readHead checks it, so that the refusal is a problem document. */
  requireHostHeader: false,
  noDelay: true,
};
/** The last resort, if nothing moves in either direction. limits/limits.ts has the limits on slow clients. */
const IDLE_MS = 600_000;
const DRAIN_MS = 10_000;
const DRAIN_CHECK_MS = 50;
/**
 * A proxy does not repeat a request if the idle connection that it was sent on is closed. So for this long the next reply
 * on each connection closes it, and health checks move new requests elsewhere.
 */
const LEAVE_MS = 3_000;

const FORGED =
  'they can claim to be any client, so the limits of clients do not hold. Set SocketMode=0660 and SocketGroup= in its unit';

/** The part of the application that a listener needs. */
export interface Application {
  readonly fetch: (request: Request, env: object) => Response | Promise<Response>;
  readonly refuse: Refuse;
  readonly cut: Cut;
  readonly serveDirectly: ServeDirectly;
}

export interface Listening {
  readonly port: number;
  readonly isUnix: boolean;
  /** Settles when every module that serves requests has been loaded. */
  readonly loaded: Promise<void>;
  /**
   * Behind a proxy, serves for three more seconds, so that it can move its requests elsewhere. Then accepts no new
   * connection, lets current requests finish, and cuts off the rest after ten seconds.
   */
  readonly drain: () => Promise<void>;
}

export type ListenConfig = ListenPlace & Pick<Config, 'publicUrl' | 'trustedProxies'>;

/** @throws the system's error if the address is not available */
export async function listen(app: Application, config: ListenConfig, log: Log): Promise<Listening> {
  const replies = createReplies(config);
  const adapter = loadAdapter(app, (thrown) => toResponse(replies.problem(adapterError(thrown, log))));
  const server = createServer(serverOptions);
  const refuseHead = refuseMalformed(server, app);
  const state: { listener: Listener | undefined; isLeaving: boolean } = { listener: undefined, isLeaving: false };
  server.on('request', (incoming, outgoing) => {
    if (state.isLeaving) outgoing.shouldKeepAlive = false;
    if (!readHead(incoming)) refuseHead(incoming, outgoing);
    else if (!app.serveDirectly(incoming, outgoing)) adapter.serve(incoming, outgoing);
  });
  allowHalfClose(server);
  server.setTimeout(IDLE_MS);
  guardConnections(server, config, { cut: app.cut, isUnix: () => state.listener?.isUnix ?? false });
  const listener = await openListener(server, config);
  state.listener = listener;
  if (listener.isForEveryone) log.warn('every user of this host can connect to the socket', { consequence: FORGED });
  // Lets the caller first report that the service listens.
  const loaded = setImmediate().then(adapter.load);
  return {
    port: listener.port,
    isUnix: listener.isUnix,
    loaded,
    async drain() {
      state.isLeaving = true;
      if (listener.isUnix || config.trustedProxies.length > 0) await leave(listener);
      await drain(server);
    },
  };
}

type ServeRequest = (incoming: IncomingMessage, outgoing: ServerResponse) => unknown;

/**
 * Converts between Node's requests and web requests. It is a quarter of the code that a start loads, so it is loaded
 * when the port is open; earlier requests wait for it.
 */
function loadAdapter(app: Application, errorHandler: (thrown: unknown) => Response) {
  let loaded: ServeRequest | undefined;
  let loading: Promise<ServeRequest> | undefined;
  const load = async (): Promise<ServeRequest> => {
    const { getRequestListener } = await import('@hono/node-server');
    // Its cleanup would cut the connection half a second after a reply: see linger.ts.
    return (loaded = getRequestListener(app.fetch, { errorHandler, autoCleanupIncoming: false }));
  };
  const ready = () => (loading ??= load());
  return {
    load: async () => {
      await ready();
    },
    serve(incoming: IncomingMessage, outgoing: ServerResponse) {
      if (loaded !== undefined) loaded(incoming, outgoing);
      else void ready().then((serve) => serve(incoming, outgoing));
    },
  };
}

/** The adapter could not convert the request. A head that `readHead` accepted never gets here. */
function adapterError(thrown: unknown, log: Log): AppError {
  if (thrown instanceof Error && thrown.name === 'RequestError') return new AppError('malformed');
  log.error('request failed', errorFields(thrown));
  return new AppError('internal');
}

/** Serves for a while longer. `isLeaving` closes each connection after its reply. */
async function leave({ withdraw }: Listener): Promise<void> {
  await delay(LEAVE_MS);
  await withdraw();
  // Lets Node accept the connections that the kernel has established. Otherwise they would be cut off.
  await delay(DRAIN_CHECK_MS);
}

async function drain(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  // A keep-alive connection ends as soon as its request has finished.
  const idle = setInterval(() => server.closeIdleConnections(), DRAIN_CHECK_MS);
  const rest = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearInterval(idle);
  clearTimeout(rest);
}
