import { connect } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createApp } from '#server/app.ts';
import { parseConfig } from '#server/config/parse-config.ts';
import { hostileRequests, toBytes } from '#server/testing/hostile-requests.ts';
import { createFrame, openTestApp, sharePath } from '#server/testing/test-app.ts';
import type { TestApp } from '#server/testing/test-app.ts';
import { secret, TestShare } from '#server/testing/test-share.ts';
import { listen } from './listen.ts';
import type { Listening } from './listen.ts';
import { createLog } from './log.ts';

/** The same service twice: with the path around the framework, and without it. */
interface Side {
  readonly app: TestApp;
  readonly listening: Listening;
  /** Without times. */
  readonly logged: string[];
  direct: number;
}

const FRAME = 'content-type: application/octet-stream';
const JSON_TYPE = 'content-type: application/json';
const HOSTILE_BYTES = 600;
const sides: Side[] = [];

async function openSide(mayServeDirectly: boolean): Promise<Side> {
  const app = await openTestApp();
  const config = parseConfig({
    SOTTO_PORT: '0',
    SOTTO_TRUSTED_PROXIES: '127.0.0.0/8',
    SOTTO_REQUESTS_PER_MINUTE: '100',
    SOTTO_OPENS_PER_MINUTE: '0',
    SOTTO_CREATES_PER_MINUTE: '0',
    SOTTO_PAGES_PER_MINUTE: '0',
  });
  const logged: string[] = [];
  const keep = (lines: string) =>
    void logged.push(...lines.split('\n').map((line) => line.replaceAll(/"(time|ms)":("[^"]*"|[\d.]+)/g, '"$1":0')));
  const log = createLog({ level: 'info', out: keep, err: keep });
  const whole = createApp({ ...app.deps, config }, { log });
  const side = { app, logged, direct: 0 };
  const serveDirectly: typeof whole.serveDirectly = (incoming, outgoing) => {
    const isServed = mayServeDirectly && whole.serveDirectly(incoming, outgoing);
    if (isServed) side.direct++;
    return isServed;
  };
  const { fetch, refuse, cut } = whole;
  const listening = await listen({ fetch, refuse, cut, serveDirectly }, config, log);
  await listening.loaded;
  return Object.assign(side, { listening });
}

beforeAll(async () => {
  // The seconds until a limit ends must not differ between two replies.
  vi.useFakeTimers({ toFake: ['performance'] });
  sides.push(await openSide(true), await openSide(false));
});

afterAll(async () => {
  vi.useRealTimers();
  for (const { app, listening } of sides) {
    await listening.drain();
    await app[Symbol.asyncDispose]();
  }
});

async function exchange({ listening }: Side, pieces: readonly Buffer[]): Promise<string> {
  const socket = connect({ port: listening.port, host: '127.0.0.1', allowHalfOpen: true });
  const replied = buffer(socket);
  for (const piece of pieces) {
    socket.write(piece);
    await new Promise(setImmediate);
  }
  socket.end();
  return (await replied).toString('latin1').replace(/\r\nDate: [^\r]*/, '');
}

/** @returns the reply, the same of both sides, and whether the path around the framework gave it */
async function ask(...pieces: readonly Buffer[]): Promise<{ reply: string; isDirect: boolean }> {
  const [direct, framework] = sides;
  if (direct === undefined || framework === undefined) return expect.unreachable();
  const before = direct.direct;
  const [reply, other] = [await exchange(direct, pieces), await exchange(framework, pieces)];
  expect(reply).toBe(other);
  return { reply, isDirect: direct.direct > before };
}

interface Message {
  readonly lines?: readonly string[];
  readonly body?: Uint8Array | string;
  /** By default that of the body. */
  readonly length?: string | null;
  readonly version?: string;
}

function request(start: string, { lines = [], body = '', length, version = '1.1' }: Message = {}): Buffer {
  const bytes = Buffer.from(body as string);
  const declared = length === null ? [] : [`content-length: ${length ?? bytes.length}`];
  const head = [`${start} HTTP/${version}`, 'host: localhost', 'connection: close', ...declared, ...lines];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), bytes]);
}

