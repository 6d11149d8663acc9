import { AppError } from '#server/errors.ts';
import type { Reply } from './reply.ts';
import { settle } from './serve.ts';
import type { Serving } from './serve.ts';

/** A request that reaches no route, because its bytes or its head are not valid HTTP (RFC 9112). */
export interface Malformed {
  /** HTTP has several statuses for malformed requests. */
  readonly status: number;
  readonly method: string;
  readonly peer: string | undefined;
  readonly forwardedFor?: string | undefined;
}

/** Counts, logs and measures a malformed request like any other. */
export type Refuse = (malformed: Malformed) => Promise<Reply>;

export function createRefuse(serving: Serving): Refuse {
  const { replies, clientAddress, rateLimit } = serving;
  return ({ status, method, peer, forwardedFor }) => {
    const work = () => {
      rateLimit('page', clientAddress(peer, forwardedFor));
      return Promise.reject(new AppError('malformed'));
    };
    const inWords = (refusal: AppError) =>
      refusal.code === 'malformed' ? replies.problem(refusal, status) : undefined;
    return settle(serving, { method, route: '*', work, inWords });
  };
}
