import { connect } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '#server/app.ts';
import { parseConfig } from '#server/config/parse-config.ts';
import { openTestApp } from '#server/testing/test-app.ts';
import type { TestApp } from '#server/testing/test-app.ts';
import { listen } from './listen.ts';
import type { Listening } from './listen.ts';
import type { Log } from './log.ts';

const failures: unknown[] = [];
const log: Log = { info: () => undefined, warn: () => undefined, error: (...what) => failures.push(what) };
let app: TestApp;
let listening: Listening;

beforeAll(async () => {
  app = await openTestApp();
  const config = parseConfig({ SOTTO_PORT: '0' });
  listening = await listen(createApp({ ...app.deps, config }, { log }), config, log);
});

afterAll(async () => {
  await listening.drain();
  await app[Symbol.asyncDispose]();
  expect(failures).toEqual([]);
});

/** @returns everything the server sends before it closes the connection */
async function send(bytes: string): Promise<string> {
  const socket = connect(listening.port, '127.0.0.1');
  socket.end(Buffer.from(bytes, 'latin1'));
  return (await buffer(socket)).toString('latin1');
}

const statusesOf = (reply: string) => [...reply.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
const get = (...lines: string[]) => `GET /healthz HTTP/1.1\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`;
const requestOf = (line: string, host = 'a') => `${line}\r\nhost: ${host}\r\n\r\n`;
const post = (lines: string, body: string) =>
  `POST /api/shares/status HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n${lines}\r\n\r\n${body}`;

test.each([
  ['two hosts', get('host: a', 'host: b')],
  ['the same host twice', get('host: a', 'Host: a')],
  ['a host and an empty one', get('host: a', 'host:')],
  ['an empty host and another', get('host:', 'host: a')],
  ['three hosts', get('host: a', 'x: y', 'HOST: a', 'host: a')],
  ['an empty host', get('host:')],
  ['no host', get('accept: */*')],
  ['two hosts in one line', get('host: a, b')],
  ['a host with a user', get('host: me@a')],
  ['a host with a path', get('host: a/b')],
  ['a host with a space', get('host: a b')],
  ['a host with an invalid port', get('host: a:99999')],
  ['a host with letters for a port', get('host: a:http')],
  ['a host that is too long', get(`host: ${'a'.repeat(300)}`)],
  ['a space before the colon of the host', get('host : a')],
  ['a header over two lines', get('host: a', 'x: 1', ' 2')],
  ['a host over two lines', get('host: a', ' b')],
  ['a space before the first header', get(' x: 1', 'host: a')],
  ['two hosts in HTTP/1.0', 'GET /healthz HTTP/1.0\r\nhost: a\r\nhost: a\r\n\r\n'],
  ['another host in the request line', requestOf('GET http://b/healthz HTTP/1.1')],
  ['another port in the request line', requestOf('GET http://a:81/healthz HTTP/1.1')],
  ['a user in the request line', requestOf('GET http://me@a/healthz HTTP/1.1')],
  ['another scheme in the request line', requestOf('GET ftp://a/healthz HTTP/1.1')],
  ['a target without a slash', requestOf('GET healthz HTTP/1.1')],
  ['an asterisk for a target', requestOf('OPTIONS * HTTP/1.1')],
  ['a backslash in the path', requestOf('GET /\\healthz HTTP/1.1')],
  ['a tunnel', requestOf('CONNECT a:80 HTTP/1.1')],
  ['another HTTP version', requestOf('GET /healthz HTTP/2.0')],
  ['HTTP/0.9, which has no headers', requestOf('GET /healthz HTTP/0.9')],
  ['two lengths', post('content-length: 1\r\ncontent-length: 2', 'ab')],
  ['the same length twice', post('content-length: 1\r\ncontent-length: 1', 'a')],
  ['two lengths in one line', post('content-length: 1, 1', 'a')],
  ['a length with a sign', post('content-length: +1', 'a')],
  ['a length and chunked encoding', post('content-length: 1\r\ntransfer-encoding: chunked', '0\r\n\r\n')],
  ['chunked encoding and a length', post('transfer-encoding: chunked\r\ncontent-length: 1', '0\r\n\r\n')],
  ['chunked encoding twice', post('transfer-encoding: chunked\r\ntransfer-encoding: chunked', '0\r\n\r\n')],
  ['another encoding before chunked', post('transfer-encoding: gzip, chunked', '0\r\n\r\n')],
  ['chunked encoding that is not the last', post('transfer-encoding: chunked, gzip', '0\r\n\r\n')],
  ['a space before the colon of the encoding', post('transfer-encoding : chunked', '0\r\n\r\n')],
  ['chunked encoding in HTTP/1.0', 'POST / HTTP/1.0\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'],
  ['lines that end in a bare line feed', 'GET /healthz HTTP/1.1\nhost: a\n\n'],
  ['a carriage return within a value', get('host: a', 'x: 1\r2')],
])('a request with %s gets exactly one reply, a 400 with a problem document', async (_name, bytes) => {
  const reply = await send(bytes + get('host: a'));
  expect(statusesOf(reply)).toEqual([400]);
  expect(reply).toContain('\r\ncontent-type: application/problem+json\r\n');
  expect(reply.toLowerCase()).toContain('\r\nconnection: close\r\n');
  const body: unknown = JSON.parse(reply.slice(reply.indexOf('\r\n\r\n') + 4));
  expect(body).toMatchObject({ status: 400, code: 'malformed' });
});

test.each([
  ['a host with a port', get('host: example.org:3000')],
  ['a host in capitals', get('Host: EXAMPLE.org')],
  ['a host with an underscore', get('host: sotto_1')],
  ['an IPv6 address as host', get('host: [2001:DB8:0::1]:3000')],
  ['the same host in the request line', requestOf('GET http://A:80/healthz HTTP/1.1')],
  ['a query with a backslash', requestOf('GET /healthz?\\ HTTP/1.1')],
  ['no host in HTTP/1.0', 'GET /healthz HTTP/1.0\r\n\r\n'],
])('a request with %s succeeds', async (_name, bytes) => {
  expect(statusesOf(await send(bytes))).toEqual([200]);
});

test('routing uses the path of an absolute address', async () => {
  expect(statusesOf(await send(requestOf('GET http://a/nowhere?/healthz HTTP/1.1')))).toEqual([404]);
  expect(statusesOf(await send(requestOf('GET http://a?/healthz HTTP/1.1')))).toEqual([404]);
});

test('an unsupported expectation is refused with a problem document', async () => {
  const reply = await send(post('expect: a-miracle\r\ncontent-length: 3', 'abc'));
  expect(statusesOf(reply)).toEqual([417]);
  expect(reply).toContain('"code":"malformed"');
});