const json = (start: string, value: unknown, ...lines: readonly string[]) =>
  request(start, { lines: [JSON_TYPE, ...lines], body: JSON.stringify(value) });

test('the life of a share gets the same replies both ways', async () => {
  const share = new TestShare(sides[0]?.app.testStore.clock.now() ?? 0, { maxViews: 2 });
  const { linkProof, openProof, ownerProof } = share.toCreate.head;
  const create = request(`PUT ${sharePath(share)}`, { lines: [FRAME], body: createFrame(share) });
  const [open, acknowledge] = [`POST ${sharePath(share, 'open')}`, `POST ${sharePath(share, 'acknowledge')}`];
  const claim = secret();
  const statuses: string[] = [];
  for (const message of [
    create,
    create,
    json(`POST ${sharePath(share, 'describe')}`, { linkProof }),
    json(open, { linkProof, openProof, claim }),
    json(open, { linkProof, openProof, claim }),
    json(open, { linkProof, openProof: secret(), claim: secret() }),
    json(open, { linkProof: secret(), openProof, claim }),
    json(acknowledge, { linkProof, claim }),
    json(acknowledge, { linkProof, claim: secret() }),
    json(`POST ${sharePath(share, 'status')}`, { ownerProof }),
    json(`POST ${sharePath(share, 'delete')}`, { ownerProof }),
    json(open, { linkProof, openProof, claim: secret() }),
  ]) {
    const { reply, isDirect } = await ask(message);
    expect(isDirect).toBe(true);
    statuses.push(reply.slice('HTTP/1.1 '.length).split(' ', 1)[0] ?? '');
  }
  expect(statuses).toEqual(['201', '200', '200', '200', '200', '403', '404', '200', '409', '200', '200', '410']);
});

