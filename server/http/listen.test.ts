import { once } from 'node:events';
import { Agent, request } from 'node:http';
import type { IncomingMessage, RequestOptions } from 'node:http';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createApp } from '#server/app.ts';
import type { Config } from '#server/config/config.ts';
import { parseConfig } from '#server/config/parse-config.ts';
import type { Deps } from '#server/deps.ts';
import { createFrame, openTestApp, sharePath } from '#server/testing/test-app.ts';
import type { TestApp } from '#server/testing/test-app.ts';
import { TestShare, madeShare } from '#server/testing/test-share.ts';
import { encodeFrame } from './frame.ts';
import { maxConnections, portions } from './limits/limits.ts';
import { listen } from './listen.ts';
import type { Listening } from './listen.ts';
import { noMetrics } from './metrics.ts';
import type { CutReason } from './metrics.ts';
import type { Log } from './log.ts';

const failures: unknown[] = [];
const log: Log = { info: () => undefined, warn: () => undefined, error: (...what) => failures.push(what) };
let app: TestApp;
let deps: Deps;
let listening: Listening;
const reasons: CutReason[] = [];
const metrics = { ...noMetrics, cut: (reason: CutReason) => reasons.push(reason) };

beforeAll(async () => {
  app = await openTestApp();
  deps = { ...app.deps, config: parseConfig({ SOTTO_PORT: '0' }) };
});

afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

beforeEach(async () => {
  reasons.length = 0;
  listening = await listen(createApp(deps, { log, metrics }), deps.config, log);
});

afterEach(async () => {
  vi.useRealTimers();
  await listening.drain();
  expect(failures).toEqual([]);
});

async function send(
  options: RequestOptions,
  body?: Uint8Array | Readable,
): Promise<{ response: IncomingMessage; body: string }> {
  const outgoing = request({ host: '127.0.0.1', port: listening.port, agent: false, ...options });
  const replied = once(outgoing, 'response') as Promise<[IncomingMessage]>;
  // After its reply, the server may stop reading the rest.
  if (body instanceof Readable) pipeline(body, outgoing).catch(() => undefined);
  else outgoing.end(body);
  outgoing.on('error', () => undefined);
  const [response] = await replied;
  return { response, body: (await buffer(response)).toString() };
}

async function openBehindProxy(config: Config): Promise<Listening & AsyncDisposable> {
  const opened = await listen(createApp({ ...deps, config }, { log, metrics }), config, log);
  return { ...opened, [Symbol.asyncDispose]: opened.drain };
}

async function sendRaw(bytes: string): Promise<string> {
  const socket = connect(listening.port, '127.0.0.1');
  socket.write(bytes);
  return (await buffer(socket)).toString();
}

test('a share is created and described over a real connection', async () => {
  const share = new TestShare(app.testStore.clock.now());
  const headers = { 'content-type': 'application/octet-stream' };
  const created = await send({ method: 'PUT', path: sharePath(share), headers }, createFrame(share));
  expect(created.response.statusCode).toBe(201);
  const path = sharePath(share, 'describe');
  const json = Buffer.from(JSON.stringify({ linkProof: share.linkProof }));
  const described = await send({ method: 'POST', path, headers: { 'content-type': 'application/json' } }, json);
  expect(JSON.parse(described.body)).toMatchObject({ state: 'live' });
});

test('an endless body is cut off with 413, and memory use stays flat', async () => {
  const share = new TestShare(app.testStore.clock.now());
  let sent = 0;
  const endless = new Readable({
    read() {
      sent += 65_536;
      this.push(sent > 256 * 2 ** 20 ? null : Buffer.alloc(65_536));
    },
  });
  const before = process.memoryUsage().arrayBuffers;
  const headers = { 'content-type': 'application/octet-stream', 'transfer-encoding': 'chunked' };
  const { response, body } = await send({ method: 'PUT', path: sharePath(share), headers }, endless);
  expect(response.statusCode).toBe(413);
  expect(JSON.parse(body)).toMatchObject({ code: 'too-large' });
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 2 ** 20);
});

