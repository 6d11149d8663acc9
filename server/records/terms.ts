import { Kdf } from '#crypto/preamble.ts';
import type { Config } from '#server/config/config.ts';
import type { ServerConfig } from '#server/http/config-wire.ts';

/** Clocks are read in whole seconds, and answers to requests take their time from the server's. */
export const TERMS_SLACK_SECONDS = 60;
/** A time to live is reckoned before the password is hashed and the text is sent: over a poor line, minutes before it arrives. */
const SENDING_SECONDS = 300;

/** Of a share or a request, as it stands when it arrives. */
export interface TermsInput {
  readonly ttlSeconds: number;
  readonly sealedBytes: number;
}

export interface ShareTerms extends TermsInput {
  /** 0: unlimited. */
  readonly maxViews: number;
  readonly kdf: number;
}

/** By its name in `/api/config`, but `answerTtl`, which is a request's own. */
export type TermLimit = keyof ServerConfig | 'answerTtl';

/** @returns the limit that a share does not keep */
export function refusedShareTerm({ limits, policy }: Config, terms: ShareTerms): TermLimit | undefined {
  const { ttlSeconds, sealedBytes, maxViews, kdf } = terms;
  if (sealedBytes > limits.maxSealedBytes) return 'maxSealedBytes';
  const ttl = refusedTtl({ limits, policy }, ttlSeconds, SENDING_SECONDS);
  if (ttl !== undefined) return ttl;
  if (maxViews > limits.maxViews) return 'maxViews';
  if (maxViews === 0 && !policy.unlimitedViews) return 'unlimitedViews';
  return policy.requirePassword && kdf === Kdf.none ? 'requirePassword' : undefined;
}

/** What an answer has of its own is its size: its time is the request's, and it has neither views nor a password. */
export function refusedAnswerTerm(
  { limits }: Pick<Config, 'limits'>,
  { ttlSeconds, sealedBytes, maxViews, answerTtl }: ShareTerms & { readonly answerTtl: number },
): TermLimit | undefined {
  if (sealedBytes > limits.maxSealedBytes) return 'maxSealedBytes';
  // Sealed once and sent until it arrives, it may come late: then it has that much less time.
  const kept = maxViews === 0 && ttlSeconds > 0 && ttlSeconds <= answerTtl + TERMS_SLACK_SECONDS;
  return kept ? undefined : 'answerTtl';
}

/** Both of its times are times to live that somebody chose: how long it takes answers, and how long each is kept. */
export function refusedRequestTerm(
  { limits, policy }: Config,
  { ttlSeconds, sealedBytes, answerTtl }: TermsInput & { readonly answerTtl: number },
): TermLimit | undefined {
  if (!policy.requests) return 'requests';
  if (sealedBytes > limits.maxSealedBytes) return 'maxSealedBytes';
  return refusedTtl({ limits, policy }, ttlSeconds, SENDING_SECONDS) ?? refusedTtl({ limits, policy }, answerTtl, 0);
}

function refusedTtl(
  { limits, policy }: Pick<Config, 'limits' | 'policy'>,
  ttlSeconds: number,
  lateSeconds: number,
): TermLimit | undefined {
  const { minTtlSeconds, maxTtlSeconds } = limits;
  const earlySeconds = lateSeconds === 0 ? 0 : TERMS_SLACK_SECONDS;
  if (ttlSeconds < Math.max(1, minTtlSeconds - lateSeconds)) return 'minTtlSeconds';
  if (ttlSeconds > maxTtlSeconds + earlySeconds) return 'maxTtlSeconds';
  const isNear = (offered: number) => ttlSeconds >= offered - lateSeconds && ttlSeconds <= offered + earlySeconds;
  const { offeredTtlSeconds: offered } = policy;
  return offered.length > 0 && !offered.some(isNear) ? 'offeredTtlSeconds' : undefined;
}
