import { Kdf } from '#crypto/preamble.ts';
import type { Config } from '#server/config/config.ts';
import type { ServerConfig } from '#server/http/config-wire.ts';

/** Clocks are read in whole seconds, and an answer's expiry is computed from the server's clock. */
const TERMS_SLACK_SECONDS = 60;
/**
 * The expiry is set before the password is hashed and the text is sent. On a slow connection, it arrives minutes later.
 */
const SENDING_SECONDS = 300;

/** Terms of a share or a request, as they are on arrival. */
interface TermsInput {
  readonly ttlSeconds: number;
  readonly sealedBytes: number;
}

export interface ShareTerms extends TermsInput {
  /** 0 means unlimited. */
  readonly maxViews: number;
  readonly kdf: number;
}

/** A name in `/api/config`, or `answerTtl`, which each request sets. */
type TermLimit = keyof ServerConfig | 'answerTtl';

/** @returns the limit that the share exceeds */
export function refusedShareTerm({ limits, policy }: Config, terms: ShareTerms): TermLimit | undefined {
  const { ttlSeconds, sealedBytes, maxViews, kdf } = terms;
  if (sealedBytes > limits.maxSealedBytes) return 'maxSealedBytes';
  const ttl = refusedTtl({ limits, policy }, ttlSeconds, SENDING_SECONDS);
  if (ttl !== undefined) return ttl;
  if (maxViews > limits.maxViews) return 'maxViews';
  if (maxViews === 0 && !policy.unlimitedViews) return 'unlimitedViews';
  return policy.requirePassword && kdf === Kdf.none ? 'requirePassword' : undefined;
}

/** Only the size is the answer's own choice: its request sets the time, and it has neither views nor a password. */
export function refusedAnswerTerm(
  { limits }: Pick<Config, 'limits'>,
  { ttlSeconds, sealedBytes, maxViews, answerTtl }: ShareTerms & { readonly answerTtl: number },
): TermLimit | undefined {
  if (sealedBytes > limits.maxSealedBytes) return 'maxSealedBytes';
  // An answer is sealed once and resent until it arrives. If it arrives late, it has less time left.
  const kept = maxViews === 0 && ttlSeconds > 0 && ttlSeconds <= answerTtl + TERMS_SLACK_SECONDS;
  return kept ? undefined : 'answerTtl';
}

/** Checks both times to live: how long the request takes answers, and how long each answer is kept. */
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
