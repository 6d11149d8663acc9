import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import type { CryptoKey, JWK, JWTPayload } from 'jose';

export const CLIENT_ID = 'sotto';
export const CLIENT_SECRET = 'the secret of a client, which is long enough for HMAC';

export interface SigningKey {
  readonly kid: string;
  readonly alg: string;
  readonly private: CryptoKey;
  readonly published: JWK;
}

/** A provider that says whatever a test wants. It asks nobody to sign in. */
export interface FakeProvider extends AsyncDisposable {
  readonly issuer: string;
  readonly key: SigningKey;
  /** What `/jwks` replies. */
  keys: JWK[];
  /** Replaces members of the metadata. */
  metadata: Readonly<Record<string, unknown>>;
  /** What `/token` replies, with the form that it got. */
  token: (form: URLSearchParams, authorization: string) => Promise<TokenReply>;
  readonly asked: string[];
}

export interface TokenReply {
  readonly status?: number;
  readonly json: Readonly<Record<string, unknown>>;
}

export async function openFakeProvider(): Promise<FakeProvider> {
  const key = await newKey('one');
  const server = createServer((request, response) => {
    void text(request).then(async (body) => {
      provider.asked.push(`${request.method} ${request.url}`);
      const { status = 200, json } = await replyTo(request.url ?? '', body, request.headers.authorization ?? '');
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const replyTo = async (url: string, body: string, authorization: string): Promise<TokenReply> => {
    if (url === '/jwks') return { json: { keys: provider.keys } };
    if (url === '/token') return provider.token(new URLSearchParams(body), authorization);
    return { json: { ...metadataOf(issuer), ...provider.metadata } };
  };
  const provider: FakeProvider = {
    issuer,
    key,
    keys: [key.published],
    metadata: {},
    asked: [],
    token: async () => ({ status: 400, json: { error: 'invalid_grant' } }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return provider;
}

const metadataOf = (issuer: string) => ({
  ...{
    issuer,
    authorization_endpoint: `${issuer}/auth`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
  },
  response_types_supported: ['code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256', 'ES256', 'HS256', 'EdDSA', 'none'],
  token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
});

export async function newKey(kid: string, alg = 'ES256'): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg);
  return { kid, alg, private: privateKey, published: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

interface Header {
  readonly kid?: string;
  readonly typ?: string;
}

export const sign = (key: SigningKey, claims: JWTPayload, header: Header = {}): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg: key.alg, kid: key.kid, ...header }).sign(key.private);

export const signWithSecret = (claims: JWTPayload): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(CLIENT_SECRET));

export const unsigned = (claims: JWTPayload): string => new UnsecuredJWT(claims).encode();
