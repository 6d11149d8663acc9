import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Config, RateClass } from '#server/config.ts';
import { AppError } from '#server/errors.ts';

const WINDOW_SECONDS = 60;

/** Counts a request of a client. @throws AppError `rate-limited` with `retryAfterSeconds` */
export type RateLimit = (rateClass: RateClass, client: string) => Promise<unknown> | undefined;

export function createRateLimit({ requestsPerMinute }: Pick<Config, 'requestsPerMinute'>): RateLimit {
  const limiter = (points: number) =>
    points > 0 ? new RateLimiterMemory({ points, duration: WINDOW_SECONDS }) : undefined;
  const limiters: Readonly<Record<RateClass, RateLimiterMemory | undefined>> = {
    create: limiter(requestsPerMinute.create),
    open: limiter(requestsPerMinute.open),
    other: limiter(requestsPerMinute.other),
  };
  return (rateClass, client) => limiters[rateClass]?.consume(client).catch(refuse);
}

function refuse(rejection: unknown): never {
  if (!(rejection instanceof RateLimiterRes)) throw rejection;
  throw new AppError('rate-limited', { retryAfterSeconds: Math.max(1, Math.ceil(rejection.msBeforeNext / 1000)) });
}
