import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { freePort } from '#scripts/testing/free-port.ts';
import { untilListening } from './start-nginx.ts';

/** Debian's tables for a new installation. */
const TABLES = '/usr/share/dbconfig-common/data/glewlwyd/install/sqlite3';
const SCOPES = ['openid', 'email'];
/** Letters only: Glewlwyd does not decode a secret (RFC 6749 §2.3.1). */
export const CLIENT = { id: 'sotto', secret: 'secretOfTheClient' } as const;

export interface Account {
  readonly password: string;
  readonly email: string;
  readonly isVerified: boolean;
  readonly groups: readonly string[];
}

/** Somebody's browser at the provider. */
export interface ProviderSession {
  /** Signs in there, and agrees. @param url of `api/session/begin`. @returns the address that the provider sends back to */
  readonly follow: (url: string) => Promise<URL>;
  /** Signs out at the provider, which tells its clients. */
  readonly signOut: () => Promise<void>;
}

export interface Glewlwyd {
  readonly issuer: string;
  readonly signIn: (name: string, password: string) => Promise<ProviderSession>;
  readonly log: () => string;
  readonly stop: () => Promise<void>;
}

const configuration = (folder: string, port: number) => `
port=${port}
bind_address="127.0.0.1"
external_url="http://localhost:${port}"
login_url="login.html"
api_prefix="api"
log_mode="console"
log_level="WARNING"
cookie_secure=0
session_expiration=86400
session_key="GLEWLWYD_SESSION"
login_api_enabled=true
admin_scope="g_admin"
profile_scope="g_profile"
user_module_path="/usr/lib/glewlwyd/user"
client_module_path="/usr/lib/glewlwyd/client"
user_auth_scheme_module_path="/usr/lib/glewlwyd/scheme"
plugin_module_path="/usr/lib/glewlwyd/plugin"
hash_algorithm="SHA512"
database = { type = "sqlite3" path = "${folder}/database" };
`;

interface GlewlwydOptions {
  /** The public address of the service that is its client. */
  readonly publicUrl: string;
  readonly accounts: Readonly<Record<string, Account>>;
}