test('good, odd and malformed requests get the same replies both ways', async () => {
  const share = new TestShare(sides[0]?.app.testStore.clock.now() ?? 0);
  const { linkProof } = share.toCreate.head;
  const body = JSON.stringify({ linkProof });
  const path = sharePath(share, 'describe');
  const to = (target: string, message: Message = {}) =>
    request(`POST ${target}`, { lines: [JSON_TYPE], body, ...message });
  const to10 = (target: string, lines: readonly string[]) =>
    Buffer.from([`POST ${target} HTTP/1.0`, `content-length: ${body.length}`, ...lines, '', body].join('\r\n'));
  const direct = [
    to(path),
    to(path, { lines: ['Content-Type:   application/json ; charset=UTF-8  '] }),
    to(path, { lines: ['content-type: text/plain'] }),
    to(path, { lines: [] }),
    to(path, { lines: [JSON_TYPE, 'content-encoding: gzip'] }),
    to(path, { lines: [JSON_TYPE, 'x-forwarded-for: 192.0.2.7, 10.0.0.1'] }),
    to(path, { lines: [JSON_TYPE, 'x-odd: \u00e9\u00ff', 'cookie: a=b', 'origin: https://example.org'] }),
    to(path, { body: '' }),
    to(path, { body: '[]' }),
    to(path, { body: '{"linkProof":' }),
    to(path, { body: `\uFEFF${body}` }),
    to(path, { body: Buffer.from([0xff, 0xfe, 0x7b]) }),
    to(path, { body: ' '.repeat(3000) }),
    to(path, { body: ' '.repeat(99_999) }),
    to(path, { lines: [JSON_TYPE, 'expect: 100-continue'] }),
    to(path, { lines: [JSON_TYPE, 'upgrade: h2c'] }),
    to(path, { length: String(body.length + 1) }),
    request(`PUT ${sharePath(share)}`, { lines: [FRAME], body: Buffer.from([0, 0, 0, 9, 1]) }),
    request(`PUT ${sharePath(share)}`, { lines: [FRAME, 'sotto-answer: 1'], body: createFrame(share) }),
  ];
  const byFramework = [
    to(`${path}?a=b`),
    to(`${path}/`),
    to(`${path}#a`),
    to(`/${path}`),
    to(path.replace('/describe', '/%64escribe')),
    to(path.replace('/describe', '/nothing')),
    to('/api/shares/status'),
    to('/api/shares/11111111111111111111111/open'),
    to('/api/shares/0OIl0OIl0OIl0OIl0OIl/open'),
    to(path, { length: null }),
    to(path, { length: null, lines: [JSON_TYPE, 'transfer-encoding: chunked'], body: `2\r\n{}\r\n0\r\n\r\n` }),
    to(path, { lines: [JSON_TYPE, JSON_TYPE] }),
    to(path, { lines: [JSON_TYPE, 'x-forwarded-for: 192.0.2.7', 'x-forwarded-for: 10.0.0.1'] }),
    to(path, { lines: [JSON_TYPE, 'cookie: a=b', 'cookie: c=d'] }),
    to(path, { body: ' '.repeat(100_000) }),
    to(path, { length: '-1' }),
    to(path, { length: '1e2' }),
    to(path, { lines: [JSON_TYPE, `content-length: ${body.length}`] }),
    request(`GET ${path}`),
    request(`HEAD ${path}`),
    request(`OPTIONS ${path}`),
    request(`PUT ${path}`, { lines: [FRAME], body: 'x' }),
    Buffer.from(`POST ${path} HTTP/1.0\r\ncontent-length: ${body.length}\r\n${JSON_TYPE}\r\n\r\n${body}`),
    Buffer.from(`POST ${path} HTTP/1.1\r\ncontent-length: ${body.length}\r\n${JSON_TYPE}\r\n\r\n${body}`),
    // Without a host, which is then added: as many names of headers as lines, though one comes twice.
    to10(path, [JSON_TYPE, 'content-type: text/plain']),
    to10(path, [JSON_TYPE, '__proto__: a']),
  ];
  for (const message of direct) expect(await ask(message), message.toString()).toMatchObject({ isDirect: true });
  for (const message of byFramework) expect(await ask(message), message.toString()).toMatchObject({ isDirect: false });
  expect((await ask(to(`http://localhost${path}`))).reply).toContain('not-found');
  const whole = to(path);
  expect((await ask(whole.subarray(0, -10), whole.subarray(-10))).reply).toContain('not-found');
});

test('hostile requests get the same replies both ways', async () => {
  const route = { method: 'POST', path: '/api/shares/:id/open' };
  for (const { at } of hostileRequests(route)) await ask(toBytes(at(HOSTILE_BYTES)));
});

test('a client beyond its limit is refused alike, also before its body has arrived', async () => {
  const share = new TestShare(sides[0]?.app.testStore.clock.now() ?? 0);
  const lines = [JSON_TYPE, 'x-forwarded-for: 198.51.100.9'];
  const body = JSON.stringify({ linkProof: secret() });
  const message = request(`POST ${sharePath(share, 'describe')}`, { lines, body });
  const replies: string[] = [];
  for (let n = 0; n < 102; n++) replies.push((await ask(message)).reply);
  expect(replies.at(-1)).toContain('HTTP/1.1 429');
  const { reply, isDirect } = await ask(message.subarray(0, -body.length), message.subarray(-body.length));
  expect(reply).toContain('rate-limited');
  expect(isDirect).toBe(true);
});

test('both ways have logged the same', () => {
  const [direct, framework] = sides;
  expect(direct?.logged.length).toBeGreaterThan(100);
  expect(direct?.logged).toEqual(framework?.logged);
});

test('a fault in the service gets the same reply both ways', async () => {
  const share = new TestShare(sides[0]?.app.testStore.clock.now() ?? 0);
  for (const { app } of sides) await app.deps.store.close();
  const { reply } = await ask(request(`PUT ${sharePath(share)}`, { lines: [FRAME], body: createFrame(share) }));
  expect(reply).toMatch(/^HTTP\/1\.1 50[03]/);
});
