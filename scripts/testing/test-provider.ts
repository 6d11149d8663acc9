import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import Provider from 'oidc-provider';
import type { Context } from 'oidc-provider';
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
  const storage = new ProviderStorage();
  const known = new Map(Object.entries(accounts));
  let kept: string[] | undefined;
  const post = async (url: string, options: RequestInit) => {
    if (kept === undefined) return fetch(url, options);
    kept.push((options.body as URLSearchParams).get('logout_token') ?? '');
    return new Response();
  };
  const begin = () => createProvider(issuer, { storage, accounts: known, jwk: newKey(), post });
  let provider = begin();
  let held: (() => void)[] = [];
  let mode: TestProvider['mode'] = 'up';
  const asked: string[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.url?.startsWith('/login/') === true) await login(provider, known, { request, response });
    else await provider.callback()(request, response);
  };
  server.on('request', (request, response) => {
    asked.push(`${request.method} ${request.url?.split('?')[0]}`);
    const go = () => void answer(request, response).catch(() => response.destroy());
    if (mode === 'up') go();
    else if (mode === 'silent') held.push(go);
    else request.socket.destroy();
  });
  const logOut = async (account: string, clientId: string) => {
    const client = await provider.Client.find(clientId);
    for (const sid of storage.takeSessions(account, clientId)) await client?.backchannelLogout(account, sid);
  };
  return {
    issuer,
    accounts: known,
    asked,
    register: (publicUrl, client) => register(storage, { issuer, publicUrl, client }),
    get mode() {
      return mode;
    },
    set mode(next) {
      mode = next;
      if (mode === 'up') for (const go of held.splice(0)) go();
      if (mode === 'down') held = [];
    },
    rotateKeys: () => void (provider = begin()),
    logOut,
    async logoutTokens(account, clientId) {
      kept = [];
      await logOut(account, clientId);
      const tokens = kept;
      kept = undefined;
      return tokens;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
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

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

async function login(
  provider: Provider,
  accounts: ReadonlyMap<string, Claims>,
  { request, response }: Exchange,
): Promise<void> {
  const form = new URLSearchParams(request.method === 'POST' ? await text(request) : '');
  const account = form.get('account') ?? '';
  if (form.has('cancel')) {
    await provider.interactionFinished(request, response, { error: 'access_denied' });
  } else if (accounts.has(account)) {
    await provider.interactionFinished(request, response, { login: { accountId: account } });
  } else {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(loginPage(request.method === 'POST' ? '<p role="alert">No such account.</p>' : ''));
  }
}

const loginPage = (said: string): string => `<!doctype html>
<html lang="en">
<meta name="viewport" content="width=device-width">
<title>Example sign-in</title>
<h1>Example sign-in</h1>
${said}
<form method="post">
<label>Account <input name="account" autocomplete="off"></label>
<button>Sign in</button>
<button name="cancel" value="1">Cancel</button>
</form>
`;
