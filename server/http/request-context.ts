import type { Context } from 'hono';
import type { Outgoing } from './limits/open-streams.ts';

/** What the Node adapter hands in beside the request. */
export interface Bindings {
  readonly incoming?: {
    readonly socket: { readonly remoteAddress?: string | undefined };
  };
  readonly outgoing?: Outgoing;
}
export type RequestContext = Context<{ Bindings: Bindings }>;

/**
 * Every request header that the service reads, in one list: a test and a benchmark send hostile bytes in each of them to
 * every route. Lint refuses any other way to read one.
 */
export const READ_HEADERS = [
  'accept',
  'accept-encoding',
  'authorization',
  'content-encoding',
  'content-length',
  'content-type',
  'host',
  'if-none-match',
  'sotto-answer',
  'sotto-token',
  'x-forwarded-for',
] as const;
export type ReadHeader = (typeof READ_HEADERS)[number];

export const headerOf = ({ req }: RequestContext, name: ReadHeader): string | undefined => req.header(name);
