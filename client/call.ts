import * as v from 'valibot';
import { NetworkError, ProtocolError } from './errors.ts';
import { exchange, parseJson } from './exchange.ts';
import type { Answer, Exchange, Fetch } from './exchange.ts';
import { ATTEMPTS, sleep, withRetries } from './retry.ts';
import type { Wait } from './retry.ts';

const JSON_MEDIA_TYPE = 'application/json';
const MAX_JSON_BYTES = 16_384;
const TIMEOUT_SECONDS = 20;
/** For a megabyte over a poor line. */
const CONTENT_TIMEOUT_SECONDS = 120;

export interface ApiOptions {
  /** Where the service lives, absolute or relative to the page. Links begin with it. */
  readonly baseUrl: string;
  /** Where links begin instead, if not with `baseUrl`. */
  readonly publicUrl?: string;
  readonly fetch?: Fetch;
  /** Ends everything that is under way. */
  readonly signal?: AbortSignal;
  readonly wait?: Wait;
  /** At most, of what may be repeated; by default 4. */
  readonly attempts?: number;
  /** Of one attempt; by default 20, and 120 where content travels. */
  readonly timeoutSeconds?: number;
  /** Asked whenever a share or a request is made; never sent with an answer, nor with anything else. */
  readonly token?: () => string | undefined;
  /**
   * For a page behind a sign-in: cookies, passwords and client certificates go to the page's own origin, and a token travels as
   * `Sotto-Token`, since the sign-in may want `Authorization` for itself.
   */
  readonly behindSignIn?: boolean;
}

/** Whether a header can carry it, one line that is no longer than any token: an error of fetch would repeat another. */
export const isSendableToken = (token: string): boolean => /^[\x21-\x7E]{1,512}$/.test(token);

/** @returns the header that lets its holder create */
export function tokenHeaders({ token, behindSignIn }: ApiOptions): Readonly<Record<string, string>> | undefined {
  const held = token?.();
  if (!held) return undefined;
  return behindSignIn ? { 'sotto-token': held } : { authorization: `Bearer ${held}` };
}

/** Needs no token. A sign-in that guards creating can tell by it what to let through. */
export const ANSWER_HEADERS = { 'sotto-answer': '1' };

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface CallSettings {
  readonly method?: Exchange['method'];
  readonly body?: NonNullable<Exchange['body']>;
  /** By default true: nearly everything here can be asked twice. */
  readonly repeatable?: boolean;
  /** A share's content travels, one way or the other. */
  readonly content?: boolean;
  readonly keepalive?: boolean;
  readonly accept?: string;
  readonly headers?: Exchange['headers'];
  readonly maxAnswerBytes?: number;
  /** Before those of the API: who repeats by itself asks once. */
  readonly attempts?: number;
  readonly timeoutSeconds?: number | undefined;
  readonly options?: CallOptions | undefined;
}

interface Call<T> extends CallSettings {
  readonly path: string;
  readonly read: (answer: Answer) => T;
}

export type Caller = <T>(call: Call<T>) => Promise<T>;

export const withSlash = (url: string): string => (url.endsWith('/') ? url : `${url}/`);

export function createCaller(apiOptions: ApiOptions): Caller {
  const { baseUrl, fetch, signal, wait = sleep } = apiOptions;
  const base = withSlash(baseUrl);
  const send: Fetch = fetch ?? ((url, init) => globalThis.fetch(url, init));

  return async ({ path, read, repeatable = true, content = false, attempts, timeoutSeconds, options, ...call }) => {
    const signals = [signal, options?.signal].filter((one) => one !== undefined);
    const combined = signals.length > 1 ? AbortSignal.any(signals) : signals[0];
    const request: Exchange = {
      method: 'POST',
      accept: JSON_MEDIA_TYPE,
      maxAnswerBytes: MAX_JSON_BYTES,
      ...call,
      url: `${base}api/${path}`,
      timeoutSeconds:
        timeoutSeconds ?? apiOptions.timeoutSeconds ?? (content ? CONTENT_TIMEOUT_SECONDS : TIMEOUT_SECONDS),
      signal: combined,
      credentials: apiOptions.behindSignIn ? 'same-origin' : 'omit',
    };
    const policy = { repeatable, attempts: attempts ?? apiOptions.attempts ?? ATTEMPTS, wait, signal: combined };
    return withRetries(policy, async () => {
      const answer = await exchange(send, request);
      try {
        return read(answer);
      } catch (error) {
        // A sign-in may refuse with status 200 and JSON of its own.
        throw apiOptions.behindSignIn && error instanceof ProtocolError ? new NetworkError('sign-in', error) : error;
      }
    });
  };
}

export const jsonBody = (value: object) => ({ type: JSON_MEDIA_TYPE, bytes: JSON.stringify(value) });

export const readJson =
  <S extends v.GenericSchema>(schema: S) =>
  ({ bytes }: Answer): v.InferOutput<S> =>
    checked(schema, parseJson(bytes));

/** @throws ProtocolError */
export function checked<S extends v.GenericSchema>(schema: S, value: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, value);
  if (!result.success) throw new ProtocolError('answer of another form');
  return result.output;
}
