import type { Context } from 'hono';
import type { Outgoing } from './limits/open-streams.ts';

/** Node's objects, which the adapter passes along with the request. */
export interface Bindings {
  readonly incoming?: {
    readonly socket: { readonly remoteAddress?: string | undefined };
  };
  readonly outgoing?: Outgoing;
}
/** The credentials of a creator. */
export interface Credentials {
  /** The key for limits: an IPv4 address or the /64 of an IPv6 address. */
  readonly client: string;
  /** Not yet checked. */
  readonly token: string | undefined;
  /**
   * The request claims, with `Sotto-Answer`, to create an answer and nothing else. A sign-in in front of the service
   * may let such requests through, so the claim is checked against the message.
   */
  readonly onlyAnswers: boolean;
}

type Claims = Omit<Credentials, 'client'>;
export type RequestContext = Context<{ Bindings: Bindings }>;

/** The part of `RequestContext` that an endpoint needs. */
export interface RequestHead {
  readonly env: Bindings;
  readonly req: {
    readonly method: string;
    readonly raw: { readonly body: AsyncIterable<Uint8Array> | null };
    readonly header: (name: ReadHeader) => string | undefined;
    readonly param: (name: 'id' | 'part') => string | undefined;
  };
}

/**
 * Every request header that the service reads. A test and a benchmark send hostile bytes in each of them to every
 * route. Lint rejects any other way to read a header.
 */
export const READ_HEADERS = [
  'accept',
  'accept-encoding',
  'accept-language',
  'authorization',
  'content-encoding',
  'content-length',
  'content-type',
  'cookie',
  'host',
  'if-none-match',
  'origin',
  'sotto-answer',
  'sotto-token',
  'x-forwarded-for',
] as const;
export type ReadHeader = (typeof READ_HEADERS)[number];

/** Only the routes of `api/session` read these (session-credentials.ts). */
export type SessionHeader = Extract<ReadHeader, 'cookie' | 'origin'>;

export const headerOf = (
  { req }: Pick<RequestHead, 'req'>,
  name: Exclude<ReadHeader, SessionHeader>,
): string | undefined => req.header(name);

export const NO_CLAIMS: Claims = { token: undefined, onlyAnswers: false };

/**
 * Reads the token of a creator, and whether they say that this can only be an answer. `Sotto-Token` wins over
 * `Authorization`, where a sign-in in front of the service may have put its own credentials. It reads no cookie.
 */
export function readClaims(c: RequestHead): Claims {
  const token = headerOf(c, 'sotto-token') ?? bearerToken(headerOf(c, 'authorization'));
  return { token, onlyAnswers: headerOf(c, 'sotto-answer') !== undefined };
}

/** RFC 6750 §2.1. The scheme is case-insensitive. */
export function bearerToken(authorization = ''): string | undefined {
  return /^bearer +(\S+)$/i.exec(authorization)?.[1];
}
