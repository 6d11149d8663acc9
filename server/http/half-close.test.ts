import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '#server/app.ts';
import { ENCRYPTED_CHUNK_BYTES } from '#crypto/body-lengths.ts';
import { parseConfig } from '#server/config/parse-config.ts';
import { listenForScrapes } from '#server/metrics/listen-for-scrapes.ts';
import { openTestApp, sharePath } from '#server/testing/test-app.ts';
import type { TestApp } from '#server/testing/test-app.ts';
import { openTestSite } from '#server/testing/test-site.ts';
import { randomClaim, uploaded } from '#server/testing/test-upload.ts';
import type { TestUpload } from '#server/testing/test-upload.ts';
import { listen } from './listen.ts';
import type { Listening } from './listen.ts';
import type { Log } from './log.ts';

const CHUNKS = 16;
const MAX_STREAMS_OF_ONE_CLIENT = 64;
const failures: unknown[] = [];
const log: Log = { info: () => undefined, warn: () => undefined, error: (...what) => failures.push(what) };
let app: TestApp;
let listening: Listening;
let upload: TestUpload;
let reading: string;

beforeAll(async () => {
  app = await openTestApp();
  const config = parseConfig({ SOTTO_PORT: '0' });
  listening = await listen(createApp({ ...app.deps, config }, { log, site: await openTestSite(config) }), config, log);
  upload = await uploaded(app.deps, { bodyBytes: CHUNKS * ENCRYPTED_CHUNK_BYTES });
  const claim = randomClaim();
  await upload.share.open(app.deps, claim);
  const json = JSON.stringify({ linkProof: upload.share.linkProof, claim, from: 0, chunks: CHUNKS });
  reading = request(`POST ${sharePath(upload.share, 'body')}`, json);
});

afterAll(async () => {
  await listening.drain();
  await app[Symbol.asyncDispose]();
  expect(failures).toEqual([]);
});

function request(line: string, json = ''): string {
  const body = json === '' ? '' : `content-type: application/json\r\ncontent-length: ${json.length}\r\n`;
  return `${line} HTTP/1.1\r\nhost: a\r\n${body}\r\n${json}`;
}

/** Its receiving side stays open after its sending side has closed. */
const open = (port = listening.port): Socket => connect({ port, host: '127.0.0.1', allowHalfOpen: true });

/** @returns everything the server sends before it closes the connection */
async function halfClosed(socket: Socket, bytes: string): Promise<string> {
  socket.end(bytes);
  return (await buffer(socket)).toString('latin1');
}

const bodyOf = (answer: string) => answer.slice(answer.indexOf('\r\n\r\n') + 4);

test('a client that closes its sending side after its request gets the whole reply', async () => {
  expect(await halfClosed(open(), request('GET /healthz'))).toMatch(/^HTTP\/1\.1 200 [^]*\{"status":"ok"\}$/);
  expect(await halfClosed(open(), request('GET /api/config'))).toMatch(/^HTTP\/1\.1 200 [^]*\}$/);
  expect(await halfClosed(open(), request('GET /'))).toMatch(/^HTTP\/1\.1 200 [^]*<div id="app"[^>]*><\/div>$/);
  expect(await halfClosed(open(), request('GET /nowhere'))).toMatch(/^HTTP\/1\.1 404 [^]*\}$/);
});

test('every request before the end gets a reply, in order', async () => {
  const answer = await halfClosed(
    open(),
    request('GET /api/config') + request('POST /healthz') + request('GET /healthz'),
  );
  expect([...answer.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status)).toEqual(['200', '405', '200']);
  expect(answer).toMatch(/\{"status":"ok"\}$/);
});

test('a download finishes after the client has closed its sending side', async () => {
  const answer = bodyOf(await halfClosed(open(), reading));
  expect(Buffer.from(answer, 'latin1').equals(upload.body)).toBe(true);
});

test('a client can close its sending side during a download', async () => {
  const socket = open();
  socket.write(reading);
  await once(socket, 'readable');
  const answer = bodyOf(await halfClosed(socket, ''));
  expect(Buffer.from(answer, 'latin1').equals(upload.body)).toBe(true);
});

test('a connection that awaits no reply is closed', async () => {
  expect(await halfClosed(open(), '')).toBe('');
  const used = open();
  used.write(request('GET /healthz'));
  await once(used, 'readable');
  expect(await halfClosed(used, '')).toMatch(/\{"status":"ok"\}$/);
});

test('a truncated request is refused, and its connection is closed', async () => {
  const cut = request('POST /api/shares/status', '{"shares":[]}').slice(0, -3);
  expect(await halfClosed(open(), cut)).toMatch(/^HTTP\/1\.1 400 /);
  expect(await halfClosed(open(), 'GET /healthz HTTP/1.1\r\nhost')).toMatch(/^HTTP\/1\.1 400 /);
});

test('clients that close their sending side and then disappear free their places', async () => {
  const readers = Array.from({ length: MAX_STREAMS_OF_ONE_CLIENT }, () => open());
  await Promise.all(
    readers.map(async (socket) => {
      socket.end(reading);
      await once(socket, 'readable');
    }),
  );
  for (const socket of readers) socket.destroy();
  await expect.poll(async () => (await halfClosed(open(), reading)).slice(0, 12)).toBe('HTTP/1.1 200');
});

test('a scrape of the metrics also survives a half-closed connection', async () => {
  const scraped = await listenForScrapes(() => Promise.resolve('sotto_build_info 1\n'), { host: '127.0.0.1', port: 0 });
  expect(await halfClosed(open(scraped.port), request('GET /metrics'))).toMatch(
    /^HTTP\/1\.1 200 [^]*sotto_build_info 1\n/,
  );
  expect(await halfClosed(open(scraped.port), '')).toBe('');
  await scraped.drain();
});
