import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { CutReason } from '#server/http/metrics.ts';
import { afterEach, describe, expect, test } from 'vitest';
import { guardConnections } from './guard-connections.ts';
import type { Guarding } from './guard-connections.ts';

const REQUEST = 'GET / HTTP/1.1\r\nhost: a\r\n\r\n';
/** Short enough for a test. Clients that must not count as slow stay far from the bound. */
const quick = { minBytesPerSecond: 4096, windowMs: 600, closeGraceMs: 200 };
const never = { minBytesPerSecond: 0, windowMs: 600_000, closeGraceMs: 600_000 };

const servers: Server[] = [];
const sockets: Socket[] = [];
/** The reasons why connections were cut off, in order. */
const reasons: CutReason[] = [];

afterEach(async () => {
  reasons.length = 0;
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

type Listener = (incoming: IncomingMessage, outgoing: ServerResponse) => void;
const ok: Listener = (incoming, outgoing) => {
  incoming.resume();
  outgoing.end('ok');
};

async function start(guarding: Guarding, listener = ok, trustedProxies: readonly string[] = []): Promise<number> {
  const server = createServer({ requestTimeout: 0 }, listener);
  guardConnections(server, { trustedProxies }, { pace: never, cut: (reason) => reasons.push(reason), ...guarding });
  server.listen(0, '0.0.0.0');
  await once(server, 'listening');
  servers.push(server);
  return (server.address() as AddressInfo).port;
}

/** Connects from one of Linux's many loopback addresses. */
async function open(port: number, localAddress = '127.0.0.1'): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', localAddress });
  sockets.push(socket);
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve));
  return socket;
}

const closed = async (socket: Socket): Promise<void> => {
  if (!socket.closed) await new Promise((resolve) => socket.resume().once('close', resolve));
};

/** Whether the connection is served. */
async function isServed(socket: Socket): Promise<boolean> {
  const replied = once(socket, 'data').then(([bytes]) => String(bytes).startsWith('HTTP/1.1 200'));
  socket.write(REQUEST);
  return Promise.race([replied, closed(socket).then(() => false)]);
}

describe('connections', () => {
  test('one address gets an eighth, a /24 gets half, and others are still served', async () => {
    const port = await start({ total: 80 });
    const flood: Socket[] = [];
    for (let i = 0; i < 300; i++) flood.push(await open(port, '127.0.0.2'));
    await Promise.all(flood.slice(0, -10).map(closed));
    expect(await isServed(await open(port, '127.0.0.3'))).toBe(true);
    for (let i = 0; i < 200; i++) flood.push(await open(port, `127.0.0.${4 + (i % 20)}`));
    await expect.poll(() => flood.filter((socket) => !socket.closed).length).toBe(40);
    expect(await isServed(await open(port, '127.0.1.1'))).toBe(true);
    expect(new Set(reasons)).toEqual(new Set(['gave-way']));
    expect(reasons.length).toBeGreaterThan(400);
  });

  test("a new connection replaces its client's longest idle connection, never a busy one", async () => {
    const held: ServerResponse[] = [];
    const port = await start({ total: 24 }, (incoming, outgoing) => {
      incoming.resume();
      if (incoming.url === '/held') held.push(outgoing);
      else outgoing.end('ok');
    });
    const busy = await open(port);
    busy.write('GET /held HTTP/1.1\r\nhost: a\r\n\r\n');
    await expect.poll(() => held.length).toBe(1);
    const [first, second] = [await open(port), await open(port)];
    expect(await isServed(first), 'the second is now idle longest').toBe(true);
    const third = await open(port);
    await closed(second);
    expect([await isServed(first), await isServed(third)]).toEqual([true, true]);
    for (const socket of [first, third]) socket.write('GET /held HTTP/1.1\r\nhost: a\r\n\r\n');
    await expect.poll(() => held.length).toBe(3);
    await closed(await open(port));
    expect(reasons).toEqual(['gave-way', 'no-place']);
    for (const outgoing of held) outgoing.end('ok');
    expect(await isServed(await open(port))).toBe(true);
  });

  test('a closed connection frees its place', async () => {
    const port = await start({ total: 8 });
    for (let i = 0; i < 30; i++) {
      const socket = await open(port);
      expect(await isServed(socket)).toBe(true);
      socket.end();
      await closed(socket);
    }
    expect(reasons).toEqual([]);
  });

  test('the longest idle connection gives way when a trusted proxy has used up all connections', async () => {
    const port = await start({ total: 8 }, ok, ['127.0.0.1']);
    const first = await open(port);
    expect(await isServed(first)).toBe(true);
    for (let i = 0; i < 8; i++) expect(await isServed(await open(port))).toBe(true);
    await closed(first);
  });

  test('a trusted proxy is not limited to an eighth', async () => {
    const port = await start({ total: 40 }, ok, ['127.0.0.1']);
    const proxied: Socket[] = [];
    for (let i = 0; i < 30; i++) proxied.push(await open(port));
    expect(await Promise.all(proxied.map(isServed))).toEqual(proxied.map(() => true));
  });
});

