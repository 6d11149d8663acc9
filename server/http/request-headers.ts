import type { RequestContext } from './serve.ts';

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
