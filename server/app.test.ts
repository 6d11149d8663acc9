import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseConfig } from './config/parse-config.ts';
import type { Deps } from './deps.ts';
import type { Log } from './http/log.ts';
import { testClient, createFrame, openTestApp, sharePath } from './testing/test-app.ts';
import type { TestApp } from './testing/test-app.ts';
import { madeShare, secret } from './testing/test-share.ts';
import type { TestShare } from './testing/test-share.ts';

let app: TestApp;
let share: TestShare;

beforeAll(async () => {
  app = await openTestApp();
  share = await madeShare(app.deps);
});

afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

const configured = (env: Record<string, string>): Deps => ({ ...app.deps, config: parseConfig(env) });
const describing = () => ({ json: { linkProof: share.linkProof } });

test('each class of requests has its own limit for each client address', async () => {
  const ask = testClient(
    configured({ SOTTO_OPENS_PER_MINUTE: '1', SOTTO_REQUESTS_PER_MINUTE: '2', SOTTO_CREATES_PER_MINUTE: '1' }),
  );
  const open = { json: { linkProof: secret(), openProof: secret(), claim: secret() } };
  const create = () => ask('PUT', sharePath(share), { bytes: createFrame(share) });
  expect((await ask('POST', sharePath(share, 'open'), open)).status).toBe(404);
  expect((await create()).status).toBe(200);
  expect((await ask('POST', sharePath(share, 'describe'), describing())).status).toBe(200);
  expect((await ask('GET', '/api/config')).status).toBe(200);

  const limited = await ask('POST', sharePath(share, 'open'), open);
  expect(limited.status).toBe(429);
  expect(Number(limited.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  expect(Number(limited.headers.get('retry-after'))).toBeLessThanOrEqual(60);
  expect(await limited.json()).toMatchObject({ code: 'rate-limited', status: 429 });
  expect((await create()).status).toBe(429);
  expect((await ask('POST', sharePath(share, 'describe'), describing())).status).toBe(429);
  expect((await ask('POST', sharePath(share, 'describe'), { ...describing(), address: '192.0.2.2' })).status).toBe(200);
  expect((await ask('GET', '/healthz')).status).toBe(200);
});

test('a malformed request counts too, and the limit is checked before the form', async () => {
  const ask = testClient(configured({ SOTTO_OPENS_PER_MINUTE: '2' }));
  const statuses = [];
  for (let i = 0; i < 3; i++)
    statuses.push((await ask('POST', sharePath(share, 'open'), { headers: { 'content-type': 'text/plain' } })).status);
  expect(statuses).toEqual([415, 415, 429]);
});

test('an IPv6 /64 is one client', async () => {
  const ask = testClient(configured({ SOTTO_REQUESTS_PER_MINUTE: '1' }));
  const from = async (address: string) => (await ask('GET', '/api/config', { address })).status;
  expect(await from('2001:db8::1')).toBe(200);
  expect(await from('2001:db8::ffff:2')).toBe(429);
  expect(await from('2001:db8:0:1::1')).toBe(200);
});

test("only a trusted proxy is believed about the client's address", async () => {
  const env = { SOTTO_REQUESTS_PER_MINUTE: '1', SOTTO_TRUSTED_PROXIES: '10.0.0.0/8' };
  const ask = testClient(configured(env));
  const from = async (address: string, forwardedFor: string) =>
    (await ask('GET', '/api/config', { address, headers: { 'x-forwarded-for': forwardedFor } })).status;
  expect(await from('10.0.0.1', '198.51.100.1')).toBe(200);
  expect(await from('10.0.0.1', '198.51.100.2')).toBe(200);
  expect(await from('10.0.0.2', 'a.lie, 203.0.113.9, 198.51.100.1')).toBe(429);
  expect(await from('203.0.113.1', '198.51.100.3')).toBe(200);
  expect(await from('203.0.113.1', '198.51.100.4')).toBe(429);
});

test.each(['/a/b', ''])('everything works below a sub-path, also if a proxy passes on "%s"', async (prefix) => {
  const ask = testClient(configured({ SOTTO_PUBLIC_URL: 'https://example.org/a/b/' }));
  const config = await ask('GET', `${prefix}/api/config`, {
    headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example' },
  });
  expect(await config.json()).toMatchObject({ publicUrl: 'https://example.org/a/b/' });
  expect(config.headers.get('strict-transport-security')).toBe('max-age=63072000');
  expect((await ask('POST', `${prefix}${sharePath(share, 'describe')}`, describing())).status).toBe(200);
  expect((await ask('GET', `${prefix}/api/nothing`)).status).toBe(404);
});

test('paths outside the sub-path are not found, and the sub-path without its slash redirects to it', async () => {
  const ask = testClient(configured({ SOTTO_PUBLIC_URL: 'https://example.org/a/b/' }));
  expect((await ask('GET', '/a/api/config')).status).toBe(404);
  expect((await ask('GET', '/a/bc/api/config')).status).toBe(404);
  const redirect = await ask('GET', '/a/b');
  expect([redirect.status, redirect.headers.get('location')]).toEqual([308, '/a/b/']);
});

test('the reply to an unsupported method names the supported ones', async () => {
  const allowed = async (method: string, path: string) => {
    const response = await app.ask(method, path);
    expect([response.status, response.headers.get('content-type')]).toEqual([405, 'application/problem+json']);
    return response.headers.get('allow');
  };
  expect(await allowed('GET', sharePath(share))).toBe('PUT');
  expect(await allowed('DELETE', sharePath(share))).toBe('PUT');
  expect(await allowed('GET', sharePath(share, 'open'))).toBe('POST');
  expect(await allowed('POST', '/api/config')).toBe('GET, HEAD');
  expect(await allowed('OPTIONS', '/healthz')).toBe('GET, HEAD');
});

test('HEAD is GET without the body', async () => {
  const response = await app.ask('HEAD', '/api/config');
  expect([response.status, await response.text()]).toEqual([200, '']);
  expect(response.headers.get('content-type')).toBe('application/json');
});

interface Line {
  readonly event: string;
  readonly fields: unknown;
}

function recording() {
  const lines: Line[] = [];
  const note = (event: string, fields?: unknown) => void lines.push({ event, fields });
  const log: Log = { info: note, warn: note, error: note };
  return { lines, log };
}

test('a request is logged by its pattern, and nothing the client sent is in the log', async () => {
  const { lines, log } = recording();
  const ask = testClient(app.deps, { log });
  const claim = secret();
  await ask('POST', sharePath(share, 'open'), {
    json: { linkProof: share.linkProof, openProof: secret(), claim },
    headers: { 'user-agent': 'curl/secret-agent', cookie: 'a=secret-agent' },
  });
  await ask('GET', `/s/${sharePath(share).slice(12)}?token=abc`);
  await ask('DELETE', sharePath(share));
  await ask('PUT', sharePath(share), { bytes: createFrame(share) });
  expect(lines.map(({ event }) => event)).toEqual(['request', 'request', 'request', 'request']);
  expect(lines[0]?.fields).toEqual({
    method: 'POST',
    route: '/api/shares/:id/open',
    status: 403,
    ms: expect.any(Number) as number,
    bytes: expect.any(Number) as number,
  });
  const text = JSON.stringify(lines);
  for (const secretPart of [
    sharePath(share).slice(12),
    share.linkProof,
    share.ownerProof,
    claim,
    'agent',
    '198.51',
    '192.0.2',
    'token',
  ]) {
    expect(text).not.toContain(secretPart);
  }
});

test('an unnamed proxy is logged once', async () => {
  const { lines, log } = recording();
  const ask = testClient(app.deps, { log });
  for (let i = 0; i < 3; i++) await ask('GET', '/api/config', { headers: { 'x-forwarded-for': '198.51.100.77' } });
  expect(lines.filter(({ event }) => event.includes('SOTTO_TRUSTED_PROXIES'))).toHaveLength(1);
  expect(JSON.stringify(lines)).not.toContain('198.51');
});

test('a server failure is reported without any text of the request or the cause', async () => {
  const { lines, log } = recording();
  const failing: Deps = {
    ...app.deps,
    store: {
      ...app.deps.store,
      now: () => Promise.reject(Object.assign(new Error(`row of ${share.linkProof}`), { code: 'XX000' })),
    },
  };
  const response = await testClient(failing, { log })('GET', '/api/config');
  expect(response.status).toBe(500);
  expect(await response.json()).toEqual({
    type: 'urn:sotto:error:internal',
    title: 'The server failed.',
    status: 500,
    code: 'internal',
  });
  expect(lines[0]).toMatchObject({
    event: 'request failed',
    fields: { route: '/api/config', error: 'Error', code: 'XX000' },
  });
  expect(JSON.stringify(lines)).not.toContain(share.linkProof);
});

test.each(['SQLITE_FULL', 'ENOSPC', 'EDQUOT', '53100'])('a full disk (%s) is reported as such', async (code) => {
  const { log } = recording();
  const full = { ...app.deps.store, now: () => Promise.reject(Object.assign(new Error('full'), { code })) };
  const response = await testClient({ ...app.deps, store: full }, { log })('GET', '/api/config');
  expect([response.status, response.headers.get('retry-after')]).toEqual([507, '60']);
  expect(await response.json()).toMatchObject({ code: 'insufficient-storage', retryAfterSeconds: 60 });
});

test('an unreachable database makes the service not ready but still alive', async () => {
  const gone = await openTestApp();
  const { ask } = gone;
  await gone[Symbol.asyncDispose]();
  expect((await ask('GET', '/healthz')).status).toBe(200);
  const ready = await ask('GET', '/readyz');
  expect([ready.status, ready.headers.get('retry-after')]).toEqual([503, '5']);
});
