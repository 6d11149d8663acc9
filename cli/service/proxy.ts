import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import ipaddr from 'ipaddr.js';
import { isLoopback } from '#server/http/loopback.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { inWords } from '#cli/language/words.ts';
import { network } from '#cli/words/network.ts';
import type { World } from '#cli/world.ts';

const words = network.proxy;

export interface Proxy {
  /** Includes the user and password. */
  readonly url: string;
  /** For messages, without secrets: `http://proxy.example:3128 (HTTPS_PROXY)`. */
  readonly shown: string;
  /** The environment variable. */
  readonly name: string;
}

type Env = World['env'];

/**
 * The proxy in the environment for this address: HTTPS_PROXY or HTTP_PROXY, by its scheme. Not used for this
 * machine or an address in NO_PROXY. Lower-case names take precedence, and an empty one turns the proxy off.
 * @throws Failure for an unusable proxy
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
    throw new Failure('misused', inWords(words.invalid, { variable: name }));
  }
  if (!/^https?:$/.test(url.protocol)) {
    const sentence = url.protocol.startsWith('socks')
      ? inWords(words.socks, { variable: name })
      : inWords(words.otherKind, { variable: name, protocol: `${url.protocol}//` });
    throw new Failure('misused', sentence);
  }
  // An unencoded character of this kind in the password would end the address early.
  if (url.pathname.length > 1 || /[?#\\\s]/.test(value) || !isDecodable(url.username + url.password)) {
    throw new Failure('misused', inWords(words.moreThanAddress, { variable: name }));
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

/**
 * A name also matches its subdomains, with or without a leading dot. Addresses may be CIDR blocks. `*` matches
 * everything.
 */
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

/** Makes `fetch` use this proxy, or none. @throws Failure if this version of Node does not support proxies */
export function fetchThrough(env: Env, proxy: Proxy | undefined): void {
  restore?.();
  restore = undefined;
  // Node's own NODE_USE_ENV_PROXY ignores the decision made here, so it is overridden.
  if (proxy === undefined && env['NODE_USE_ENV_PROXY'] !== '1') return;
  const http = process.getBuiltinModule('node:http');
  if (!('setGlobalProxyFromEnv' in http)) {
    if (proxy === undefined) return;
    throw new Failure('failed', inWords(words.unsupported, { variable: proxy.name }));
  }
  const { setGlobalProxyFromEnv } = http;
  const named = proxy === undefined ? NONE : { http_proxy: proxy.url, https_proxy: proxy.url };
  const set = () => (restore = setGlobalProxyFromEnv(named));
  set();
  if (proxy !== undefined) watchTunnels(set);
}

const CONNECT_ERROR = 'undici:client:connectError';
const DISPATCHER = Symbol.for('undici.globalDispatcher.1');
/** Errors from a proxy before it opened a tunnel. */
const brokenTunnels = new WeakSet<Error>();
let watch: ((message: unknown) => void) | undefined;

/**
 * If a proxy closes the connection before replying, Node's fetch retries forever without a pause. This destroys its
 * connections, so that the call fails, and installs new ones for the next call.
 */
function watchTunnels(reinstall: () => unknown): void {
  if (watch !== undefined) unsubscribe(CONNECT_ERROR, watch);
  watch = (message) => {
    const error = typeof message === 'object' && message !== null && 'error' in message ? message.error : undefined;
    if (!(error instanceof Error)) return;
    if (error.name === 'HTTPParserError') brokenTunnels.add(error);
    if (!('code' in error) || error.code !== 'UND_ERR_SOCKET') return;
    const given: unknown = Reflect.get(globalThis, DISPATCHER);
    restore?.();
    reinstall();
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
/** The error code of connections that `watchTunnels` destroyed. */
const GIVEN_UP = 'UND_ERR_DESTROYED';
const SLOW = 'UND_ERR_CONNECT_TIMEOUT';

const CERTIFICATE = /^(?:CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS_CERT)/;

/**
 * Explains why a request through the proxy failed. A proxy that closes the connection, or does not reply with HTTP,
 * cannot be distinguished from a server that does so.
 * @returns undefined for the certificate of the server
 */
export function proxyFault({ url, shown, name }: Proxy, error: unknown): Failure | undefined {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const [, status] = /Proxy response \((\d{3})\)/.exec(cause.message) ?? [];
    if (status !== undefined) return new Failure('unreachable', refused({ shown, name }, status), { cause: error });
    const code = 'code' in cause ? String(cause.code) : '';
    if (code === GIVEN_UP || brokenTunnels.has(cause)) {
      return new Failure('unreachable', inWords(words.closed, { proxy: shown }), { cause: error });
    }
    if (UNREACHED.has(code) || code === SLOW) {
      return new Failure('unreachable', inWords(words.unreachable, { proxy: shown }), { cause: error });
    }
    if (CERTIFICATE.test(code)) return url.startsWith('https:') ? untrusted(shown, error) : undefined;
  }
  return new Failure('unreachable', inWords(words.serverUnreachable, { proxy: shown }), { cause: error });
}

/** Node does not report which of the two certificates failed. */
function untrusted(shown: string, cause: unknown): Failure {
  return new Failure('unreachable', inWords(words.untrusted, { proxy: shown }), { cause });
}

function refused({ shown, name }: Pick<Proxy, 'shown' | 'name'>, status: string): string {
  return status === '407'
    ? inWords(words.needsPassword, { proxy: shown, variable: name })
    : inWords(words.refused, { proxy: shown, status });
}