const POST = 'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 100000000\r\n\r\n';
const LARGE = Buffer.alloc(64 * 2 ** 20);

describe('pace', () => {
  test('a slow body is cut off, however often a byte arrives', async () => {
    const port = await start({ pace: quick }, (incoming) => void incoming.resume());
    const socket = await open(port);
    socket.write(POST);
    const drip = setInterval(() => socket.write('x'), 20);
    await closed(socket);
    clearInterval(drip);
    expect(reasons).toEqual(['slow-body']);
  });

  test('a body that arrives fast enough is cut off only after it stops', async () => {
    let received = 0;
    const port = await start({ pace: quick }, (incoming) => {
      incoming.on('data', (bytes: Buffer) => (received += bytes.length));
    });
    const socket = await open(port);
    socket.write(POST);
    const pour = setInterval(() => socket.write(Buffer.alloc(65_536)), 20);
    await expect.poll(() => received, { timeout: 20_000 }).toBeGreaterThan(60 * 65_536);
    expect(socket.closed).toBe(false);
    clearInterval(pour);
    await closed(socket);
  });

  test('the furthest of several slow bodies continues if they are fast enough together', async () => {
    const pace = { ...quick, minBytesPerSecond: 2 ** 17 };
    const port = await start({ pace }, (incoming) => void incoming.resume());
    const furthest = await open(port);
    furthest.write(POST);
    furthest.write(Buffer.alloc(2 ** 20));
    const others = await Promise.all(Array.from({ length: 4 }, () => open(port)));
    for (const socket of others) socket.write(POST);
    const pour = setInterval(() => {
      for (const socket of [furthest, ...others]) if (!socket.closed) socket.write(Buffer.alloc(4000));
    }, 50);
    await Promise.all(others.map(closed));
    expect(furthest.closed).toBe(false);
    await closed(furthest);
    clearInterval(pour);
  });

  test('a sender is not blamed for a body that the server does not read yet', async () => {
    const waiting = Promise.withResolvers<IncomingMessage>();
    const port = await start({ pace: quick }, (incoming) => waiting.resolve(incoming));
    const witness = await open(port);
    const socket = await open(port);
    socket.write(POST);
    socket.write(Buffer.alloc(1000));
    const incoming = await waiting.promise;
    await expect.poll(() => incoming.readableLength).toBe(1000);
    witness.write(POST);
    await closed(witness);
    expect(socket.closed).toBe(false);
    incoming.resume();
    await closed(socket);
  });

  test('a reader that does not read is cut off', async () => {
    const port = await start({ pace: quick }, (_incoming, outgoing) => outgoing.end(LARGE));
    const socket = await open(port);
    socket.pause();
    socket.write(REQUEST);
    const [server] = servers;
    const connections = () =>
      new Promise<number>((resolve) => server?.getConnections((_error, count) => resolve(count)));
    await expect.poll(connections).toBe(1);
    await expect.poll(connections, { timeout: 20_000 }).toBe(0);
    expect(reasons).toEqual(['slow-reader']);
  });

  test('a reader is measured by the bytes it acknowledges, because the kernel accepts more only now and then', async () => {
    // On a busy machine the kernel may acknowledge nothing for a second, so this window is longer.
    const demanding = { ...quick, minBytesPerSecond: 2 ** 17, windowMs: 2_400 };
    const port = await start({ pace: demanding }, (_incoming, outgoing) => outgoing.end(LARGE));
    const socket = await open(port);
    let received = 0;
    socket.on('data', (bytes: Buffer) => {
      received += bytes.length;
      socket.pause();
      setTimeout(() => socket.resume(), 60);
    });
    socket.write(REQUEST);
    await expect.poll(() => received, { timeout: 25_000 }).toBeGreaterThan(4 * 2 ** 20);
    expect(socket.closed).toBe(false);
  });

  test('a reader is not blamed for a reply that is not ready yet', async () => {
    const replies: ServerResponse[] = [];
    const port = await start({ pace: quick }, (incoming, outgoing) => {
      if (incoming.method === 'GET') replies.push(outgoing);
    });
    const [socket, witness] = [await open(port), await open(port)];
    socket.write(REQUEST);
    await expect.poll(() => replies.length).toBe(1);
    witness.write(POST);
    await closed(witness);
    replies[0]?.end('ok');
    expect(String(await once(socket, 'data'))).toContain('ok');
    expect(reasons).toEqual(['slow-body']);
  });
});

test('a connection that the server has ended is destroyed if its client does not end it', async () => {
  const port = await start({ pace: quick });
  const [server] = servers;
  server?.on('clientError', (_error, socket: Socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  sockets.push(socket.on('error', () => undefined));
  socket.write('no HTTP\r\n\r\n');
  await once(socket.resume(), 'end');
  const connections = () => new Promise<number>((resolve) => server?.getConnections((_error, count) => resolve(count)));
  await expect.poll(connections).toBe(0);
  expect(reasons).toEqual(['not-closed']);
});
