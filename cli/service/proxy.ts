import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import ipaddr from 'ipaddr.js';
import { isLoopback } from '#server/http/loopback.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import type { World } from '#cli/world.ts';

export interface Proxy {
  /** With its user and password. */
  readonly url: string;
  /** `http://proxy.example:3128 (HTTPS_PROXY)`: what may be shown of it. */
  readonly shown: string;
  /** The variable that names it. */
  readonly name: string;
}

type Env = World['env'];

/**
 * The proxy that the environment names for this address: HTTPS_PROXY or HTTP_PROXY by its scheme, unless NO_PROXY or this
 * machine is meant. A lower-case name wins, and one that is set to nothing switches the proxy off.
 * @throws Failure for a proxy that cannot be used
 */
export function proxyFor(env: Env, address: string): Proxy | undefined {
  const { protocol, hostname, port } = new URL(address);
  const found = variable(env, protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY');
  if (found === undefined || found.value === '' || isLoopback(hostname)) return undefined;
  const target = { hostname, port: port || (protocol === 'https:' ? '443' : '80') };
  if (excludes(variable(env, 'NO_PROXY')?.value ?? '', target)) return undefined;
  return readProxy(found);
}

interface Variable {
  readonly name: string;
  readonly value: string;
}

function variable(env: Env, name: string): Variable | undefined {
  const lower = name.toLowerCase();
  for (const one of [lower, name]) {
    const value = env[one]?.trim();
    if (value !== undefined) return { name: one, value };
  }
  return undefined;
}

function readProxy({ name, value }: Variable): Proxy {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`);
  if (url === null || url.hostname === '') {
    throw new Failure('misused', `${name} does not hold the address of a proxy: http://proxy.example:3128`);
  }
  if (!/^https?:$/.test(url.protocol)) {
    const kind = url.protocol.startsWith('socks') ? 'a SOCKS proxy' : `a proxy of the kind ${url.protocol}//`;
    throw new Failure('misused', `${name} names ${kind}. Only http:// and https:// proxies can be used.`);
  }
  // Such a sign within the password ends the address too early.
  if (url.pathname.length > 1 || /[?#\\\s]/.test(value) || !isDecodable(url.username + url.password)) {
    throw new Failure(
      'misused',
      `${name} holds more than the address of a proxy, or a user or password with a sign that has to be encoded: # is %23, / is %2F, ? is %3F, % is %25.`,
    );
  }
  return { url: url.href, shown: `${url.protocol}//${url.host} (${name})`, name };
}

/** Control characters cannot be sent (RFC 7617 §2). */
function isDecodable(text: string): boolean {
  try {
    return !/\p{Cc}/u.test(decodeURIComponent(text));
  } catch {
    return false;
  }
}

interface Target {
  readonly hostname: string;
  readonly port: string;
}

/** Names stand for their subdomains too, with or without a dot before them; addresses may be blocks; `*` is everything. */
function excludes(list: string, target: Target): boolean {
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => entry !== '' && matches(entry, target));
}

function matches(entry: string, { hostname, port }: Target): boolean {
  if (entry === '*') return true;
  const host = withoutBrackets(hostname);
  if (ipaddr.isValid(host)) return matchesAddress(entry, host, port);
  const [name = '', onlyPort] = entry.replace(/^\*?\./, '').split(':');
  if (onlyPort !== undefined && onlyPort !== port) return false;
  const bare = host.replace(/\.$/, '');
  return name !== '' && (bare === name || bare.endsWith(`.${name}`));
}

function matchesAddress(entry: string, host: string, port: string): boolean {
  const address = ipaddr.process(host);
  if (ipaddr.isValidCIDR(entry)) {
    const [block, bits] = ipaddr.parseCIDR(entry);
    return block.kind() === address.kind() && address.match(block, bits);
  }
  const [, bracketed, plain, onlyPort] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d+))?$/.exec(entry) ?? [];
  const name = bracketed ?? plain ?? entry;
  if (onlyPort !== undefined && onlyPort !== port) return false;
  return ipaddr.isValid(name) && ipaddr.process(name).toString() === address.toString();
}

const withoutBrackets = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');

let restore: (() => void) | undefined;

const NONE = { http_proxy: 'http://localhost', https_proxy: 'http://localhost', no_proxy: '*' };

