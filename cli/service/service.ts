import { createApi } from '#client/api.ts';
import type { Api } from '#client/api.ts';
import { isSendableToken } from '#client/call.ts';
import { ApiError } from '#client/errors.ts';
import { createRequestsApi } from '#client/requests-api.ts';
import type { RequestsApi } from '#client/requests-api.ts';
import type { ServerConfig } from '#server/http/config-wire.ts';
import type { TerminalName } from '#server/config/terminal-names.ts';
import { isLoopback } from '#server/http/loopback.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { printableLine } from '#cli/terminal/printable.ts';
import { readTextFile } from '#cli/files/read-text-file.ts';
import { fetchOver, transportTo } from './transport.ts';
import type { World } from '#cli/world.ts';

export interface Service {
  /** Links begin with it; ends in `/`. */
  readonly publicUrl: string;
  readonly api: Api;
  readonly requests: RequestsApi;
  readonly hasToken: boolean;
}

interface Reached {
  readonly insecure?: boolean | undefined;
}

interface WithToken {
  readonly token?: string | undefined;
}

/** The service that a link names. @throws Failure for plain http, and for a proxy or a headers file that cannot be used */
export async function serviceAt({ env }: World, publicUrl: string, reached: Reached & WithToken): Promise<Service> {
  expectSafeAddress(publicUrl, reached);
  const { token } = reached;
  const way = await transportTo(env, publicUrl);
  const options = {
    baseUrl: publicUrl,
    fetch: fetchOver(way, publicUrl),
    // Authorization may hold credentials for the sign-in.
    behindSignIn: way.headers !== undefined,
    ...(token !== undefined && { token: () => token }),
  };
  return {
    publicUrl,
    api: createApi(options),
    requests: createRequestsApi(options),
    hasToken: token !== undefined,
  };
}

/** Where a service lives. @returns it ending in `/`. @throws Failure */
export function readServerAddress(given: string): string {
  const url = URL.parse(given.endsWith('/') ? given : `${given}/`);
  const sound = url !== null && /^https?:$/.test(url.protocol) && !/[?#]/.test(given);
  if (!sound || url.username !== '' || url.password !== '') {
    throw new Failure('misused', 'The server is given as an address: https://secrets.example');
  }
  return url.href;
}

/** What travels over plain http can be changed on its way: on this machine alone it does not travel. @throws Failure */
export function expectSafeAddress(
  publicUrl: string,
  { insecure = false }: { readonly insecure?: boolean | undefined },
) {
  const { protocol, hostname, host } = new URL(publicUrl);
  if (protocol === 'https:' || insecure || isLoopback(hostname)) return;
  throw new Failure('misused', `${host} is reached without encryption (http). Use https, or --insecure if you must.`);
}

/** What a chosen service says of itself. @throws Failure where there is none; else as `Api.config` */
export async function configOf({ api }: Service, signal: AbortSignal): Promise<ServerConfig> {
  return api.config({ signal }).catch((error: unknown) => {
    if (!(error instanceof ApiError) || error.code !== 'not-found') throw error;
    throw new Failure('misused', 'There is no Sotto at this address: check the path.', { cause: error });
  });
}

/** Tells a person where the server's word for itself is another address than the one in the link. */
export function sayOtherAddress(
  { world, say }: { readonly world: World; readonly say: (line: string) => void },
  { publicUrl }: Service,
  config: ServerConfig,
): void {
  if (!world.stderr.isTTY || config.publicUrl === publicUrl) return;
  say(`(The server calls itself ${addressOf(config.publicUrl)}; the link begins as you gave it.)`);
}

/** No more of it than an address is. */
function addressOf(given: string): string {
  const url = URL.parse(given);
  return url === null ? 'by no address' : printableLine(`${url.origin}${url.pathname}`);
}

interface Chosen extends Reached {
  readonly server?: string | undefined;
  readonly 'token-file'?: string | undefined;
}

/** The service that was chosen, with the token of whoever creates. @throws Failure */
export async function chosenService(world: World, chosen: Chosen): Promise<Service> {
  const { env } = world;
  const address = chosen.server ?? setting(env, 'SOTTO_SERVER');
  if (address === undefined) {
    throw new Failure('misused', 'Which server? Give --server https://secrets.example, or set SOTTO_SERVER.');
  }
  const token = await chosenToken(env, chosen['token-file']);
  return serviceAt(world, readServerAddress(address), { insecure: chosen.insecure, token });
}

async function chosenToken(env: World['env'], named: string | undefined): Promise<string | undefined> {
  const file = named ?? setting(env, 'SOTTO_TOKEN_FILE');
  const token = file === undefined ? setting(env, 'SOTTO_TOKEN') : await readSecretLine('The token', file);
  if (token !== undefined && !isSendableToken(token)) {
    throw new Failure('misused', 'The token is one line of letters, digits and signs. Copy it again.');
  }
  return token;
}

/** The first line of a file, decoded strictly. @throws Failure that does not repeat the file's content */
export async function readSecretLine(what: string, file: string): Promise<string> {
  const [, line] = /^([^\r\n]*)(?:\r?\n|\r?$)/.exec(await readTextFile(what, file)) ?? [];
  // The rest of the line would be lost, so two files could hold the same password.
  if (line === undefined)
    throw new Failure('misused', `${what} cannot be read: ${file} has a carriage return within its first line.`);
  if (line === '') throw new Failure('misused', `${what} is missing: ${file} begins with an empty line.`);
  return line;
}

/** Empty counts as unset, as in a service's settings. */
function setting(env: World['env'], name: TerminalName): string | undefined {
  return env[name] === '' ? undefined : env[name];
}
