import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeId } from '#crypto/ids.ts';
import { openSignInWorld, TestBrowser } from '#server/testing/test-sign-in.ts';
import type { SignInWorld } from '#server/testing/test-sign-in.ts';
import type { Ask } from '#server/testing/test-app.ts';
import { openTestProvider } from '#scripts/testing/test-provider.ts';
import type { TestProvider } from '#scripts/testing/test-provider.ts';

let provider: TestProvider;
beforeAll(async () => {
  provider = await openTestProvider();
});
afterAll(() => provider[Symbol.asyncDispose]());

const [STATE, SECRET] = ['sotto-signin', 'sotto-session'];

/** Signs in and out. @returns every cookie that the service has set, without its value, and the provider's redirect */
async function journey(world: SignInWorld, publicUrl: string, headers: Readonly<Record<string, string>> = {}) {
  const set: string[] = [];
  const redirects = new Set<string | null>();
  const ask: Ask = async (method, path, request) => {
    const reply = await world.ask(method, path, {
      ...request,
      headers: { ...request?.headers, ...headers },
      address: '10.0.0.9',
    });
    set.push(...reply.headers.getSetCookie().map((line) => line.replace(/=[A-Za-z0-9_-]{43}/, '=…')));
    const { url } = (await reply.clone().json()) as { url?: string };
    if (url !== undefined) redirects.add(new URL(url).searchParams.get('redirect_uri'));
    return reply;
  };
  const ana = new TestBrowser(ask, publicUrl);
  await ana.signIn('ana');
  expect(await ana.read()).toMatchObject({ who: 'ana@example.org' });
  expect(await ana.pass('open', encodeId(new Uint8Array(16)))).not.toBe('');
  await ana.post('end');
  expect(await ana.read()).toBeNull();
  return { set, redirects: [...redirects] };
}

const worldAt = (publicUrl: string, env: Readonly<Record<string, string>> = {}) =>
  openSignInWorld({ env: { ...provider.register(publicUrl), SOTTO_PUBLIC_URL: publicUrl, ...env } });

test('behind a proxy with https, every cookie is Secure and prefixed, whatever the proxy and the client say', async () => {
  const publicUrl = 'https://sotto.example/secrets/';
  const rest = 'Path=/secrets/api/session; HttpOnly; SameSite=Strict; Secure';
  for (const forwarded of [
    {},
    { 'x-forwarded-for': '203.0.113.5', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'sotto.example' },
    {
      'x-forwarded-for': '203.0.113.5',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': 'evil.example',
      host: 'evil.example',
    },
    { forwarded: 'for=203.0.113.5;proto=http;host=evil.example', host: '127.0.0.1:3000' },
  ]) {
    await using world = await worldAt(publicUrl, { SOTTO_TRUSTED_PROXIES: '10.0.0.0/8' });
    const { set, redirects } = await journey(world, publicUrl, forwarded);
    expect(redirects).toEqual([`${publicUrl}signed-in`]);
    expect(set).toEqual([
      `__Secure-${STATE}=…; Max-Age=600; ${rest}`,
      `__Secure-${SECRET}=…; Max-Age=43200; ${rest}`,
      `__Secure-${SECRET}=; Max-Age=0; ${rest}`,
    ]);
  }
});

test('behind a proxy with https, a cookie without the prefix is ignored, and a page of another origin is refused', async () => {
  const publicUrl = 'https://sotto.example/secrets/';
  await using world = await worldAt(publicUrl, { SOTTO_TRUSTED_PROXIES: '10.0.0.0/8' });
  const ana = new TestBrowser(world.ask, publicUrl);
  await ana.signIn('ana');
  const value = ana.cookies.get(`__Secure-${SECRET}`) ?? '';
  const read = async (cookie: string, origin: string) => {
    const reply = await world.ask('POST', '/secrets/api/session/read', { json: {}, headers: { cookie, origin } });
    return [reply.status, (await reply.json()) as object];
  };
  const own = 'https://sotto.example';
  expect(await read(`__Secure-${SECRET}=${value}`, own)).toMatchObject([200, { session: { who: 'ana@example.org' } }]);
  expect(await read(`${SECRET}=${value}`, own)).toEqual([200, { session: null }]);
  for (const origin of ['http://sotto.example', 'https://sotto.example:8443', 'https://evil.example', 'null'])
    expect(await read(`__Secure-${SECRET}=${value}`, origin)).toMatchObject([400, { code: 'malformed' }]);
});

test('over plain http on this machine, cookies are neither Secure nor prefixed, because browsers would drop them', async () => {
  const publicUrl = 'http://localhost:3000/';
  const rest = 'Path=/api/session; HttpOnly; SameSite=Strict';
  await using world = await worldAt(publicUrl);
  const { set, redirects } = await journey(world, publicUrl, { host: 'localhost:3000' });
  expect(redirects).toEqual([`${publicUrl}signed-in`]);
  expect(set).toEqual([
    `${STATE}=…; Max-Age=600; ${rest}`,
    `${SECRET}=…; Max-Age=43200; ${rest}`,
    `${SECRET}=; Max-Age=0; ${rest}`,
  ]);
});
