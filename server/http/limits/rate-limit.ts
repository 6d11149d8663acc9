import type { Config, LimitClass } from '#server/config/config.ts';
import { MAX_PART_BYTES } from '#server/file-bodies/wire.ts';
import { AppError } from '#server/errors.ts';
import { RateWindow } from './rate-window.ts';

const WINDOW_MS = 60_000;
/** The most parts per minute, however small: an empty part is also a request. */
const MAX_PARTS_PER_MINUTE = 6000;

/**
 * Counts a client's request; an upload counts its declared bytes. @throws AppError `rate-limited` with
 * `retryAfterSeconds`
 */
export type RateLimit = (rateClass: LimitClass, client: string, contentLength?: string) => void;

type Limits = Pick<Config, 'requestsPerMinute' | 'uploadBytesPerMinute'>;

export function createRateLimit({ requestsPerMinute, uploadBytesPerMinute }: Limits): RateLimit {
  const limiter = (limit: number) => (limit > 0 ? new RateWindow({ limit, windowMs: WINDOW_MS }) : undefined);
  const limiters: Readonly<Record<LimitClass, RateWindow | undefined>> = {
    create: limiter(requestsPerMinute.create),
    open: limiter(requestsPerMinute.open),
    mail: limiter(requestsPerMinute.mail),
    other: limiter(requestsPerMinute.other),
    page: limiter(requestsPerMinute.page),
    upload: limiter(uploadBytesPerMinute),
  };
  const leastBytes = Math.ceil(uploadBytesPerMinute / MAX_PARTS_PER_MINUTE);
  return (rateClass, client, contentLength) => {
    const amount = rateClass === 'upload' ? Math.max(leastBytes, declaredBytes(contentLength)) : 1;
    const waitMs = limiters[rateClass]?.count(client, amount);
    if (waitMs === undefined) return;
    throw new AppError('rate-limited', { retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) });
  };
}

/** Without a declared length, it counts as a whole part. */
function declaredBytes(contentLength: string | undefined): number {
  const bytes = Number(contentLength ?? MAX_PART_BYTES);
  return Number.isSafeInteger(bytes) && bytes >= 0 ? bytes : MAX_PART_BYTES;
}
