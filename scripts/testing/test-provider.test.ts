import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { signInAt } from './sign-in-at-provider.ts';
import { openTestProvider } from './test-provider.ts';
import type { ClientSettings, TestProvider } from './test-provider.ts';

let provider: TestProvider;
let settings: ClientSettings;
const told: string[] = [];
const service = createServer((request, response) => {
  void text(request).then((body) => {
    told.push(`${request.url} ${body}`);
    response.end();
  });
});

beforeAll(async () => {
  provider = await openTestProvider();
  await once(service.listen(0, '127.0.0.1'), 'listening');
  settings = provider.register(`http://127.0.0.1:${(service.address() as AddressInfo).port}/`);
});

beforeEach(() => {
  provider.mode = 'up';
});

afterAll(async () => {
  service.close();
  await provider[Symbol.asyncDispose]();
});

const verifier = randomBytes(32).toString('base64url');
const redirectUri = () => `http://127.0.0.1:${(service.address() as AddressInfo).port}/signed-in`;

const authorizeUrl = () =>
  `${provider.issuer}/auth?${new URLSearchParams({
    client_id: settings.SOTTO_OIDC_CLIENT_ID,
    redirect_uri: redirectUri(),
    response_type: 'code',
    scope: 'openid email',
    state: 'a state',
    nonce: 'a nonce',
    code_challenge_method: 'S256',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  })}`;

async function claimsFor(code: string): Promise<Record<string, unknown>> {
  const { SOTTO_OIDC_CLIENT_ID: id, SOTTO_OIDC_CLIENT_SECRET: secret } = settings;
  const reply = await fetch(`${provider.issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri(),
      code_verifier: verifier,
    }),
  });
  const { id_token: token } = (await reply.json()) as { id_token?: string };
  if (token === undefined) throw new Error(`The provider answered ${reply.status}.`);
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
}

test('an account signs in, its claims are in the token, and logout reaches the service', async () => {
  const jar = new Map<string, string>();
  const returned = await signInAt(authorizeUrl(), 'ana', jar);
  expect(returned).toMatchObject({ state: 'a state', iss: provider.issuer });
  const claims = await claimsFor(returned.code);
  expect(claims).toMatchObject({ sub: 'ana', email: 'ana@example.org', groups: ['staff', 'board'], nonce: 'a nonce' });
  await provider.logOut('ana', settings.SOTTO_OIDC_CLIENT_ID);
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(/^\/api\/session\/ended-by-provider logout_token=/);
});

test('claims can change, and keys too', async () => {
  provider.accounts.set('ana', { email: 'ana@other.example', groups: [] });
  provider.rotateKeys();
  const { code } = await signInAt(authorizeUrl(), 'ana');
  expect(await claimsFor(code)).toMatchObject({ email: 'ana@other.example', groups: [] });
});

test('a provider that is down closes connections, and a silent one answers later', async () => {
  provider.mode = 'down';
  await expect(fetch(`${provider.issuer}/jwks`)).rejects.toThrow('fetch failed');
  provider.mode = 'silent';
  const asked = provider.asked.length;
  const late = fetch(`${provider.issuer}/jwks`);
  await expect.poll(() => provider.asked.length).toBe(asked + 1);
  provider.mode = 'up';
  expect((await late).status).toBe(200);
});
