import { connect } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { createApp } from '#server/app.ts';
import { parseConfig } from '#server/config/parse-config.ts';
import { testClient, openTestApp } from '#server/testing/test-app.ts';
import type { TestApp } from '#server/testing/test-app.ts';
import { openTestSite } from '#server/testing/test-site.ts';
import { listen } from '#server/http/listen.ts';
import { silentLog } from '#server/http/log.ts';
import { createRateLimit } from './rate-limit.ts';

const UNCOUNTED = ['/healthz'];
const ONE_OF_EACH = {
  SOTTO_CREATES_PER_MINUTE: '1',
  SOTTO_OPENS_PER_MINUTE: '1',
  SOTTO_CODES_PER_MINUTE: '1',
  SOTTO_REQUESTS_PER_MINUTE: '1',
  SOTTO_PAGES_PER_MINUTE: '1',
  SOTTO_UPLOAD_MB_PER_MINUTE: '1',
  SOTTO_MAX_FILES_MB: '1',
  SOTTO_PORT: '0',
};

async function limited(app: TestApp, env: Readonly<Record<string, string>> = {}) {
  const config = parseConfig({ ...ONE_OF_EACH, ...env });
  return { deps: { ...app.deps, config }, site: await openTestSite(config) };
}

test('every request on every route counts against a limit, even a refused one; only health probes do not', async () => {
  await using app = await openTestApp();
  const { deps, site } = await limited(app, { SOTTO_PUBLIC_URL: 'https://example.org/a/b/' });
  const { routes } = createApp(deps, { site });
  const paths = [
    ...new Set(routes.map(({ path }) => path)),
    '/nowhere',
    '/s/',
    '/api/nothing',
    `/s/${'a'.repeat(5000)}`,
  ];
  for (const path of paths) {
    for (const method of ['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'PROPFIND']) {
      const ask = testClient(deps, { site });
      const send = async () => (await ask(method, path.replace(':id', 'x').replace(':part', '0'))).status;
      const isProbe = UNCOUNTED.includes(path) && (method === 'GET' || method === 'HEAD');
      const statuses = [await send(), await send()];
      expect(statuses[1], `${method} ${path}`).toBe(isProbe ? 200 : 429);
    }
  }
});

test('a small part counts as a request, and a part without a declared length counts as a whole part', () => {
  const uploadBytesPerMinute = 6_000_000;
  const requestsPerMinute = { create: 0, open: 0, mail: 0, other: 0, page: 0 };
  const rateLimit = createRateLimit({ requestsPerMinute, uploadBytesPerMinute });
  const isRefused = (client: string, length?: string) =>
    expect(() => rateLimit('upload', client, length)).toThrow(expect.objectContaining({ code: 'rate-limited' }));
  for (let part = 0; part < 6000; part++) rateLimit('upload', 'a', '0');
  isRefused('a', '0');
  rateLimit('upload', 'b');
  isRefused('b');
  rateLimit('upload', 'c', '3000000');
  rateLimit('upload', 'c', '3000000');
  isRefused('c', '0');
});

test('malformed requests on a connection count too', async () => {
  await using app = await openTestApp();
  const malformed = {
    'bytes that are not HTTP': 'hello\r\n\r\n',
    'a head that is too long': `GET / HTTP/1.1\r\nhost: a\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`,
    'two hosts': 'GET /healthz HTTP/1.1\r\nhost: a\r\nhost: a\r\n\r\n',
    'an expectation': 'GET /healthz HTTP/1.1\r\nhost: a\r\nexpect: much\r\n\r\n',
    'a tunnel': 'CONNECT a:1 HTTP/1.1\r\nhost: a\r\n\r\n',
    'a truncated request': 'GET /healthz HTTP/1.1\r\nhost: a\r\n',
  };
  for (const [name, bytes] of Object.entries(malformed)) {
    const { deps } = await limited(app);
    const listening = await listen(createApp(deps), deps.config, silentLog);
    const send = async () => {
      const socket = connect(listening.port, '127.0.0.1');
      socket.end(bytes);
      return Number((await buffer(socket)).toString('latin1', 9, 12));
    };
    expect([400, 417, 431], name).toContain(await send());
    expect(await send(), name).toBe(429);
    await listening.drain();
  }
});

test('behind a proxy, a malformed head counts for the client that the proxy names', async () => {
  await using app = await openTestApp();
  const { deps } = await limited(app, { SOTTO_TRUSTED_PROXIES: '127.0.0.1' });
  const listening = await listen(createApp(deps), deps.config, silentLog);
  const send = async (client: string) => {
    const socket = connect(listening.port, '127.0.0.1');
    socket.end(`GET /healthz HTTP/1.1\r\nhost: a\r\nhost: b\r\nx-forwarded-for: ${client}\r\n\r\n`);
    return Number((await buffer(socket)).toString('latin1', 9, 12));
  };
  expect(await send('192.0.2.1')).toBe(400);
  expect(await send('192.0.2.1')).toBe(429);
  expect(await send('192.0.2.2')).toBe(400);
  await listening.drain();
});

test('a person who loads too many pages gets a sentence, a program gets a problem document', async () => {
  await using app = await openTestApp();
  const { deps, site } = await limited(app);
  const ask = testClient(deps, { site });
  const page = { headers: { accept: 'text/html' } };
  expect((await ask('GET', '/', page)).status).toBe(200);
  const told = await ask('GET', '/', page);
  expect([told.status, told.headers.get('content-type')]).toEqual([429, 'text/plain; charset=utf-8']);
  const seconds = told.headers.get('retry-after');
  expect(await told.text()).toBe(
    `Too many pages were loaded from your network address in the last minute. Wait ${seconds} seconds, then load this page again.\n`,
  );
  expect((await ask('GET', '/nowhere', page)).headers.get('content-type')).toBe('text/plain; charset=utf-8');
  const problem = await ask('GET', '/robots.txt');
  expect([problem.status, problem.headers.get('content-type')]).toEqual([429, 'application/problem+json']);
});

test('the default limits let a whole office behind one address load pages', () => {
  const pages = parseConfig({}).requestsPerMinute.page;
  const requestsOfOnePage = 15;
  expect(pages / requestsOfOnePage).toBeGreaterThanOrEqual(400);
});
