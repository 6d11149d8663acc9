import { BeginReply, EndReply, FinishReply, PassReply, ReadReply, TerminalReply } from '#server/session/wire.ts';
import type { FinishBody, PassBody, Session } from '#server/session/wire.ts';
import { createCaller, jsonBody, readJson } from './call.ts';
import type { ApiOptions, CallOptions, CallSettings } from './call.ts';
import type { Passes } from './member-terms.ts';
import type { JsonOf } from './reader-api.ts';

/** The service may wait for the identity provider, which may be slow. */
const PROVIDER_SECONDS = 60;

/**
 * The part of the HTTP API for sessions. Whose session it is, the transport says: the page's cookie, or the terminal's
 * token. Throws as `Api` does.
 */
export interface SessionApi {
  /** Starts a sign-in. */
  readonly begin: (options?: CallOptions) => Promise<JsonOf<typeof BeginReply>>;
  /** Not retried: the provider accepts a code once. */
  readonly finish: (body: JsonOf<typeof FinishBody>, options?: CallOptions) => Promise<JsonOf<typeof FinishReply>>;
  /** @returns null if nobody has signed in */
  readonly read: (options?: CallOptions) => Promise<Session | null>;
  readonly pass: (body: JsonOf<typeof PassBody>, options?: CallOptions) => Promise<JsonOf<typeof PassReply>>;
  /** Not retried: each call makes another session. */
  readonly terminal: (options?: CallOptions) => Promise<JsonOf<typeof TerminalReply>>;
  /** Can be repeated. */
  readonly end: (options?: CallOptions) => Promise<unknown>;
}

/** Gets passes from the service, for `passes` of shares and requests. */
export const passesOf =
  (session: Pick<SessionApi, 'pass'>): Passes =>
  async (purpose, id, signal) =>
    (await session.pass({ for: purpose, id }, { signal })).pass;

/** @param token of a terminal: `sotto_s_…` */
export const sessionHeaders = (token: string): Readonly<Record<string, string>> => ({
  authorization: `Bearer ${token}`,
});

/** @param headers sent with each call: a terminal's session, as `sessionHeaders` has it */
export function createSessionApi(apiOptions: ApiOptions, headers?: CallSettings['headers']): SessionApi {
  const call = createCaller(apiOptions);
  const post = (verb: string, body: object = {}) => ({ path: `session/${verb}`, body: jsonBody(body), headers });
  return {
    begin: (options) =>
      call({ ...post('begin'), timeoutSeconds: PROVIDER_SECONDS, read: readJson(BeginReply), options }),
    finish: (body, options) =>
      call({
        ...post('finish', body),
        repeatable: false,
        timeoutSeconds: PROVIDER_SECONDS,
        read: readJson(FinishReply),
        options,
      }),
    read: async (options) => (await call({ ...post('read'), read: readJson(ReadReply), options })).session,
    pass: (body, options) => call({ ...post('pass', body), read: readJson(PassReply), options }),
    terminal: (options) => call({ ...post('terminal'), repeatable: false, read: readJson(TerminalReply), options }),
    end: (options) => call({ ...post('end'), read: readJson(EndReply), options }),
  };
}
