import { concatAll } from '#crypto/bytes.ts';
import { ApiError, isErrorCode, NetworkError, ProtocolError } from './errors.ts';

export type Fetch = (url: string, init: RequestInit) => Response | Promise<Response>;

export interface ExchangeInput {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly body?: { readonly type: string; readonly bytes: BodyInit };
  /** Sent in addition to the headers of every request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** `same-origin`: sends the credentials that a sign-in in front of the service needs. By default none are sent. */
  readonly credentials?: 'omit' | 'same-origin' | undefined;
  /** Media type of a successful reply. */
  readonly accept: string;
  readonly maxReplyBytes: number;
  /** From sending the first byte to reading the last one. */
  readonly timeoutSeconds: number;
  /** The request outlives the page that made it. */
  readonly keepalive?: boolean;
  readonly signal?: AbortSignal | undefined;
}

export interface HttpReply {
  readonly status: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const PROBLEM_MEDIA_TYPE = 'application/problem+json';
/** The type of every problem begins with this, also in newer servers. */
const PROBLEM_TYPE = 'urn:sotto:error:';
const MAX_PROBLEM_BYTES = 16_384;
/** The longest Retry-After that is accepted. Longer ones are shortened. */
const DAY_SECONDS = 86_400;

/**
 * Sends one request and reads one reply of limited size.
 * @throws ApiError, NetworkError, ProtocolError, or the reason of `signal` when that was aborted.
 */
export async function exchange(fetch: Fetch, request: ExchangeInput): Promise<HttpReply> {
  request.signal?.throwIfAborted();
  const limit = limitOf(request);
  try {
    return await exchangeWithin(limit, fetch, request);
  } finally {
    limit.lift();
  }
}

async function exchangeWithin({ signal, isOver }: Limit, fetch: Fetch, request: ExchangeInput): Promise<HttpReply> {
  const step = async <T>(reason: 'unreachable' | 'cut', act: () => T | Promise<T>): Promise<T> => {
    try {
      return await act();
    } catch (error) {
      if (error instanceof ProtocolError) throw error;
      request.signal?.throwIfAborted();
      throw new NetworkError(isOver() ? 'timeout' : reason, error);
    }
  };

  const response = await step('unreachable', () => fetch(request.url, requestInit(request, signal)));
  const type = mediaType(response);
  const expected = response.ok ? request.accept : PROBLEM_MEDIA_TYPE;
  if (type !== expected) {
    void response.body?.cancel().catch(() => undefined);
    const isBehindSignIn = request.credentials === 'same-origin';
    throw isFromSignIn(response, type, isBehindSignIn) ? new NetworkError('sign-in', response) : byStatus(response);
  }
  const limit = response.ok ? request.maxReplyBytes : MAX_PROBLEM_BYTES;
  const bytes = await step('cut', () => readBounded(response, limit));
  if (!response.ok) throw refusal(response, bytes);
  return { status: response.status, bytes };
}

interface Limit {
  /** Aborted with the request's signal, or at the timeout. */
  readonly signal: AbortSignal;
  readonly isOver: () => boolean;
  readonly lift: () => void;
}

/** Not `AbortSignal.timeout`: it would keep each of thousands of upload parts in memory for two minutes. */
function limitOf({ signal, timeoutSeconds }: ExchangeInput): Limit {
  const stop = new AbortController();
  let over = false;
  const timer = setTimeout(() => {
    over = true;
    stop.abort();
  }, timeoutSeconds * 1000);
  const follow = () => stop.abort(signal?.reason);
  signal?.addEventListener('abort', follow, { once: true });
  return {
    signal: stop.signal,
    isOver: () => over,
    lift() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', follow);
    },
  };
}

function requestInit(
  { method, body, accept, headers, credentials = 'omit', keepalive = false }: ExchangeInput,
  signal: AbortSignal,
): RequestInit {
  return {
    method,
    headers: { accept, ...(body && { 'content-type': body.type }), ...headers },
    ...(body && { body: body.bytes }),
    cache: 'no-store',
    credentials,
    // The service never redirects. A sign-in does, and this request must not go there.
    redirect: 'manual',
    referrerPolicy: 'no-referrer',
    keepalive,
    signal,
  };
}

function mediaType(response: Response): string | undefined {
  return response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
}

