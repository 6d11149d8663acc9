import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import type { Context } from 'oidc-provider';
import { login } from './provider-login.ts';
import type { Exchange } from './provider-login.ts';
import { ProviderStorage } from './provider-storage.ts';

/** Claims besides `sub`, which is the account's name. */
export type Claims = Readonly<Record<string, unknown>>;

export interface ProviderOptions {
  /** Keyed by name. */
  readonly accounts?: Readonly<Record<string, Claims>>;
  /** `localhost` is same-site with a service on localhost; the default, 127.0.0.1, is another site. */
  readonly host?: '127.0.0.1' | 'localhost';
}

export interface ClientSettings {
  readonly SOTTO_OIDC_ISSUER: string;
  readonly SOTTO_OIDC_CLIENT_ID: string;
  readonly SOTTO_OIDC_CLIENT_SECRET: string;
}

export interface TestProvider extends AsyncDisposable {
  readonly issuer: string;
  /** Can be changed at any time. A change counts from the next sign-in. */
  readonly accounts: Map<string, Claims>;
  /** Registers a service at this public URL. @returns its settings */
  readonly register: (publicUrl: string, client?: Claims) => ClientSettings;
  /**
   * `up`; `down`: closes every connection without a word; `silent`: takes requests and answers them only when it is up
   * again.
   */
  mode: 'up' | 'down' | 'silent';
  /** `GET /token`: what it was asked, in order. */
  readonly asked: string[];
  /** Every byte that browsers and services have sent to it. */
  readonly heard: () => Buffer;
  /** Signs with other keys from now on, and knows nothing of the old ones. */
  readonly rotateKeys: () => void;
  /**
   * Ends this account's sessions at the provider, and says so to the client by back-channel logout.
   * @throws Error if the service does not accept the logout
   */
  readonly logOut: (account: string, clientId: string) => Promise<void>;
  /** Ends them too, and returns the logout tokens, for a service without a port. */
  readonly logoutTokens: (account: string, clientId: string) => Promise<string[]>;
}

const CLAIMS = ['email', 'email_verified', 'xms_edov', 'groups', 'roles', 'tid', 'hd', 'name', 'realm_access'];

/**
 * A real OpenID Connect provider on a free port of this machine. By default it has two accounts.
 *
 *     await using provider = await openTestProvider({ accounts: { ana: { email: 'ana@example.org', email_verified: true, groups: ['staff'] } } });
 *     const settings = provider.register('http://localhost:3000/');      // settings of the service (SOTTO_OIDC_…)
 *
 * Its login page has a field labelled "Account", for the name of an account, and the buttons "Sign in" and "Cancel". A
 * browser stays signed in at the provider until `logOut`. Every claim is in the ID token, whatever the scopes.
 * `mode` and `rotateKeys` disturb it. `signInAt` (sign-in-at-provider.ts) signs in without a browser.
 */
