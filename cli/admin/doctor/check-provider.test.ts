import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { runHere } from '#cli/testing/run-here.ts';
import { openTestProvider } from '#scripts/testing/test-provider.ts';

const PUBLIC_URL = 'https://share.example.org/';
const REDIRECT = `${PUBLIC_URL}signed-in`;
const LOGOUT = `${PUBLIC_URL}api/session/ended-by-provider`;

let dataDir: string;
beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'sotto-doctor-'));
});
afterAll(() => rmSync(dataDir, { recursive: true }));

/** The lines that the doctor prints about the sign-in, without those about this machine. */
async function doctor(settings: Readonly<Record<string, string>>) {
  const { code, out, err } = await runHere(['admin', 'doctor'], {
    SOTTO_DATA_DIR: dataDir,
    SOTTO_PUBLIC_URL: PUBLIC_URL,
    SOTTO_TRUSTED_PROXIES: '127.0.0.1',
    ...settings,
  });
  const lines = out.split('\n').slice(0, -1);
  const own = lines.findIndex((line) => line.includes('There is no database yet'));
  return { code, err, lines: lines.slice(own + 1, -1) };
}

test('with a real provider that knows the service nothing is wrong', async () => {
  await using provider = await openTestProvider();
  const settings = provider.register(PUBLIC_URL);
  expect(await doctor({ ...settings })).toEqual({
    code: 0,
    err: '',
    lines: [
      `ok     The provider ${provider.issuer} can be reached.`,
      'ok     The clocks of the provider and of this machine agree.',
      'ok     The provider knows the scopes and the claims.',
      `ok     The provider sends people back to ${REDIRECT}.`,
      'ok     The provider accepts the client and its secret.',
      `note   Register the back-channel logout URI ${LOGOUT}: signing out at the provider then ends the session here.`,
    ],
  });
  const wrong = await doctor({ ...settings, SOTTO_OIDC_CLIENT_SECRET: 'wrong-secret' });
  expect([wrong.code, wrong.lines]).toEqual([
    1,
    expect.arrayContaining([
      'WRONG  The provider does not accept the client (invalid_client): nobody can finish signing in.',
    ]),
  ]);
  expect(wrong.lines.join()).not.toContain('wrong-secret');
  const elsewhere = await doctor({ ...settings, SOTTO_PUBLIC_URL: 'https://other.example.org/' });
  expect(elsewhere.lines).toContain(
    'WRONG  The provider refuses the redirect URI https://other.example.org/signed-in, or SOTTO_OIDC_CLIENT_ID (status 400).',
  );
  expect(elsewhere.lines).toContain('         Register at the provider, exactly: https://other.example.org/signed-in');
});