/** A real OpenID Connect provider from Debian, with its database in a temporary folder. Needs no rights. */
export async function startGlewlwyd(program: string, options: GlewlwydOptions): Promise<Glewlwyd> {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-glewlwyd-'));
  const [file, port] = [join(folder, 'conf'), await freePort()];
  new Database(join(folder, 'database')).exec(readFileSync(TABLES, 'utf8')).close();
  writeFileSync(file, configuration(folder, port));
  const child = spawn(program, [`--config-file=${file}`], { stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = once(child, 'close');
  await untilListening(port, () => {
    if (child.exitCode !== null) throw new Error(`glewlwyd ended:\n${log}`);
  });
  const api = `http://localhost:${port}/api`;
  const issuer = `${api}/oidc`;
  await setUp(api, issuer, options);
  return {
    issuer,
    signIn: (username, password) => signIn(api, { username, password }),
    log: () => log,
    async stop() {
      child.kill('SIGTERM');
      await ended;
      process.off('exit', kill);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Keeps cookies, and follows no redirect. @throws Error for a status of 400 or more */
function newBrowser() {
  const jar = new Map<string, string>();
  const ask = async (method: string, url: string, json?: unknown): Promise<Response> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const reply = await fetch(url, {
      method,
      redirect: 'manual',
      headers: { cookie, 'content-type': 'application/json' },
      ...(json !== undefined && { body: JSON.stringify(json) }),
    });
    for (const line of reply.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    if (reply.status >= 400) throw new Error(`${method} ${url}: ${reply.status} ${await reply.text()}`);
    return reply;
  };
  return { jar, ask };
}

/** With the password of a new installation. */
async function setUp(api: string, issuer: string, { publicUrl, accounts }: GlewlwydOptions): Promise<void> {
  const { ask } = newBrowser();
  const put = (path: string, body: unknown) => ask('PUT', `${api}${path}`, body);
  const add = (path: string, body: unknown) => ask('POST', `${api}${path}`, body);
  await add('/auth/', { username: 'admin', password: 'password' });
  for (const [kind, fields] of Object.entries(ownFields)) {
    await put(`/mod/${kind}/database`, databaseModule(fields));
    await put(`/mod/${kind}/database/reset/`, {});
  }
  await add('/scope/', { name: 'email', description: 'The address', password_required: true, password_max_age: 0 });
  await add('/mod/plugin/', { module: 'oidc', name: 'oidc', display_name: 'oidc', parameters: provider(issuer) });
  for (const [username, { password, email, isVerified, groups }] of Object.entries(accounts))
    await add('/user/', {
      username,
      password,
      email,
      groups,
      enabled: true,
      scope: SCOPES,
      email_verified: isVerified ? 'yes' : 'no',
    });
  await add('/client/', {
    client_id: CLIENT.id,
    client_secret: CLIENT.secret,
    password: CLIENT.secret,
    name: 'Sotto',
    confidential: true,
    enabled: true,
    scope: [],
    authorization_type: ['code'],
    redirect_uri: [`${publicUrl}signed-in`],
    backchannel_logout_uri: `${publicUrl}api/session/ended-by-provider`,
    token_endpoint_auth_method: ['client_secret_basic'],
  });
}

/** Fields beyond those that the modules know; true: a list. */
const ownFields: Readonly<Record<string, Readonly<Record<string, boolean>>>> = {
  user: { groups: true, email_verified: false },
  client: {
    redirect_uri: true,
    authorization_type: true,
    token_endpoint_auth_method: true,
    client_secret: false,
    backchannel_logout_uri: false,
  },
};

const databaseModule = (fields: Readonly<Record<string, boolean>>) => ({
  module: 'database',
  name: 'database',
  display_name: 'database',
  order_rank: 0,
  readonly: false,
  parameters: {
    'use-glewlwyd-connection': true,
    'data-format': Object.fromEntries(
      Object.entries(fields).map(([name, multiple]) => [name, { multiple, read: true, write: true }]),
    ),
  },
});

function provider(issuer: string) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const claim = { mandatory: true, 'on-demand': false, scope: [] };
  return {
    iss: issuer,
    'jwt-type': 'rsa',
    'jwt-key-size': '256',
    'jwks-show': true,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    cert: publicKey.export({ type: 'spki', format: 'pem' }),
    'access-token-duration': 3600,
    'refresh-token-duration': 3600,
    'code-duration': 600,
    'refresh-token-rolling': true,
    'allow-non-oidc': false,
    'auth-type-code-enabled': true,
    'auth-type-token-enabled': false,
    'auth-type-id-token-enabled': false,
    'auth-type-none-enabled': false,
    'auth-type-client-enabled': false,
    'auth-type-refresh-enabled': false,
    'auth-type-device-enabled': false,
    'pkce-allowed': true,
    'pkce-required': true,
    'pkce-method-plain-allowed': false,
    claims: [
      { ...claim, name: 'groups', 'user-property': 'groups', type: 'string' },
      {
        ...claim,
        name: 'email_verified',
        'user-property': 'email_verified',
        type: 'boolean',
        'boolean-value-true': 'yes',
        'boolean-value-false': 'no',
      },
    ],
    'email-claim': 'mandatory',
    'name-claim': 'no',
    'scope-claim': 'no',
    'address-claim': { type: 'no' },
    'allowed-scope': SCOPES,
    'secret-type': 'pairwise',
    'session-management-allowed': true,
    'session-cookie-name': 'SID',
    'session-cookie-expiration': 86_400,
    'back-channel-logout-allowed': true,
    'front-channel-logout-allowed': false,
  };
}

async function signIn(api: string, login: { username: string; password: string }): Promise<ProviderSession> {
  const { jar, ask } = newBrowser();
  await ask('POST', `${api}/auth/`, login);
  await ask('PUT', `${api}/auth/grant/${CLIENT.id}`, { scope: SCOPES.join(' ') });
  return {
    async follow(url) {
      // As its page does after the password.
      const { headers } = await ask('GET', `${url}&g_continue`);
      return new URL(headers.get('location') ?? '');
    },
    async signOut() {
      await ask('DELETE', `${api}/oidc/session/${jar.get('SID') ?? ''}`);
    },
  };
}
