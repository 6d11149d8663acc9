import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Config, LimitClass } from '#server/config/config.ts';
import { MAX_PART_BYTES } from '#server/bodies/geometry.ts';
import { AppError } from '#server/errors.ts';

const WINDOW_SECONDS = 60;
/** The most parts in a minute, however small: an empty part is a request too. */
const MAX_PARTS_PER_MINUTE = 6000;

/** Counts a request of a client: an upload by the bytes it declares. @throws AppError `rate-limited` with `retryAfterSeconds` */
export type RateLimit = (rateClass: LimitClass, client: string, contentLength?: string) => Promise<unknown> | undefined;

type Limits = Pick<Config, 'requestsPerMinute' | 'uploadBytesPerMinute'>;

export function createRateLimit({ requestsPerMinute, uploadBytesPerMinute }: Limits): RateLimit {
  const limiter = (points: number) =>
    points > 0 ? new RateLimiterMemory({ points, duration: WINDOW_SECONDS }) : undefined;
  const limiters: Readonly<Record<LimitClass, RateLimiterMemory | undefined>> = {
    create: limiter(requestsPerMinute.create),
    open: limiter(requestsPerMinute.open),
    other: limiter(requestsPerMinute.other),
    page: limiter(requestsPerMinute.page),
    upload: limiter(uploadBytesPerMinute),
  };
  const leastBytes = Math.ceil(uploadBytesPerMinute / MAX_PARTS_PER_MINUTE);
  return (rateClass, client, contentLength) => {
    const points = rateClass === 'upload' ? Math.max(leastBytes, declaredBytes(contentLength)) : 1;
    return limiters[rateClass]?.consume(client, points).catch(refuse);
  };
}

/** One that declares nothing counts as a whole part. */
function declaredBytes(contentLength: string | undefined): number {
  const bytes = Number(contentLength ?? MAX_PART_BYTES);
  return Number.isSafeInteger(bytes) && bytes >= 0 ? bytes : MAX_PART_BYTES;
}

function refuse(rejection: unknown): never {
  if (!(rejection instanceof RateLimiterRes)) throw rejection;
  throw new AppError('rate-limited', { retryAfterSeconds: Math.max(1, Math.ceil(rejection.msBeforeNext / 1000)) });
}