/** From now on `fetch` goes through this proxy, or through none. @throws Failure where this Node cannot */
export function fetchThrough(env: Env, proxy: Proxy | undefined): void {
  restore?.();
  restore = undefined;
  // Node's own switch knows nothing of what is decided here.
  if (proxy === undefined && env['NODE_USE_ENV_PROXY'] !== '1') return;
  const http = process.getBuiltinModule('node:http');
  if (!('setGlobalProxyFromEnv' in http)) {
    if (proxy === undefined) return;
    throw new Failure('failed', `${proxy.name} names a proxy, and this Node cannot use one: Node 24.14 or newer can.`);
  }
  const { setGlobalProxyFromEnv } = http;
  const named = proxy === undefined ? NONE : { http_proxy: proxy.url, https_proxy: proxy.url };
  const set = () => (restore = setGlobalProxyFromEnv(named));
  set();
  if (proxy !== undefined) watchTunnels(set);
}

const CONNECT_ERROR = 'undici:client:connectError';
const DISPATCHER = Symbol.for('undici.globalDispatcher.1');
/** Errors of a proxy before it has made a tunnel. */
const brokenTunnels = new WeakSet<Error>();
let watch: ((message: unknown) => void) | undefined;

/**
 * Node's fetch asks a proxy that closes the connection before it has answered again and again without a pause, and never
 * fails. So its connections are given up then, and the next call gets new ones.
 */
function watchTunnels(setAnew: () => unknown): void {
  if (watch !== undefined) unsubscribe(CONNECT_ERROR, watch);
  watch = (message) => {
    const error = typeof message === 'object' && message !== null && 'error' in message ? message.error : undefined;
    if (!(error instanceof Error)) return;
    if (error.name === 'HTTPParserError') brokenTunnels.add(error);
    if (!('code' in error) || error.code !== 'UND_ERR_SOCKET') return;
    const given: unknown = Reflect.get(globalThis, DISPATCHER);
    restore?.();
    setAnew();
    if (isDestroyable(given)) void given.destroy().catch(() => undefined);
  };
  subscribe(CONNECT_ERROR, watch);
}

const isDestroyable = (dispatcher: unknown): dispatcher is { readonly destroy: () => Promise<void> } =>
  typeof dispatcher === 'object' &&
  dispatcher !== null &&
  'destroy' in dispatcher &&
  typeof dispatcher.destroy === 'function';

const UNREACHED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT']);
/** The error code of connections that `watchTunnels` closed. */
const GIVEN_UP = 'UND_ERR_DESTROYED';
const SLOW = 'UND_ERR_CONNECT_TIMEOUT';

const CERTIFICATE = /^(?:CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS_CERT)/;

/**
 * Why nothing came through the proxy. A proxy that closes, or replies with something else than HTTP, looks like a server that does.
 * @returns undefined for the certificate of the server
 */
export function proxyFault({ url, shown, name }: Proxy, error: unknown): Failure | undefined {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const [, status] = /Proxy response \((\d{3})\)/.exec(cause.message) ?? [];
    if (status !== undefined) return new Failure('unreachable', refused({ shown, name }, status), { cause: error });
    const code = 'code' in cause ? String(cause.code) : '';
    if (code === GIVEN_UP || brokenTunnels.has(cause)) {
      const sentence = `The proxy ${shown} breaks off, or is not a proxy. Check that address, or name this server in NO_PROXY.`;
      return new Failure('unreachable', sentence, { cause: error });
    }
    if (UNREACHED.has(code) || code === SLOW) {
      const sentence = `The proxy ${shown} cannot be reached. Check that address, or name this server in NO_PROXY.`;
      return new Failure('unreachable', sentence, { cause: error });
    }
    if (CERTIFICATE.test(code)) return url.startsWith('https:') ? untrusted(shown, error) : undefined;
  }
  const sentence = `The server cannot be reached through the proxy ${shown}. Check the address of the server and the proxy, or name this server in NO_PROXY.`;
  return new Failure('unreachable', sentence, { cause: error });
}

/** Node does not tell which of the two certificates it was. */
function untrusted(shown: string, cause: unknown): Failure {
  const sentence = `This machine does not trust the certificate of the proxy ${shown}, or that of the server. If it is your own, name its authority: NODE_EXTRA_CA_CERTS=FILE`;
  return new Failure('unreachable', sentence, { cause });
}

function refused({ shown, name }: Pick<Proxy, 'shown' | 'name'>, status: string): string {
  if (status === '407') {
    return `The proxy ${shown} wants a user and a password (407). Give them in ${name}: http://user:password@proxy.example:3128`;
  }
  return `The proxy ${shown} does not connect to this server (${status}). Ask who runs the proxy, or name the server in NO_PROXY.`;
}
