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
import { inWords } from '#cli/language/words.ts';
import { files } from '#cli/words/files.ts';
import { network } from '#cli/words/network.ts';
import { membershipAt } from '#cli/members/membership.ts';
import type { Membership, Reach } from '#cli/members/membership.ts';
import type { World } from '#cli/world.ts';

const words = network.server;

export interface Service {
  /** The base URL of links. Ends in `/`. */
  readonly publicUrl: string;
  readonly api: Api;
  readonly requests: RequestsApi;
  readonly hasToken: boolean;
  /** For what only members may do. */
  readonly membership: Membership;
}

interface Reached {
  readonly insecure?: boolean | undefined;
}

interface WithToken {
  readonly token?: string | undefined;
}

/** The service at a link's URL. @throws Failure for plain http, and for an unusable proxy or headers file */
export async function serviceAt({ env }: World, publicUrl: string, reached: Reached & WithToken): Promise<Service> {
  const { token } = reached;
  const options = {
    ...(await apiOptionsFor(env, publicUrl, reached)),
    ...(token !== undefined && { token: () => token }),
  };
  return {
    publicUrl,
    api: createApi(options),
    requests: createRequestsApi(options),
    hasToken: token !== undefined,
    membership: membershipAt({ env, publicUrl, options }),
  };
}

/** How to call a service from here. @throws Failure as `serviceAt` */
export async function apiOptionsFor(env: World['env'], publicUrl: string, reached: Reached): Promise<Reach> {
  expectSafeAddress(publicUrl, reached);
  const transport = await transportTo(env, publicUrl);
  return {
    baseUrl: publicUrl,
    fetch: fetchOver(transport, publicUrl),
    // The Authorization header may contain credentials for the sign-in.
    behindSignIn: transport.headers !== undefined,
    ownHeaders: Object.keys(transport.headers ?? {}),
  };
}

/** Parses the address of a service. @returns it with a trailing `/`. @throws Failure */
export function readServerAddress(given: string): string {
  const url = URL.parse(given.endsWith('/') ? given : `${given}/`);
  const sound = url !== null && /^https?:$/.test(url.protocol) && !/[?#]/.test(given);
  if (!sound || url.username !== '' || url.password !== '') {
    throw new Failure('misused', words.invalid);
  }
  return url.href;
}

/** Plain http can be modified on the network, so it is allowed only for this machine. @throws Failure */
export function expectSafeAddress(
  publicUrl: string,
  { insecure = false }: { readonly insecure?: boolean | undefined },
) {
  const { protocol, hostname, host } = new URL(publicUrl);
  if (protocol === 'https:' || insecure || isLoopback(hostname)) return;
  throw new Failure('misused', inWords(words.withoutEncryption, { host }));
}

/** The configuration of a chosen service. @throws Failure if there is no service; else as `Api.config` */
export async function configOf({ api }: Service, signal: AbortSignal): Promise<ServerConfig> {
  return api.config({ signal }).catch((error: unknown) => {
    if (!(error instanceof ApiError) || error.code !== 'not-found') throw error;
    throw new Failure('misused', words.notThere, { cause: error });
  });
}

/** Tells a person if the server calls itself by a different address from the one in the link. */
export function sayOtherAddress(
  { world, say }: { readonly world: World; readonly say: (line: string) => void },
  { publicUrl }: Service,
  config: ServerConfig,
): void {
  if (!world.stderr.isTTY || config.publicUrl === publicUrl) return;
  const address = addressOf(config.publicUrl);
  say(address === undefined ? words.invalidAddress : inWords(words.otherAddress, { address }));
}

/** Leaves out user, password, query and fragment, which may be secret. */
function addressOf(given: string): string | undefined {
  const url = URL.parse(given);
  return url === null ? undefined : printableLine(`${url.origin}${url.pathname}`);
}

interface Chosen extends Reached {
  readonly server?: string | undefined;
  readonly 'token-file'?: string | undefined;
}

/** The service that the user chose, with the token for creating. @throws Failure */
export async function chosenService(world: World, chosen: Chosen): Promise<Service> {
  const publicUrl = chosenServer(world, chosen);
  const token = await chosenToken(world.env, chosen['token-file']);
  return serviceAt(world, publicUrl, { insecure: chosen.insecure, token });
}

/** @returns the address of the service, with a trailing `/`. @throws Failure */
export function chosenServer({ env }: World, { server }: Pick<Chosen, 'server'>): string {
  const address = server ?? setting(env, 'SOTTO_SERVER');
  if (address === undefined) throw new Failure('misused', words.notGiven);
  return readServerAddress(address);
}

async function chosenToken(env: World['env'], named: string | undefined): Promise<string | undefined> {
  const file = named ?? setting(env, 'SOTTO_TOKEN_FILE');
  const token = file === undefined ? setting(env, 'SOTTO_TOKEN') : await readSecretLine('token', file);
  if (token !== undefined && !isSendableToken(token)) {
    throw new Failure('misused', words.token);
  }
  return token;
}

/** Reads the first line of a file, decoded strictly. @throws Failure that does not repeat the file's content */
export async function readSecretLine(what: 'password' | 'token', file: string): Promise<string> {
  const [, line] = /^([^\r\n]*)(?:\r?\n|\r?$)/.exec(await readTextFile(what, file)) ?? [];
  // Dropping the rest of the line could make two different passwords equal.
  if (line === undefined)
    throw new Failure('misused', inWords(files.whole.carriageReturn, { what: lineOf(what), file }));
  if (line === '') throw new Failure('misused', inWords(files.whole.firstLineEmpty, { what: lineOf(what), file }));
  return line;
}

const lineOf = (what: 'password' | 'token') => (what === 'password' ? what : 'other');

/** An empty variable counts as unset, as in a service's settings. */
function setting(env: World['env'], name: TerminalName): string | undefined {
  return env[name] === '' ? undefined : env[name];
}