describe('with a provider that replies as a test says', () => {
  let close: () => Promise<void>;
  let issuer: string;
  let metadata: Record<string, unknown>;
  let answer: (request: IncomingMessage, response: ServerResponse) => unknown;
  let date: string | undefined;

  beforeEach(async () => {
    const server = createServer((request, response) => {
      if (date !== undefined) response.setHeader('date', date);
      if (request.url === '/.well-known/openid-configuration') response.end(JSON.stringify(metadata));
      else answer(request, response);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    metadata = {
      ...{
        issuer,
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
      },
      backchannel_logout_supported: true,
    };
    answer = back('login_required');
    date = undefined;
    close = async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    };
  });
  afterEach(() => close());

  const back = (error: string) => (_request: unknown, response: ServerResponse) =>
    response.writeHead(302, { location: `${REDIRECT}?error=${error}&state=x` }).end();
  const ask = (settings: Readonly<Record<string, string>> = {}) =>
    doctor({ SOTTO_OIDC_ISSUER: issuer, SOTTO_OIDC_CLIENT_ID: 'sotto', ...settings });
  const wrongs = async (settings?: Readonly<Record<string, string>>) =>
    (await ask(settings)).lines.filter((line) => line.startsWith('WRONG'));

  test('the issuer must be the same to the last slash', async () => {
    metadata['issuer'] = `${issuer}/`;
    const { code, lines } = await ask();
    expect([code, lines.slice(0, 2)]).toEqual([
      1,
      [
        `WRONG  The provider calls itself ${issuer}/, which is not SOTTO_OIDC_ISSUER: its tokens are refused.`,
        `         SOTTO_OIDC_ISSUER=${issuer}/   (with its slash at the end, or without, exactly)`,
      ],
    ]);
    expect(await wrongs({ SOTTO_OIDC_ISSUER: `${issuer}/` })).toEqual([]);
  });

  test('clocks that differ by more than 30 s are named, in both directions', async () => {
    date = new Date(Date.now() + 120_000).toUTCString();
    expect((await wrongs())[0]).toMatch(
      /^WRONG {2}The clock of the provider is (119|12[01]) s ahead of the clock of this/,
    );
    date = new Date(Date.now() - 120_000).toUTCString();
    expect((await wrongs())[0]).toMatch(/ s behind the clock of this machine: its tokens are refused\.$/);
    date = new Date(Date.now() - 20_000).toUTCString();
    expect(await wrongs()).toEqual([]);
  });

  test('a provider without the code flow or PKCE, or without back-channel logout, is named', async () => {
    Object.assign(metadata, { response_types_supported: ['id_token'], code_challenge_methods_supported: ['plain'] });
    delete metadata['backchannel_logout_supported'];
    expect(await wrongs()).toEqual([
      'WRONG  The provider does not support the response type code, which Sotto needs.',
      'WRONG  The provider does not support PKCE with S256, which Sotto needs.',
    ]);
    expect((await ask()).lines.at(-1)).toBe(
      `note   The provider does not say that it supports back-channel logout (${LOGOUT}): a session lasts 12 hours, or until sotto admin sessions --end-sub.`,
    );
  });

  test('scopes and claims that the provider does not list are notes', async () => {
    Object.assign(metadata, { scopes_supported: ['openid'], claims_supported: ['sub'] });
    const rules = {
      SOTTO_OIDC_MEMBERS: '@example.org,claim:/tid=7',
      SOTTO_OIDC_GROUPS_CLAIM: '/https:~1~1example.org~1groups',
    };
    const { code, lines } = await ask(rules);
    const notes = lines.filter((line) => line.startsWith('note'));
    expect(code).toBe(0);
    for (const name of ['the scope email', 'the claim email', 'the claim tid', 'the claim https://example.org/groups'])
      expect(notes.filter((note) => note.includes(`does not list ${name}`))).toHaveLength(1);
  });

  test('the doctor begins a sign-in that asks nobody, as the service would', async () => {
    let asked = new URLSearchParams();
    answer = ({ url = '' }, response) => {
      asked = new URL(url, issuer).searchParams;
      back('interaction_required')(undefined, response);
    };
    expect(await wrongs()).toEqual([]);
    expect(Object.fromEntries(asked)).toMatchObject({
      client_id: 'sotto',
      redirect_uri: REDIRECT,
      response_type: 'code',
      scope: 'openid email',
      prompt: 'none',
      code_challenge_method: 'S256',
    });
  });

  test.each([
    ['unauthorized_client', 'Allow the authorization code flow for this client at the provider.'],
    ['invalid_scope', 'Check SOTTO_OIDC_SCOPES, and which scopes the provider gives this client.'],
    ['access_denied', 'Check at the provider who may use this client.'],
  ])('a refusal is named: %s', async (error, fix) => {
    answer = back(error);
    const { code, lines } = await ask();
    expect([code, lines]).toEqual([
      1,
      expect.arrayContaining([`WRONG  The provider refuses to sign anybody in (${error}).`, `         ${fix}`]),
    ]);
  });

  test('a page of the provider says nothing about the redirect URI, and what it writes is not obeyed', async () => {
    answer = (_request, response) => response.end('<h1>Sign in</h1>');
    const { code, lines } = await ask();
    expect([code, lines]).toEqual([
      0,
      expect.arrayContaining([
        `note   The provider did not say whether it knows the redirect URI (status 200). Register at the provider, exactly: ${REDIRECT}`,
      ]),
    ]);
    answer = back('%1b%5b2J');
    expect((await ask()).lines.join()).not.toContain('\u001b');
    answer = (_request, response) => response.writeHead(302, { location: 'https://evil.example/signed-in' }).end();
    expect((await ask()).lines.join()).toContain('did not say whether');
  });

  test.each([
    [['client_secret_post'], /client_id=sotto&client_secret=p%3Aw/, undefined],
    [['client_secret_basic'], /^grant_type=authorization_code&(?!.*client_secret)/, 'Basic c290dG86cCUzQXc='],
    [undefined, /^grant_type=authorization_code&(?!.*client_secret)/, 'Basic c290dG86cCUzQXc='],
  ])('the secret goes to the provider as it wants it: %j', async (methods, body, authorization) => {
    if (methods !== undefined) metadata['token_endpoint_auth_methods_supported'] = methods;
    const sent: unknown[] = [];
    answer = (request, response) => {
      if (request.method !== 'POST') return back('login_required')(undefined, response);
      return text(request).then((given) => {
        sent.push(given, request.headers.authorization);
        response.writeHead(400).end('{"error":"invalid_grant"}');
      });
    };
    const { lines } = await ask({ SOTTO_OIDC_CLIENT_SECRET: 'p:w' });
    expect(lines).toContain('ok     The provider accepts the client and its secret.');
    expect(sent).toEqual([expect.stringMatching(body), authorization]);
  });

  test('the secret is tried in the other place too, as the service does', async () => {
    metadata['token_endpoint_auth_methods_supported'] = ['client_secret_post', 'client_secret_basic'];
    answer = (request, response) => {
      if (request.method !== 'POST') return back('login_required')(undefined, response);
      const isBasic = request.headers.authorization !== undefined;
      return response.writeHead(400).end(`{"error":"${isBasic ? 'invalid_grant' : 'unauthorized_client'}"}`);
    };
    const { lines } = await ask({ SOTTO_OIDC_CLIENT_SECRET: 'p:w' });
    expect(lines).toContain('ok     The provider accepts the client and its secret.');
    answer = (request, response) => response.writeHead(request.method === 'POST' ? 401 : 200).end();
    expect(await wrongs({ SOTTO_OIDC_CLIENT_SECRET: 'p:w' })).toEqual([
      'WRONG  The provider does not accept the client (401): nobody can finish signing in.',
    ]);
  });

  test('what is no provider, or cannot be reached, is said with the address', async () => {
    metadata = { hello: 'world' };
    const address = `${issuer}/.well-known/openid-configuration`;
    expect(await wrongs()).toEqual([
      `WRONG  ${address} is not the description of an OpenID Connect provider (status 200).`,
    ]);
    await close();
    close = () => Promise.resolve();
    expect(await wrongs()).toEqual([`WRONG  ${address} cannot be reached (ECONNREFUSED): nobody can sign in.`]);
  });

  test('a public address without TLS keeps no session', async () => {
    const plain = { SOTTO_PUBLIC_URL: 'http://share.example.org/' };
    expect((await wrongs(plain))[0]).toBe(
      'WRONG  SOTTO_PUBLIC_URL is http://share.example.org/, without TLS: browsers keep no session there, so nobody can sign in.',
    );
    expect((await wrongs({ SOTTO_PUBLIC_URL: 'http://localhost:3000/' })).join()).not.toContain('TLS');
  });
});

test('without sign-in no provider is asked', async () => {
  expect(await doctor({})).toMatchObject({ code: 0, lines: [] });
});
