import type { IncomingMessage } from 'node:http';

type Head = Pick<IncomingMessage, 'headers' | 'httpVersion' | 'method' | 'rawHeaders' | 'url'>;

/** 253 characters of a name (RFC 1035) and a port. */
const MAX_HOST_LENGTH = 260;
const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::(\d{0,5}))?$/i;
const MAX_PORT = 65_535;
const SCHEME = /^(https?):\/\//i;
/** What Host says after this module has read it. Nothing of the service depends on the name by which it is asked. */
const ONE_HOST = 'localhost';

/**
 * Two readers of one request must not see two targets: a proxy that goes by one of two `Host` lines, or by the address in
 * the request line, would have another target than we. RFC 9112 §3.2 asks for 400. A head that is sound gets one form:
 * its target begins with `/`, and its host says nothing.
 * @returns whether the head is sound
 */
export function readHead(head: Head): boolean {
  const host = isFramed(head) ? oneHost(head) : undefined;
  const target = host === undefined ? undefined : originForm(head.url ?? '', host);
  if (target === undefined) return false;
  head.url = target;
  head.headers.host = ONE_HOST;
  return true;
}

/** Whether the end of the body is where every reader of HTTP/1 puts it (RFC 9112 §6.1). Node has refused what it calls wrong. */
function isFramed({ headers, httpVersion }: Head): boolean {
  const encoding = headers['transfer-encoding'];
  if (httpVersion === '1.0') return encoding === undefined;
  return httpVersion === '1.1' && (encoding === undefined || encoding.toLowerCase() === 'chunked');
}

/** @returns undefined where it is missing, empty, malformed or there twice. Only HTTP/1.0 may leave it out. */
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

/** `/path?query`, also of `http://host/path?query` where that is the same host. @returns undefined for any other target */
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
