import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createApi } from './api.ts';
import type { Api, ApiOptions } from './api.ts';
import { ApiError, NetworkError, ProtocolError } from './errors.ts';
import type { Fetch } from './exchange.ts';

const config = {
  version: '0.1.0',
  serverTime: 1_800_000_000,
  publicUrl: 'https://sotto.example/',
  minTtlSeconds: 60,
  maxTtlSeconds: 2_592_000,
  defaultTtlSeconds: 86_400,
  maxViews: 100,
  maxSealedBytes: 983_088,
  offeredTtlSeconds: [],
  unlimitedViews: true,
  requirePassword: false,
  requests: true,
  reports: false,
  create: 'anyone',
  maxFilesBytes: 0,
  allowInsecureHttp: false,
};
const openBody = { linkProof: 'a'.repeat(43), openProof: 'b'.repeat(43), claim: 'c'.repeat(43) };
const statusUrl = 'https://sotto.example/api/config';

const json = (body: unknown, init: ResponseInit = {}) => Response.json(body, init);
const html = (status: number, headers: Record<string, string> = {}) =>
  new Response('<h1>no</h1>', { status, headers: { 'content-type': 'text/html', ...headers } });
const problem = (status: number, members: Record<string, unknown>, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify({ type: 'urn:sotto:error:x', title: 't', status, ...members }), {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  });

/** An API with a list of replies, of which the last one repeats. Records the requests and the waits. */
function apiOf(...answers: (Response | (() => Response | Promise<Response>))[]) {
  const asked: { url: string; init: RequestInit }[] = [];
  const waits: number[] = [];
  const fetch: Fetch = (url, init) => {
    asked.push({ url, init });
    const answer = answers[Math.min(asked.length, answers.length) - 1] ?? Response.error();
    return typeof answer === 'function' ? answer() : answer.clone();
  };
  const wait = async (seconds: number) => {
    waits.push(seconds);
  };
  return { api: createApi({ baseUrl: 'https://sotto.example', fetch, wait }), asked, waits };
}

async function realServer(listener: RequestListener, options: Partial<ApiOptions> = {}): Promise<Api> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return createApi({ baseUrl: `http://127.0.0.1:${port}/`, wait: async () => undefined, ...options });
}

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no failure',
    (error: unknown) => error,
  );

test('a request sends no cookies and no referrer, follows no redirect and bypasses the cache', async () => {
  const { api, asked } = apiOf(json(config));
  await api.config();
  expect(asked[0]?.url).toBe(statusUrl);
  expect(asked[0]?.init).toMatchObject({
    cache: 'no-store',
    credentials: 'omit',
    redirect: 'manual',
    referrerPolicy: 'no-referrer',
  });
});

test('the base URL may be relative to the page', async () => {
  const asked: string[] = [];
  const fetch: Fetch = (url) => {
    asked.push(url);
    return json(config);
  };
  await createApi({ baseUrl: '/a/b/', fetch }).config();
  expect(asked).toEqual(['/a/b/api/config']);
});

test('an acknowledgement outlives the page that sends it', async () => {
  const { api, asked } = apiOf(json({ state: 'spent', viewsLeft: 0 }));
  await api.acknowledge('x', { linkProof: openBody.linkProof, claim: openBody.claim });
  expect(asked[0]?.init.keepalive).toBe(true);
});

test('a redirect is refused, and its target gets no request', async () => {
  const paths: string[] = [];
  const api = await realServer((request, response) => {
    paths.push(request.url ?? '');
    response.writeHead(302, { location: '/elsewhere' }).end();
  });
  expect(await failure(api.unlock('x', { ownerProof: openBody.linkProof }))).toBeInstanceOf(NetworkError);
  expect(paths).toEqual(['/api/shares/x/unlock']);
});

test.each([
  ['JSON that does not match the schema', json({ ...config, serverTime: 'now' })],
  ['JSON cut short', new Response('{"version":', { headers: { 'content-type': 'application/json' } })],
  [
    'bytes that are not UTF-8',
    new Response(Uint8Array.of(0x22, 0xff, 0x22), { headers: { 'content-type': 'application/json' } }),
  ],
  ['no content type', new Response(new Uint8Array(2))],
  ['a reply without a body', new Response(null, { headers: { 'content-type': 'application/json' } })],
  ['a problem with an unknown code', problem(400, { code: 'new-in-2030' })],
  ['a problem whose code is the name of an object property', problem(400, { code: 'constructor' })],
  ['a problem without a code', problem(400, {})],
  ['a problem with another status', problem(400, { code: 'malformed', status: 404 })],
  ['a status of HTTP without a problem', html(500)],
])('%s is not a reply of this protocol', async (_name, response) => {
  const { api, asked } = apiOf(response);
  expect(await failure(api.config())).toBeInstanceOf(ProtocolError);
  expect(asked).toHaveLength(1);
});

