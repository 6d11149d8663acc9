import { once } from 'node:events';
import { createServer, request as ask } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * - `pass`: it works.
 * - `hold`: it waits until `release`, and then works.
 * - `cut`: the connection breaks before the store hears of it.
 * - `cut-after`: the store does it, and the connection breaks before the reply.
 * - `cut-reply`: the connection breaks in the middle of the reply.
 * - `stop-reply`: half of the reply comes and then nothing more, while the connection stays open.
 * - `fail-after`: the store does it, and replies 500.
 * - `lose`: the store replies that it did it, and did nothing.
 * - a reply: the store refuses.
 */
export type Behaviour =
  | 'pass'
  | 'hold'
  | 'cut'
  | 'cut-after'
  | 'cut-reply'
  | 'stop-reply'
  | 'fail-after'
  | 'lose'
  | { readonly status: number; readonly code: string };

export interface Asked {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
}

export interface StoreProxy extends AsyncDisposable {
  readonly url: string;
  /** Every request, in order. */
  readonly asked: readonly Asked[];
  /** How the store behaves from now on. */
  behave: (asked: Asked) => Behaviour;
  /** Lets go of what it holds. */
  readonly release: () => void;
}

/** Stands between a service and its object store, and does what stores and networks do on bad days. */
export async function openStoreProxy(target: string): Promise<StoreProxy> {
  const asked: Asked[] = [];
  const held = new Set<() => void>();
  const server = createServer((incoming, outgoing) => {
    const { method = '', url: path = '', headers } = incoming;
    asked.push({ method, path, headers });
    void act(proxy.behave({ method, path, headers }), { target, incoming, outgoing, held }).catch(() =>
      outgoing.destroy(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy: StoreProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    behave: () => 'pass',
    release() {
      for (const go of [...held]) go();
      held.clear();
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return proxy;
}

interface Exchange {
  readonly target: string;
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly held: Set<() => void>;
}

async function act(behaviour: Behaviour, exchange: Exchange): Promise<void> {
  const { incoming, outgoing, held } = exchange;
  if (behaviour === 'cut') {
    incoming.socket.destroy();
    return;
  }
  if (behaviour === 'hold') await new Promise<void>((resolve) => held.add(resolve));
  if (behaviour === 'lose') {
    await incoming.toArray();
    outgoing.writeHead(incoming.method === 'DELETE' ? 204 : 200).end();
    return;
  }
  if (typeof behaviour === 'object') {
    await incoming.toArray();
    refuse(outgoing, behaviour);
    return;
  }
  const reply = await forward(exchange);
  outgoing.once('close', () => reply.destroy());
  if (behaviour === 'cut-after') {
    await reply.toArray();
    incoming.socket.destroy();
  } else if (behaviour === 'fail-after') {
    await reply.toArray();
    refuse(outgoing, { status: 500, code: 'InternalError' });
  } else {
    outgoing.writeHead(reply.statusCode ?? 500, reply.headers);
    if (behaviour === 'cut-reply' || behaviour === 'stop-reply') await sendHalf(reply, outgoing);
    if (behaviour === 'cut-reply') outgoing.destroy();
    else if (behaviour === 'stop-reply') reply.destroy();
    else reply.pipe(outgoing);
  }
}

function refuse(outgoing: ServerResponse, { status, code }: { status: number; code: string }): void {
  outgoing.writeHead(status, { 'content-type': 'application/xml' }).end(`<Error><Code>${code}</Code></Error>`);
}

/** The host is part of what was signed, so the store sees that of the proxy. */
async function forward({ target, incoming }: Exchange): Promise<IncomingMessage> {
  // The client disconnected while its request was held.
  if (incoming.destroyed) throw new Error('The client has disconnected.');
  const { method = 'GET', url = '/', headers } = incoming;
  const forwarded = ask(new URL(url, target), { method, headers, agent: false });
  incoming.pipe(forwarded);
  incoming.once('close', () => {
    if (!incoming.complete) forwarded.destroy();
  });
  const [reply] = (await once(forwarded, 'response')) as [IncomingMessage];
  return reply;
}

async function sendHalf(reply: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const half = Number(reply.headers['content-length'] ?? 2) / 2;
  let sent = 0;
  for await (const piece of reply) {
    const bytes = (piece as Buffer).subarray(0, half - sent);
    sent += bytes.length;
    await new Promise((resolve) => outgoing.write(bytes, resolve));
    if (sent >= half) break;
  }
}
