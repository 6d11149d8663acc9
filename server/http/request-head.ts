import type { IncomingMessage } from 'node:http';

type Head = Pick<IncomingMessage, 'headers' | 'httpVersion' | 'method' | 'rawHeaders' | 'url'>;

/** 253 characters of a name (RFC 1035) and a port. */
const MAX_HOST_LENGTH = 260;
const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::(\d{0,5}))?$/i;
const MAX_PORT = 65_535;
const SCHEME = /^(https?):\/\//i;
/** Replaces the Host header. Nothing in the service depends on the requested host name. */
const ONE_HOST = 'localhost';

/**
 * Normalizes the head of a request. A proxy and this server must not see different targets in one request: the proxy
 * may use the other of two `Host` lines, or the address in the request line. RFC 9112 §3.2 requires a 400. In a valid
 * head, the target then begins with `/`, and the host is a constant.
 * @returns whether the head is valid
 */
export function readHead(head: Head): boolean {
  const host = isFramed(head) ? oneHost(head) : undefined;
  const target = host === undefined ? undefined : originForm(head.url ?? '', host);
  if (target === undefined) return false;
  head.url = target;
  head.headers.host = ONE_HOST;
  return true;
}

/**
 * Whether every HTTP/1 reader finds the same end of the body (RFC 9112 §6.1). Node refuses the other ambiguous cases.
 */
function isFramed({ headers, httpVersion }: Head): boolean {
  const encoding = headers['transfer-encoding'];
  if (httpVersion === '1.0') return encoding === undefined;
  return httpVersion === '1.1' && (encoding === undefined || encoding.toLowerCase() === 'chunked');
}

/** @returns undefined if it is missing, empty, malformed or repeated. Only HTTP/1.0 may omit it. */
function oneHost({ rawHeaders, httpVersion }: Head): string | undefined {
  const isHost = (_: string, index: number) => rawHeaders[index - 1]?.toLowerCase() === 'host' && index % 2 === 1;
  const [host, second] = rawHeaders.filter(isHost);
  if (host === undefined) return httpVersion === '1.0' ? ONE_HOST : undefined;
  return second === undefined && isHostAndPort(host) ? host : undefined;
}

function isHostAndPort(text: string): boolean {
  const [whole, port = ''] = text.length > MAX_HOST_LENGTH ? [] : (HOST.exec(text) ?? []);
  return whole !== undefined && Number(port) <= MAX_PORT;
}

/** `/path?query`, also from `http://host/path?query` with the same host. @returns undefined for any other target */
function originForm(target: string, host: string): string | undefined {
  const [prefix, scheme = ''] = SCHEME.exec(target) ?? [''];
  const rest = target.slice(prefix.length);
  const end = rest.search(/[/?#]/);
  const authority = end === -1 ? rest : rest.slice(0, end);
  const isSame = prefix === '' ? authority === '' : sameHost(scheme, authority, host);
  if (!isSame) return undefined;
  const path = rest.slice(authority.length);
  const origin = prefix !== '' && !path.startsWith('/') ? `/${path}` : path;
  const [beforeQuery = ''] = origin.split('?', 1);
  return origin.startsWith('/') && !beforeQuery.includes('\\') ? origin : undefined;
}

function sameHost(scheme: string, one: string, other: string): boolean {
  const defaultPort = scheme.toLowerCase() === 'https' ? ':443' : ':80';
  const bare = (host: string) => {
    const lower = host.toLowerCase();
    return lower.endsWith(defaultPort) ? lower.slice(0, -defaultPort.length) : lower;
  };
  return bare(one) === bare(other);
}