test('a refusal with an unknown code is interpreted by its status', async () => {
  const unknown = (status: number) => problem(status, { code: 'new-in-2030' }, { 'retry-after': '7' });
  const failed = async (status: number) => failure(apiOf(unknown(status)).api.unlock('x', { ownerProof: 'o' }));
  expect(await failed(429)).toMatchObject({ code: 'rate-limited', retryAfterSeconds: 7 });
  expect(await failed(413)).toMatchObject({ code: 'too-large' });
  expect(await failed(503)).toBeInstanceOf(NetworkError);
  expect(await failed(403)).toBeInstanceOf(ProtocolError);
});

test('the reply to open must be a frame', async () => {
  const head = { openedAt: 1, leaseUntil: 2, viewsLeft: 0, repeated: false };
  const frame = (headBytes: number, text: string) => {
    const bytes = new Uint8Array(4 + text.length);
    new DataView(bytes.buffer).setUint32(0, headBytes);
    bytes.set(new TextEncoder().encode(text), 4);
    return new Response(bytes, { headers: { 'content-type': 'application/octet-stream' } });
  };
  const text = JSON.stringify(head);
  const wrong = [frame(0xffff_ffff, text), frame(text.length + 1, text), frame(3, text), frame(0, ''), json(head)];
  wrong.push(frame(2, '{}'));
  for (const response of wrong) {
    const { api } = apiOf(response);
    expect(await failure(api.open('x', openBody, { repeatable: true }))).toBeInstanceOf(ProtocolError);
  }
  const { api } = apiOf(frame(text.length, `${text}tail`));
  const opened = await api.open('x', openBody, { repeatable: true });
  expect(opened.head).toEqual(head);
  expect(new TextDecoder().decode(opened.sealed)).toBe('tail');
});

type Controller = ReadableStreamDefaultController<Uint8Array> | ReadableByteStreamController;

/** The client reads a stream of bytes into its own buffer. Safari's replies have only the other kind. */
const streams = [
  {
    kind: 'a stream of bytes',
    streamOf: (pull: (controller: Controller) => void, cancel?: () => void) =>
      new ReadableStream({ type: 'bytes', pull, ...(cancel && { cancel }) }),
  },
  {
    kind: 'another stream',
    streamOf: (pull: (controller: Controller) => void, cancel?: () => void) =>
      new ReadableStream<Uint8Array>({ pull, ...(cancel && { cancel }) }),
  },
];

describe.each(streams)('from $kind', ({ streamOf }) => {
  test('an endless reply is cut off at the limit, whatever its content-length', async () => {
    let pulled = 0;
    let cancelled = false;
    const endless = () => {
      const pull = (controller: Controller) => {
        pulled += 1;
        controller.enqueue(new Uint8Array(4096));
      };
      const body = streamOf(pull, () => (cancelled = true));
      return new Response(body, { headers: { 'content-type': 'application/json', 'content-length': '10' } });
    };
    const { api } = apiOf(endless);
    expect(await failure(api.config())).toBeInstanceOf(ProtocolError);
    expect(cancelled).toBe(true);
    expect(pulled).toBeLessThan(10);
  });

  test.each([299, 300, 301])('of 300 expected bytes, %i that arrive one by one', async (bytes) => {
    const sent = new Uint8Array(randomBytes(bytes));
    let at = 0;
    const dripping = (controller: Controller) => {
      controller.enqueue(sent.slice(at, ++at));
      if (at === sent.length) controller.close();
    };
    const headers = { 'content-type': 'application/octet-stream' };
    const { api } = apiOf(() => new Response(streamOf(dripping), { headers }));
    const range = { linkProof: 'a', claim: 'b', from: 0, chunks: 1 };
    const read = api.readBody('x', range, { expectedBytes: 300 });
    if (bytes === 300) expect(Buffer.compare(await read, sent)).toBe(0);
    else await expect(read).rejects.toThrow(ProtocolError);
  });
});

