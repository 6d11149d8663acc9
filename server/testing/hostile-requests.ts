import { READ_HEADERS } from '#server/http/request-context.ts';
import { fill, hostileJson, hostilePieces, hostileStarts, otherHeaders } from './hostile-bytes.ts';

export interface Route {
  readonly method: string;
  readonly path: string;
}

/** A request before it is serialized. Each character is one byte. */
export interface RawRequest extends Route {
  readonly headers: Readonly<Record<string, string>>;
  /** One header, repeated. */
  readonly lines?: readonly [name: string, value: string, count: number];
  readonly body?: string;
}

/** The same request at any size. */
export interface HostileRequest {
  readonly name: string;
  readonly at: (bytes: number) => RawRequest;
}

const AN_ID = '3J98t1WpEZ73CNmQviecrn';
const JSON_TYPE = { 'content-type': 'application/json' };
const FRAME_TYPE = { 'content-type': 'application/octet-stream' };
/** Fractions of the bytes that still fit a small message, and one with a pass. */
const SHORT = 0.13;
const WITH_PASS = 0.67;
const pieces = Object.entries(hostilePieces);
const concrete = (path: string) => path.replaceAll(/:\w+/g, (param) => (param === ':id' ? AN_ID : '0'));
const usualType = (method: string) => (method === 'PUT' ? FRAME_TYPE : method === 'POST' ? JSON_TYPE : {});

/** All hostile requests to one route, or to an unknown path. */
export function* hostileRequests(route: Route): Generator<HostileRequest> {
  yield* inHeaders(route);
  yield* inTargets(route);
  if (route.method === 'PUT' || route.method === 'POST') yield* inBodies(route);
}

/** Every header that the service reads, with every start and every piece, and on many lines. */
function* inHeaders({ method, path: pattern }: Route): Generator<HostileRequest> {
  const path = concrete(pattern);
  const parts = { method, path, headers: usualType(method) };
  const withValue = (header: string, value: (bytes: number) => string) => (bytes: number) => ({
    ...parts,
    headers: { ...parts.headers, [header]: value(bytes) },
  });
  for (const header of READ_HEADERS) {
    for (const start of hostileStarts[header]) {
      for (const [name, piece] of pieces) {
        yield {
          name: `${header}: ${start}${name}`,
          at: withValue(header, (bytes) => `${start}${fill(piece, bytes)}x`),
        };
      }
    }
    const count = (bytes: number) => Math.floor(bytes / `${header}: a,\r\n`.length);
    yield { name: `${header}, many lines`, at: (bytes) => ({ ...parts, lines: [header, 'a,', count(bytes)] }) };
  }
}

/** Headers that only Node reads, and one that nothing reads. */
export function* inOtherHeaders({ method, path: pattern }: Route): Generator<HostileRequest> {
  const parts = { method, path: concrete(pattern), headers: usualType(method) };
  for (const header of otherHeaders) {
    for (const [name, piece] of pieces) {
      const at = (bytes: number) => ({ ...parts, headers: { ...parts.headers, [header]: fill(piece, bytes) } });
      yield { name: `${header}: ${name}`, at };
    }
  }
}

/** Pieces in place of an id, after the path, and in the query. */
function* inTargets({ method, path: pattern }: Route): Generator<HostileRequest> {
  const path = concrete(pattern);
  for (const [name, piece] of pieces) {
    const to = (target: (hostile: string) => string) => (bytes: number) => {
      return { method, path: target(fill(piece, bytes)), headers: usualType(method) };
    };
    if (pattern.includes(':id')) {
      yield { name: `an id of ${name}`, at: to((hostile) => concrete(pattern.replace(':id', () => hostile))) };
    }
    yield { name: `a path with ${name}`, at: to((hostile) => path + hostile) };
    yield { name: `a query of ${name}`, at: to((hostile) => `${path}?${hostile}`) };
    yield { name: `a whole address with ${name}`, at: to((hostile) => `http://localhost${path}${hostile}`) };
  }
}

function* inBodies({ method, path: pattern }: Route): Generator<HostileRequest> {
  const path = concrete(pattern);
  for (const [name, text] of Object.entries(hostileJson)) {
    for (const [size, part] of [
      ['', 1],
      [', short', SHORT],
      [', as long as with a pass', WITH_PASS],
    ] as const) {
      const json = (bytes: number) => text(Math.floor(bytes * part));
      const frame = (bytes: number) => framed(text(Math.floor((bytes * part) / 2)));
      yield {
        name: `JSON of ${name}${size}`,
        at: (bytes) => ({ method, path, headers: JSON_TYPE, body: json(bytes) }),
      };
      yield {
        name: `a frame of ${name}${size}`,
        at: (bytes) => ({ method, path, headers: FRAME_TYPE, body: frame(bytes) }),
      };
    }
  }
}

function framed(head: string): string {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(head.length);
  return length.toString('latin1') + head;
}

/** Serializes the request for a connection. */
export function toBytes({ method, path, headers, lines, body = '' }: RawRequest): Buffer {
  const length = method === 'PUT' || method === 'POST' ? { 'content-length': String(body.length) } : {};
  const all = Object.entries({ host: 'localhost', ...length, ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  const [name = '', value = '', count = 0] = lines ?? [];
  const repeated = `${name}: ${value}\r\n`.repeat(count);
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${all.join('')}${repeated}\r\n${body}`, 'latin1');
}

/** Converts the request for the app. @returns undefined if it cannot be a Request */
export function toRequest({ method, path, headers, lines, body }: RawRequest): Request | undefined {
  const [name = 'x', value = '', count = 0] = lines ?? [];
  const length: Record<string, string> = body === undefined ? {} : { 'content-length': String(body.length) };
  try {
    const all = new Headers({ ...length, ...headers });
    for (let line = 0; line < count; line++) all.append(name, value);
    const url = path.startsWith('http') ? path : `http://localhost${path}`;
    return new Request(url, { method, headers: all, body: body === undefined ? null : Buffer.from(body, 'latin1') });
  } catch {
    return undefined;
  }
}

/** A frame that declares the longest head, sent in one-byte chunks. Each chunk costs Node a call. */
export function byteByByte({ method, path }: Route, bytes: number): Buffer {
  const chunk = '1\r\n\u0000\r\n';
  const body = `4\r\n\u0000\u0000\u0020\u0000\r\n${chunk.repeat(Math.floor(bytes / chunk.length))}0\r\n\r\n`;
  const { 'content-type': type = '' } = usualType(method) as Record<string, string>;
  const head = `host: localhost\r\ntransfer-encoding: chunked\r\ncontent-type: ${type}\r\n\r\n`;
  return Buffer.from(`${method} ${concrete(path)} HTTP/1.1\r\n${head}${body}`, 'latin1');
}
