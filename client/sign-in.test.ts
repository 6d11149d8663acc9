import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createApi } from './api.ts';
import { ApiError, isSignIn, NetworkError, ProtocolError } from './errors.ts';
import type { Fetch } from './exchange.ts';
import { createReportsApi } from './reports-api.ts';

const html = { 'content-type': 'text/html; charset=utf-8' };
const json = { 'content-type': 'application/json' };
const problem = { 'content-type': 'application/problem+json' };
const ours = (code: string, status: number) =>
  JSON.stringify({ type: `urn:sotto:error:${code}`, title: 't', status, code });

/** A browser returns this for a redirect that it does not follow. */
const opaqueRedirect = () => Object.defineProperties(Response.error(), { type: { value: 'opaqueredirect' } });

async function errorFor(reply: () => Response, behindSignIn = false): Promise<{ error: unknown; calls: number }> {
  let calls = 0;
  const fetch: Fetch = () => {
    calls += 1;
    return reply();
  };
  const api = createApi({ baseUrl: 'https://sotto.example/', fetch, behindSignIn, wait: async () => undefined });
  const error: unknown = await api.config().catch((thrown: unknown) => thrown);
  return { error, calls };
}

test.each<[string, () => Response]>([
  ['a redirect, as a browser shows it', opaqueRedirect],
  ['302 to a login page', () => new Response(null, { status: 302, headers: { location: 'https://login.example/' } })],
  ['303 with a page', () => new Response('<a href=x>', { status: 303, headers: html })],
  ['307', () => new Response(null, { status: 307 })],
  ['401 of basic auth', () => new Response('<h1>401</h1>', { status: 401, headers: html })],
  ['401 without a body', () => new Response(null, { status: 401 })],
  ['401 with its own JSON', () => new Response('{"error":"no session"}', { status: 401, headers: json })],
  ['403 as text', () => new Response('Forbidden', { status: 403, headers: { 'content-type': 'text/plain' } })],
  [
    '403 as a problem of another program',
    () => new Response('{"type":"about:blank","status":403,"code":"locked"}', { status: 403, headers: problem }),
  ],
  ['401 as a problem that is not JSON', () => new Response('no', { status: 401, headers: problem })],
  ['a login page with status 200', () => new Response('<form>', { headers: html })],
  ['a login page of XHTML', () => new Response('<form/>', { headers: { 'content-type': 'application/xhtml+xml' } })],
  ['nginx without a client certificate', () => new Response('<h1>400</h1>', { status: 400, headers: html })],
  ['440, a login that timed out', () => new Response(null, { status: 440 })],
  ['511 of a captive portal', () => new Response('<form>', { status: 511, headers: html })],
])('%s is a sign-in, and is not retried', async (_name, reply) => {
  const { error, calls } = await errorFor(reply);
  expect(error).toBeInstanceOf(NetworkError);
  expect(isSignIn(error)).toBe(true);
  expect(calls).toBe(1);
});

test.each<[string, () => Response, unknown]>([
  [
    'the refusal of a token',
    () => new Response(ours('token-required', 401), { status: 401, headers: problem }),
    ApiError,
  ],
  ['a wrong password', () => new Response(ours('wrong-password', 403), { status: 403, headers: problem }), ApiError],
  ['a newer server', () => new Response(ours('new-in-2030', 403), { status: 403, headers: problem }), ProtocolError],
  ['a page with 404', () => new Response('<h1>404</h1>', { status: 404, headers: html }), ProtocolError],
  ['JSON from another service', () => new Response('{}', { headers: json }), ProtocolError],
])('%s is not a sign-in', async (_name, reply, kind) => {
  const { error } = await errorFor(reply);
  expect(error).toBeInstanceOf(kind);
  expect(isSignIn(error)).toBe(false);
});

test.each<[string, () => Response]>([
  ['a page with 404', () => new Response('<h1>404</h1>', { status: 404, headers: html })],
  ['404 with its own JSON', () => new Response('{"error":"not found"}', { status: 404, headers: json })],
  ['200 with its own JSON', () => new Response('{"login":"/login"}', { headers: json })],
  ['200 that is not JSON', () => new Response('login', { headers: json })],
  ['200 as text', () => new Response('login', { headers: { 'content-type': 'text/plain' } })],
])('behind a known sign-in, %s is its reply, and is not retried', async (_name, reply) => {
  const { error, calls } = await errorFor(reply, true);
  expect([isSignIn(error), calls]).toEqual([true, 1]);
});

test.each<[string, () => Response]>([
  ['a newer server', () => new Response(ours('new-in-2030', 403), { status: 403, headers: problem })],
  ['a page with 500', () => new Response('<h1>500</h1>', { status: 500, headers: html })],
  ['a proxy without a server', () => new Response('<h1>502</h1>', { status: 502, headers: html })],
  ['a limit of a proxy', () => new Response('<h1>413</h1>', { status: 413, headers: html })],
])('behind a known sign-in, %s is still not a sign-in', async (_name, reply) => {
  expect(isSignIn((await errorFor(reply, true)).error)).toBe(false);
});

test('a report counts as failed if another service replies', async () => {
  const id = 'VzVoyQfHjuFDWfWvCSAmmC';
  const sent = async (status: number, behindSignIn: boolean) => {
    const fetch: Fetch = () => new Response('{}', { status, headers: json });
    const reports = createReportsApi({ baseUrl: 'https://sotto.example/', fetch, behindSignIn });
    return reports.report({ id, reason: 'malware' }).catch((error: unknown) => error);
  };
  expect(await sent(202, false)).toEqual({});
  expect(await sent(200, false)).toBeInstanceOf(ProtocolError);
  expect(isSignIn(await sent(200, true))).toBe(true);
});

async function listening(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

test('neither body nor token is sent to the target of a redirect', async () => {
  const seen: string[] = [];
  const login = await listening((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    response.end();
  });
  const gate = await listening((request, response) => {
    request.resume();
    response.writeHead(307, { location: `${login}login` }).end();
  });
  const api = createApi({ baseUrl: gate, token: () => 'a-token', behindSignIn: true });
  await expect(api.unlock('x', { ownerProof: 'a'.repeat(43) })).rejects.toMatchObject({ reason: 'sign-in' });
  expect(seen).toEqual([]);
});

test('links begin with the base URL, or with the public URL if one is given', () => {
  const baseUrl = 'https://SOTTO.example:443/a';
  expect(createApi({ baseUrl }).publicUrl).toBe('https://sotto.example/a/');
  expect(createApi({ baseUrl, publicUrl: 'https://other.example/' }).publicUrl).toBe('https://other.example/');
});
