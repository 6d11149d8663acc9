import { concatAll } from '#crypto/bytes.ts';
import { ApiError, isErrorCode, NetworkError, ProtocolError } from './errors.ts';

export type Fetch = (url: string, init: RequestInit) => Response | Promise<Response>;

export interface Exchange {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly body?: { readonly type: string; readonly bytes: BodyInit };
  /** Sent in addition to the headers of every request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** `same-origin`: sends the credentials that a sign-in in front of the service needs. By default none are sent. */
  readonly credentials?: 'omit' | 'same-origin' | undefined;
  /** Media type of a successful answer. */
  readonly accept: string;
  readonly maxAnswerBytes: number;
  /** From the first byte sent to the last one read. */
  readonly timeoutSeconds: number;
  /** The request outlives the page that made it. */
  readonly keepalive?: boolean;
  readonly signal?: AbortSignal | undefined;
}

export interface Answer {
  readonly status: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const PROBLEM_MEDIA_TYPE = 'application/problem+json';
/** The type of every problem begins with this, in newer servers too. */
const PROBLEM_TYPE = 'urn:sotto:error:';
const MAX_PROBLEM_BYTES = 16_384;
/** A longer wait that a server asks for is shortened to this. */
const DAY_SECONDS = 86_400;

/**
 * One request, one bounded answer.
 * @throws ApiError, NetworkError, ProtocolError, or the reason of `signal` when that was aborted.
 */
export async function exchange(fetch: Fetch, request: Exchange): Promise<Answer> {
  request.signal?.throwIfAborted();
  const limit = limitOf(request);
  try {
    return await exchangeWithin(limit, fetch, request);
  } finally {
    limit.lift();
  }
}

async function exchangeWithin({ signal, isOver }: Limit, fetch: Fetch, request: Exchange): Promise<Answer> {
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
  const limit = response.ok ? request.maxAnswerBytes : MAX_PROBLEM_BYTES;
  const bytes = await step('cut', () => readBounded(response, limit));
  if (!response.ok) throw refusal(response, bytes);
  return { status: response.status, bytes };
}

interface Limit {
  /** Aborted with the request's own signal, or when its time is over. */
  readonly signal: AbortSignal;
  readonly isOver: () => boolean;
  readonly lift: () => void;
}

/** `AbortSignal.timeout` would hold each of thousands of parts in memory for two minutes. */
function limitOf({ signal, timeoutSeconds }: Exchange): Limit {
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
  { method, body, accept, headers, credentials = 'omit', keepalive = false }: Exchange,
  signal: AbortSignal,
): RequestInit {
  return {
    method,
    headers: { accept, ...(body && { 'content-type': body.type }), ...headers },
    ...(body && { body: body.bytes }),
    cache: 'no-store',
    credentials,
    // The service redirects nothing. A sign-in does, and this request must not go there.
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
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const part = await reader?.read();
    if (part?.value === undefined) break;
    length += part.value.length;
    if (length > maxBytes) {
      void reader?.cancel().catch(() => undefined);
      throw new ProtocolError('answer too long');
    }
    parts.push(part.value);
  }
  return concatAll(parts);
}

function refusal(response: Response, bytes: Uint8Array): Error {
  const { status } = response;
  const text = new TextDecoder().decode(bytes);
  if (SIGN_IN_STATUSES.includes(status) && !text.includes(PROBLEM_TYPE)) return new NetworkError('sign-in', response);
  const problem: unknown = parseJson(bytes);
  if (!isRecord(problem) || problem['status'] !== status) return new ProtocolError('not a problem document');
  const { code } = problem;
  // A newer server may know more codes. Its status still says whether to wait, to retry or to give up.
  if (!isErrorCode(code)) return byStatus(response);
  return new ApiError({ code, status, members: problem, retryAfterSeconds: retryAfter(response) });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** 440 is Microsoft's "login timeout", 511 that of captive portals. */
const SIGN_IN_STATUSES: readonly number[] = [401, 403, 407, 440, 511];

/** Limits of a proxy, not a sign-in: timeout, too large, too many requests. */
const LIMIT_STATUSES: readonly number[] = [408, 413, 429];

/**
 * A redirect (a browser shows it as status 0), a refusal that is not the service's own, or a page. nginx refuses a missing
 * client certificate with a page and 400; a page with 404 or 500 is no sign-in. Where a sign-in is known to be in front, every
 * foreign reply is taken for its own, except limits of a proxy and faults.
 */
function isFromSignIn({ ok, status }: Response, type = '', isKnown = false): boolean {
  if ((!ok && status < 400) || SIGN_IN_STATUSES.includes(status)) return true;
  if (isKnown) return status < 500 && !LIMIT_STATUSES.includes(status);
  return status <= 400 && type.includes('html');
}

/** A proxy or gateway on the way may answer in its own words: for its limits, or without a server behind it. */
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