test('an ApiError has the code, the members and the Retry-After', async () => {
  const { api } = apiOf(problem(410, { code: 'ended', state: 'spent', endedAt: 7 }));
  const error = await failure(api.open('x', openBody, { repeatable: true }));
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ code: 'ended', status: 410, members: { state: 'spent', endedAt: 7 } });
});

test.each([
  [413, 'too-large'],
  [429, 'rate-limited'],
])('a %i page from a proxy becomes an ApiError', async (status, code) => {
  const { api } = apiOf(html(status, { 'retry-after': '90' }));
  expect(await failure(api.config())).toMatchObject({ name: 'ApiError', code });
});

test.each([
  [408, 'timeout'],
  [502, 'gateway'],
  [503, 'gateway'],
  [504, 'gateway'],
  [522, 'gateway'],
])('a proxy without a server behind it (%i) is a network error', async (status, reason) => {
  const { api, asked } = apiOf(html(status));
  expect(await failure(api.config())).toMatchObject({ name: 'NetworkError', reason });
  expect(asked).toHaveLength(4);
});

test('a server that never replies, or never finishes its reply, times out', async () => {
  const silent = await realServer(() => undefined, { timeoutSeconds: 0.05 });
  expect(await failure(silent.unlock('x', { ownerProof: 'a' }))).toMatchObject({
    name: 'NetworkError',
    reason: 'timeout',
  });
  const dripping = await realServer(
    (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('{');
    },
    { timeoutSeconds: 0.2 },
  );
  expect(await failure(dripping.unlock('x', { ownerProof: 'a' }))).toMatchObject({ reason: 'timeout' });
});

test('a reply that is cut off is retried', async () => {
  let asked = 0;
  const api = await realServer((_request, response) => {
    asked += 1;
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': JSON.stringify(config).length });
    if (asked === 1) response.write('{', () => response.destroy());
    else response.end(JSON.stringify(config));
  });
  expect(await api.config()).toEqual(config);
  expect(asked).toBe(2);
});

test('an aborted call ends with the reason of its signal, before and while it runs', async () => {
  const stop = new AbortController();
  const api = await realServer(() => {
    stop.abort(new Error('left the page'));
  });
  expect(await failure(api.config({ signal: stop.signal }))).toMatchObject({ message: 'left the page' });
  const { api: other, asked } = apiOf(json(config));
  expect(await failure(other.config({ signal: stop.signal }))).toMatchObject({ message: 'left the page' });
  expect(asked).toHaveLength(0);
});

test('the signal of the API also aborts calls with their own signal', async () => {
  const stop = new AbortController();
  stop.abort(new Error('closing'));
  const api = createApi({ baseUrl: '/', fetch: () => json(config), signal: stop.signal });
  expect(await failure(api.config({ signal: new AbortController().signal }))).toMatchObject({ message: 'closing' });
});

test('calls for file bodies are not retried, and accept only chunks of the expected length', async () => {
  const octets = (length: number) =>
    new Response(new Uint8Array(length), { headers: { 'content-type': 'application/octet-stream' } });
  const chunks = { linkProof: 'a'.repeat(43), claim: 'b'.repeat(43), from: 0, chunks: 1 };
  expect(await apiOf(octets(40)).api.readBody('x', chunks, { expectedBytes: 40 })).toEqual(new Uint8Array(40));
  for (const length of [0, 39, 41]) {
    const { api } = apiOf(octets(length));
    expect(await failure(api.readBody('x', chunks, { expectedBytes: 40 }))).toBeInstanceOf(ProtocolError);
  }
  const lost = apiOf(() => {
    throw new TypeError('fetch failed');
  });
  expect(await failure(lost.api.readBody('x', chunks, { expectedBytes: 40 }))).toBeInstanceOf(NetworkError);
  const part = { ownerProof: 'c'.repeat(43), bytes: new Uint8Array(5) };
  expect(await failure(lost.api.putPart('x', 7, part))).toBeInstanceOf(NetworkError);
  expect(lost.asked.map(({ url }) => new URL(url).pathname)).toEqual(['/api/shares/x/body', '/api/shares/x/parts/7']);
  const { api } = apiOf(json({ uploadUntil: 1 }));
  expect(await api.putPart('x', 7, part, { timeoutSeconds: 10 })).toEqual({ uploadUntil: 1 });
});
