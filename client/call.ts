import * as v from 'valibot';
import { abortWith } from './abort-with.ts';
import { NetworkError, ProtocolError } from './errors.ts';
import { exchange, parseJson } from './exchange.ts';
import type { HttpReply, ExchangeInput, Fetch } from './exchange.ts';
import { ATTEMPTS, sleep, withRetries } from './retry.ts';
import type { Wait } from './retry.ts';

const JSON_MEDIA_TYPE = 'application/json';
const MAX_JSON_BYTES = 16_384;
const TIMEOUT_SECONDS = 20;
/** Long enough for a megabyte over a poor connection. */
const CONTENT_TIMEOUT_SECONDS = 120;

export interface ApiOptions {
  /** The address of the service, absolute or relative to the page. Links begin with it. */
  readonly baseUrl: string;
  /** Links begin with this instead of `baseUrl`. */
  readonly publicUrl?: string;
  readonly fetch?: Fetch;
  /** Aborts every call. */
  readonly signal?: AbortSignal;
  readonly wait?: Wait;
  /** The largest number of attempts for a call that is safe to retry; 4 by default. */
  readonly attempts?: number;
  /** For one attempt; 20 by default, and 120 for calls with content. */
  readonly timeoutSeconds?: number;
  /** Called for each call that creates a share or a request. The token is not sent with an answer or any other call. */
  readonly token?: () => string | undefined;
  /**
   * For a page behind a sign-in. Sends cookies, passwords and client certificates to the page's own origin, and a token
   * as `Sotto-Token`, because the sign-in may need `Authorization` for itself.
   */
  readonly behindSignIn?: boolean;
}

/**
 * Whether a header can carry the token. Checked first, because the error of fetch for an invalid header repeats its
 * value.
 */
export const isSendableToken = (token: string): boolean => /^[\x21-\x7E]{1,512}$/.test(token);

/** @returns the header that permits creating */
export function tokenHeaders({ token, behindSignIn }: ApiOptions): Readonly<Record<string, string>> | undefined {
  const held = token?.();
  if (!held) return undefined;
  return behindSignIn ? { 'sotto-token': held } : { authorization: `Bearer ${held}` };
}

/** An answer needs no token. A sign-in that restricts creating can recognise answers by this header. */
export const ANSWER_HEADERS = { 'sotto-answer': '1' };

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface CallSettings {
  readonly method?: ExchangeInput['method'];
  readonly body?: NonNullable<ExchangeInput['body']>;
  /** True by default: almost every call can be sent twice. */
  readonly repeatable?: boolean;
  /** The call uploads or downloads the content of a share. */
  readonly content?: boolean;
  readonly keepalive?: boolean;
  readonly accept?: string;
  readonly headers?: ExchangeInput['headers'];
  readonly maxReplyBytes?: number;
  /** Overrides the API's number: a caller with its own retries uses 1. */
  readonly attempts?: number;
  readonly timeoutSeconds?: number | undefined;
  readonly options?: CallOptions | undefined;
}

interface Call<T> extends CallSettings {
  readonly path: string;
  readonly read: (reply: HttpReply) => T;
}

export type ApiCaller = <T>(call: Call<T>) => Promise<T>;

export const withSlash = (url: string): string => (url.endsWith('/') ? url : `${url}/`);

export function createCaller(apiOptions: ApiOptions): ApiCaller {
  const { baseUrl, fetch, signal, wait = sleep } = apiOptions;
  const base = withSlash(baseUrl);
  const send: Fetch = fetch ?? ((url, init) => globalThis.fetch(url, init));

  return async ({ path, read, repeatable = true, content = false, attempts, timeoutSeconds, options, ...call }) => {
    const stop = new AbortController();
    const releases = [signal, options?.signal].map((one) => abortWith(stop, one));
    const request: ExchangeInput = {
      method: 'POST',
      accept: JSON_MEDIA_TYPE,
      maxReplyBytes: MAX_JSON_BYTES,
      ...call,
      url: `${base}api/${path}`,
      timeoutSeconds:
        timeoutSeconds ?? apiOptions.timeoutSeconds ?? (content ? CONTENT_TIMEOUT_SECONDS : TIMEOUT_SECONDS),
      signal: stop.signal,
      credentials: apiOptions.behindSignIn ? 'same-origin' : 'omit',
    };
    const policy = { repeatable, attempts: attempts ?? apiOptions.attempts ?? ATTEMPTS, wait, signal: stop.signal };
    const tries = withRetries(policy, async () => {
      const reply = await exchange(send, request);
      try {
        return read(reply);
      } catch (error) {
        // A sign-in may refuse with status 200 and its own JSON.
        throw apiOptions.behindSignIn && error instanceof ProtocolError ? new NetworkError('sign-in', error) : error;
      }
    });
    return tries.finally(() => releases.forEach((release) => release()));
  };
}

export const jsonBody = (value: object) => ({ type: JSON_MEDIA_TYPE, bytes: JSON.stringify(value) });

export const readJson =
  <S extends v.GenericSchema>(schema: S) =>
  ({ bytes }: HttpReply): v.InferOutput<S> =>
    checked(schema, parseJson(bytes));

/** @throws ProtocolError */
export function checked<S extends v.GenericSchema>(schema: S, value: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, value);
  if (!result.success) throw new ProtocolError('reply does not match its schema');
  return result.output;
}