test('a body that declares a huge length gets a reply before any of it arrives', async () => {
  const path = sharePath(new TestShare(app.testStore.clock.now()));
  const socket = connect(listening.port, '127.0.0.1');
  socket.write(
    `PUT ${path} HTTP/1.1\r\nhost: a\r\ncontent-type: application/octet-stream\r\ncontent-length: 1000000000\r\n\r\n`,
  );
  const [reply] = (await once(socket, 'data')) as [Buffer];
  expect(reply.toString()).toMatch(/^HTTP\/1\.1 413 /);
  socket.destroy();
});

test('a client that disconnects during its body causes no failure', async () => {
  const path = sharePath(new TestShare(app.testStore.clock.now()));
  for (const length of ['content-length: 1000', 'transfer-encoding: chunked']) {
    const socket = connect(listening.port, '127.0.0.1');
    socket.write(
      `PUT ${path} HTTP/1.1\r\nhost: a\r\ncontent-type: application/octet-stream\r\n${length}\r\n\r\n5\r\nabcde\r\n`,
    );
    await once(socket, 'ready');
    socket.destroy();
    await once(socket, 'close');
  }
  expect((await send({ path: '/healthz' })).response.statusCode).toBe(200);
});

test.each([
  ['bytes that are not HTTP', 'hello\r\n\r\n', 400],
  [
    'a length and chunked encoding',
    'POST /api/shares/status HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n',
    400,
  ],
  ['two lengths', 'POST /api/shares/status HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\n', 400],
  ['endless headers', `GET / HTTP/1.1\r\nhost: a\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
  ['an invalid host', 'GET /api/config HTTP/1.1\r\nhost: a b/c?d\r\nconnection: close\r\n\r\n', 400],
  ['a backslash', 'GET /api\\config HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n', 400],
])('%s gets a problem document', async (_name, bytes, status) => {
  const reply = await sendRaw(bytes);
  expect(reply).toContain(`HTTP/1.1 ${status} `);
  expect(reply.toLowerCase()).toContain('content-type: application/problem+json');
  expect(JSON.parse(reply.slice(reply.indexOf('\r\n\r\n') + 4))).toMatchObject({ status, code: 'malformed' });
});

test('idle connections from one address take at most an eighth of all, and other addresses are served', async () => {
  const most = Math.floor(maxConnections() * portions.address);
  const idle: Socket[] = [];
  while (idle.length < most + 40) {
    // No more at once than the system's backlog holds.
    const some = Array.from({ length: 40 }, () =>
      connect({ port: listening.port, host: '127.0.0.1', localAddress: '127.0.0.2' }).on('error', () => undefined),
    );
    await Promise.all(some.map((socket) => once(socket, 'connect')));
    idle.push(...some);
  }
  await expect.poll(() => idle.filter((socket) => !socket.closed).length, { timeout: 20_000 }).toBe(most);
  expect((await send({ path: '/healthz', localAddress: '127.0.0.3' })).response.statusCode).toBe(200);
  expect((await send({ path: '/healthz', localAddress: '127.0.0.2' })).response.statusCode).toBe(200);
  for (const socket of idle) socket.destroy();
});

test('a drain lets a current request finish and accepts no other', async () => {
  const share = await madeShare(deps);
  const agent = new Agent({ keepAlive: true });
  const path = sharePath(share, 'describe');
  const json = JSON.stringify({ linkProof: share.linkProof });
  const headers = { 'content-type': 'application/json', 'content-length': json.length };
  const outgoing = request({ host: '127.0.0.1', port: listening.port, agent, method: 'POST', path, headers });
  const replied = once(outgoing, 'response') as Promise<[IncomingMessage]>;
  await new Promise<void>((resolve) => outgoing.write(json.slice(0, 10), () => resolve()));
  // The server has read the head of the request once it has replied to a later one.
  await send({ path: '/healthz' });
  const drained = listening.drain();
  await expect(send({ path: '/healthz' })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  outgoing.end(json.slice(10));
  const [response] = await replied;
  expect(response.statusCode).toBe(200);
  await buffer(response);
  await drained;
  agent.destroy();
  listening = await listen(createApp(deps, { log }), deps.config, log);
});

test('a drain tells a proxy on each connection, and still serves what the proxy sends meanwhile', async () => {
  const config = parseConfig({ SOTTO_PORT: '0', SOTTO_TRUSTED_PROXIES: '127.0.0.1' });
  await using behind = await openBehindProxy(config);
  const agent = new Agent({ keepAlive: true });
  const ask = (options: RequestOptions) => send({ path: '/healthz', port: behind.port, ...options });
  expect((await ask({ agent })).response.headers.connection).toBe('keep-alive');
  const drained = behind.drain();
  for (const options of [{ agent }, {}]) {
    const { response } = await ask(options);
    expect(response.statusCode).toBe(200);
    expect(response.headers.connection).toBe('close');
  }
  await drained;
  await expect(ask({})).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  agent.destroy();
});

test('a refused part gets a reply, and its connection serves the next request', async () => {
  const path = sharePath(new TestShare(app.testStore.clock.now()), 'parts/0');
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const frame = encodeFrame({ ownerProof: 'A'.repeat(43) }, new Uint8Array(2_000_000));
  const headers = { 'content-type': 'application/octet-stream', 'content-length': String(frame.length) };
  for (let i = 0; i < 20; i++) {
    const { response } = await send({ method: 'PUT', path, headers, agent }, frame);
    expect(response.statusCode).toBe(404);
  }
  agent.destroy();
});

/**
 * A server that the client asks to close after one request, as nginx does by default, must not close before its end.
 */
describe.each(['keep-alive', 'close'])('with connection: %s', (connection) => {
  test.each([
    ['with a declared length', 'content-length: 40000', ['a'.repeat(40_000)]],
    ['without a declared length', 'transfer-encoding: chunked', ['9c40\r\n', 'a'.repeat(40_000), '\r\n0\r\n\r\n']],
  ])('a body %s can arrive much later than its refusal', async (_name, length, rest) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval'] });
    const { socket, ended } = await refused([length, `connection: ${connection}`]);
    await vi.advanceTimersByTimeAsync(20_000);
    await send({ path: '/healthz' });
    expect(socket.readableEnded).toBe(false);
    for (const bytes of rest) socket.write(bytes);
    if (connection === 'keep-alive') {
      socket.write('GET /healthz HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n');
      expect(String(await once(socket, 'data'))).toMatch(/^HTTP\/1\.1 200 /);
    }
    await ended;
    expect(reasons).toEqual([]);
  });
});

test('bytes that are not HTTP get no second reply after a refusal', async () => {
  const { socket, ended } = await refused(['transfer-encoding: chunked']);
  let more = '';
  socket.on('data', (bytes: Buffer) => (more += bytes.toString()));
  socket.write('no chunk\r\n');
  await ended;
  expect(more).not.toContain('HTTP/1.1');
});

test('an endless request is read for at most half a minute after its refusal', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval'] });
  const { ended } = await refused(['content-length: 1000']);
  await vi.advanceTimersByTimeAsync(31_000);
  await ended;
  expect(reasons).toEqual(['refused-body']);
});

test('a long body after a refusal is not read to its end', async () => {
  const { socket, ended } = await refused(['content-length: 1000000000']);
  const pour = () => {
    while (socket.writable && socket.write(Buffer.alloc(2 ** 20)));
  };
  socket.on('error', () => undefined).on('drain', pour);
  pour();
  await ended.catch(() => undefined);
  expect(reasons).toEqual(['refused-body']);
});

test('an incomplete head gets a 408 and is counted as cut off', async () => {
  const socket = connect(listening.port, '127.0.0.1');
  socket.write('GET / HTTP/1.1\r\nhost: a\r\n');
  const reply = (await buffer(socket)).toString();
  expect(reply).toMatch(/^HTTP\/1\.1 408 /);
  expect(reasons).toEqual(['timeout']);
}, 60_000);

/** Sends the head of a request that the server refuses. */
async function refused(headers: readonly string[]): Promise<{ socket: Socket; ended: Promise<unknown> }> {
  const path = sharePath(new TestShare(app.testStore.clock.now()));
  const socket = connect(listening.port, '127.0.0.1');
  const lines = [`PUT ${path} HTTP/1.1`, 'host: a', 'content-type: text/plain', ...headers, '', ''];
  socket.write(lines.join('\r\n'));
  const [head] = (await once(socket, 'data')) as [Buffer];
  expect(head.toString()).toMatch(/^HTTP\/1\.1 415 /);
  return { socket, ended: once(socket, 'close') };
}