export async function openTestProvider(options: ProviderOptions = {}): Promise<TestProvider> {
  const { host = '127.0.0.1', accounts = defaultAccounts } = options;
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://${host}:${(server.address() as AddressInfo).port}`;
  const known = new Map(Object.entries(accounts));
  const { serve, register, rotateKeys, logOut, logoutTokens } = createWorld(issuer, known);
  const mode = answerBy(server, serve);
  const heard: Buffer[] = [];
  server.on('connection', (socket) => socket.on('data', (chunk: Buffer) => void heard.push(chunk)));
  return {
    issuer,
    accounts: known,
    asked: mode.asked,
    register,
    rotateKeys,
    logOut,
    logoutTokens,
    heard: () => Buffer.concat(heard),
    get mode() {
      return mode.now;
    },
    set mode(next) {
      mode.change(next);
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Serve = (exchange: Exchange) => Promise<void>;

/** Lets the mode decide when a request is served. */
function answerBy(server: Server, serve: Serve) {
  const held: (() => void)[] = [];
  const mode = {
    now: 'up' as TestProvider['mode'],
    asked: [] as string[],
    change(next: TestProvider['mode']) {
      mode.now = next;
      const waiting = held.splice(0);
      if (next === 'up') for (const go of waiting) go();
    },
  };
  server.on('request', (request, response) => {
    mode.asked.push(`${request.method} ${request.url?.split('?')[0]}`);
    const go = () => void serve({ request, response }).catch(() => response.destroy());
    if (mode.now === 'up') go();
    else if (mode.now === 'silent') held.push(go);
    else request.socket.destroy();
  });
  return mode;
}

function createWorld(issuer: string, accounts: ReadonlyMap<string, Claims>) {
  const storage = new ProviderStorage();
  let kept: string[] | undefined;
  const post = async (url: string, options: RequestInit) => {
    if (kept === undefined) return fetch(url, options);
    kept.push((options.body as URLSearchParams).get('logout_token') ?? '');
    return new Response();
  };
  const begin = () => createProvider(issuer, { storage, accounts, jwk: newKey(), post });
  let provider = begin();
  const logOut = async (account: string, clientId: string) => {
    const client = await provider.Client.find(clientId);
    for (const sid of storage.takeSessions(account, clientId)) await client?.backchannelLogout(account, sid);
  };
  return {
    serve: async ({ request, response }: Exchange) => {
      if (request.url?.startsWith('/login/') === true) await login(provider, accounts, { request, response });
      else await provider.callback()(request, response);
    },
    register: (publicUrl: string, client?: Claims) => register(storage, { issuer, publicUrl, client }),
    rotateKeys: () => void (provider = begin()),
    logOut,
    logoutTokens: async (account: string, clientId: string) => {
      const tokens: string[] = [];
      kept = tokens;
      await logOut(account, clientId);
      kept = undefined;
      return tokens;
    },
  };
}

const defaultAccounts: Readonly<Record<string, Claims>> = {
  ana: { email: 'ana@example.org', email_verified: true, groups: ['staff', 'board'] },
  bob: { email: 'bob@example.org', email_verified: true, groups: ['staff'] },
};

const newKey = () => ({
  ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }),
  kid: randomBytes(6).toString('hex'),
  use: 'sig',
  alg: 'RS256',
});

interface Registration {
  readonly issuer: string;
  readonly publicUrl: string;
  readonly client: Claims | undefined;
}

function register(storage: ProviderStorage, { issuer, publicUrl, client }: Registration): ClientSettings {
  const [id, secret] = [`sotto-${randomBytes(6).toString('hex')}`, randomBytes(24).toString('base64url')];
  storage.addClient({
    client_id: id,
    client_secret: secret,
    redirect_uris: [`${publicUrl}signed-in`],
    backchannel_logout_uri: `${publicUrl}api/session/ended-by-provider`,
    backchannel_logout_session_required: true,
    ...client,
  });
  return { SOTTO_OIDC_ISSUER: issuer, SOTTO_OIDC_CLIENT_ID: id, SOTTO_OIDC_CLIENT_SECRET: secret };
}

interface World {
  readonly storage: ProviderStorage;
  readonly accounts: ReadonlyMap<string, Claims>;
  readonly jwk: object;
  readonly post: (url: string, options: RequestInit) => Promise<Response>;
}

function createProvider(issuer: string, { storage, accounts, jwk, post }: World): Provider {
  const scopes = ['openid', 'email', 'profile', 'groups'];
  const provider = new Provider(issuer, {
    adapter: storage.adapter,
    jwks: { keys: [jwk] },
    scopes,
    claims: { openid: ['sub', ...CLAIMS], email: [], profile: [], groups: [] },
    conformIdTokenClaims: false,
    cookies: { keys: ['a key of a test'] },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: { enabled: false },
    },
    interactions: { url: (_context: unknown, { uid }: { uid: string }) => `/login/${uid}` },
    findAccount: (_context: unknown, sub: string) =>
      accounts.has(sub) ? { accountId: sub, claims: async () => ({ ...accounts.get(sub), sub }) } : undefined,
    loadExistingGrant: grantEverything(scopes),
    pkce: { required: () => true },
    ttl: { Interaction: 3600, Grant: 3600, Session: 3600, AccessToken: 3600, IdToken: 3600 },
    // The library's own refuses addresses of this machine.
    fetch: (url: string, { dispatcher: _own, ...options }: RequestInit & { dispatcher?: unknown }) =>
      post(url, options),
    renderError: (context: { body: unknown }, { error }: { error: string }) => void (context.body = error),
  });
  return provider;
}

/** Nobody is asked for consent. */
const grantEverything =
  (scopes: readonly string[]) =>
  async ({ oidc: { provider, client, session } }: Context) => {
    const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
    grant.addOIDCScope(scopes.join(' '));
    await grant.save();
    return grant;
  };