async function readBounded(response: Response, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const { body } = response;
  if (body === null) return new Uint8Array();
  const reader = intoBuffer(body, maxBytes) ?? inParts(body);
  for (let length = 0; ;) {
    const read = await reader.read();
    if (read === undefined) return reader.all();
    length += read;
    if (length > maxBytes) {
      void reader.cancel().catch(() => undefined);
      throw new ProtocolError('reply too long');
    }
  }
}

interface BodyReader {
  /** @returns the number of bytes read; undefined at the end */
  read(): Promise<number | undefined>;
  cancel(): Promise<void>;
  all(): Uint8Array<ArrayBuffer>;
}

/** Copies a long reply once instead of twice. @returns undefined if the stream cannot (Safari) */
function intoBuffer(body: ReadableStream, maxBytes: number): BodyReader | undefined {
  let reader: ReadableStreamBYOBReader;
  try {
    reader = body.getReader({ mode: 'byob' });
  } catch {
    return undefined;
  }
  // One more, to notice a reply that is too long.
  let buffer = new ArrayBuffer(maxBytes + 1);
  let length = 0;
  return {
    async read() {
      const { value, done } = await reader.read(new Uint8Array(buffer, length));
      if (value) buffer = value.buffer;
      if (done) return undefined;
      length += value.length;
      return value.length;
    },
    cancel: () => reader.cancel(),
    all: () => new Uint8Array(buffer, 0, length),
  };
}

function inParts(body: ReadableStream<Uint8Array>): BodyReader {
  const reader = body.getReader();
  const parts: Uint8Array[] = [];
  return {
    async read() {
      const { value } = await reader.read();
      if (value) parts.push(value);
      return value?.length;
    },
    cancel: () => reader.cancel(),
    all: () => concatAll(parts),
  };
}

function refusal(response: Response, bytes: Uint8Array): Error {
  const { status } = response;
  const text = new TextDecoder().decode(bytes);
  if (SIGN_IN_STATUSES.includes(status) && !text.includes(PROBLEM_TYPE)) return new NetworkError('sign-in', response);
  const problem: unknown = parseJson(bytes);
  if (!isRecord(problem) || problem['status'] !== status) return new ProtocolError('not a problem document');
  const { code } = problem;
  // A newer server may have more codes. The status still says whether to wait, to retry or to give up.
  if (!isErrorCode(code)) return byStatus(response);
  return new ApiError({ code, status, members: problem, retryAfterSeconds: retryAfter(response) });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** 440 is Microsoft's "login timeout"; 511 is for captive portals. */
const SIGN_IN_STATUSES: readonly number[] = [401, 403, 407, 440, 511];

/** Limits of a proxy, not a sign-in: timeout, content too large, too many requests. */
const LIMIT_STATUSES: readonly number[] = [408, 413, 429];

/**
 * A redirect (status 0 in a browser), a refusal that the service did not send, or a page. nginx refuses a missing
 * client certificate with a page and 400; a page with 404 or 500 is not a sign-in. When a sign-in is known to be in
 * front, every foreign reply counts as the sign-in's, except the limits of a proxy and 5xx.
 */
function isFromSignIn({ ok, status }: Response, type = '', isKnown = false): boolean {
  if ((!ok && status < 400) || SIGN_IN_STATUSES.includes(status)) return true;
  if (isKnown) return status < 500 && !LIMIT_STATUSES.includes(status);
  return status <= 400 && type.includes('html');
}

/** A proxy or gateway may reply itself: when its limits are exceeded, or when it does not reach the server. */
function byStatus(response: Response): Error {
  const { status } = response;
  if (status === 413) return new ApiError({ code: 'too-large', status });
  if (status === 429) return new ApiError({ code: 'rate-limited', status, retryAfterSeconds: retryAfter(response) });
  if (status === 408) return new NetworkError('timeout');
  if ((status >= 502 && status <= 504) || (status >= 520 && status <= 530)) return new NetworkError('gateway');
  return new ProtocolError(`status ${status} of an unknown form`);
}

function retryAfter(response: Response): number | undefined {
  const value = response.headers.get('retry-after') ?? '';
  return /^\d{1,6}$/.test(value) ? Math.min(Number(value), DAY_SECONDS) : undefined;
}

export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    throw new ProtocolError('not JSON');
  }
}
