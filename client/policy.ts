import { MAX_PLAINTEXT_BYTES, MAX_SEALED_BYTES, MAX_VIEWS, MIN_PADDED_BYTES } from '#crypto/limits.ts';
import { padmeWithin } from '#crypto/padding.ts';
import type { ServerConfig } from '#server/http/config-wire.ts';
import { ApiError } from './errors.ts';

/** What may be chosen at a service, as its configuration says: the same for a page and for a terminal. */
export type Policy = Pick<
  ServerConfig,
  | 'minTtlSeconds'
  | 'maxTtlSeconds'
  | 'defaultTtlSeconds'
  | 'offeredTtlSeconds'
  | 'maxViews'
  | 'unlimitedViews'
  | 'requirePassword'
  | 'maxSealedBytes'
  | 'maxFilesBytes'
  | 'requests'
  | 'create'
>;

/** By its name in `/api/config`, as the server names it in `terms-refused`. */
export type Limit = Exclude<keyof Policy, 'defaultTtlSeconds' | 'create'>;

export interface WantedTerms {
  readonly ttlSeconds: number;
  /** 0: any number. */
  readonly maxViews: number;
  readonly hasPassword: boolean;
  /** Of the share without the files' bytes, where that is known. */
  readonly sealedBytes?: number;
  /** Of all files together. */
  readonly filesBytes?: number;
}

/** @returns the limit that a share with these terms would not keep; an answer to a request is bound by `sizeRefusal` alone */
export function refusalOf(terms: WantedTerms, policy: Policy): Limit | undefined {
  return sizeRefusal(terms, policy) ?? ttlRefusal(terms.ttlSeconds, policy) ?? accessRefusal(terms, policy);
}

function accessRefusal({ maxViews, hasPassword }: WantedTerms, policy: Policy): Limit | undefined {
  if (maxViews > policy.maxViews) return 'maxViews';
  if (maxViews === 0 && !policy.unlimitedViews) return 'unlimitedViews';
  return policy.requirePassword && !hasPassword ? 'requirePassword' : undefined;
}

export type Sizes = Pick<WantedTerms, 'sealedBytes' | 'filesBytes'>;

export function sizeRefusal({ sealedBytes = 0, filesBytes = 0 }: Sizes, policy: Policy): Limit | undefined {
  if (sealedBytes > policy.maxSealedBytes) return 'maxSealedBytes';
  return filesBytes > policy.maxFilesBytes ? 'maxFilesBytes' : undefined;
}

/** Of a share, of a request, and of the answers to it. */
export function ttlRefusal(ttlSeconds: number, policy: Policy): Limit | undefined {
  if (ttlSeconds < policy.minTtlSeconds) return 'minTtlSeconds';
  if (ttlSeconds > policy.maxTtlSeconds) return 'maxTtlSeconds';
  const { offeredTtlSeconds: offered } = policy;
  return offered.length > 0 && !offered.includes(ttlSeconds) ? 'offeredTtlSeconds' : undefined;
}

/** @returns the limit that a request would not keep */
export function requestRefusal(
  { ttlSeconds, answerTtlSeconds }: { readonly ttlSeconds: number; readonly answerTtlSeconds: number },
  policy: Policy,
): Limit | undefined {
  return policy.requests ? (ttlRefusal(ttlSeconds, policy) ?? ttlRefusal(answerTtlSeconds, policy)) : 'requests';
}

/** The refusal that the server would answer, before anything is sealed or sent. @throws ApiError `terms-refused` */
export function expectAllowed(limit: Limit | undefined): void {
  if (limit !== undefined) throw new ApiError({ code: 'terms-refused', status: 422, members: { limit } });
}

/** Whether only certain times to live may be chosen: then no moment can be. */
export function hasOfferedTtls({ offeredTtlSeconds }: Policy): boolean {
  return offeredTtlSeconds.length > 0;
}

/** @param usual what is offered where all between the bounds is allowed. @returns what may be chosen, ascending */
export function offeredTtls(policy: Policy, usual: readonly number[]): number[] {
  const wanted = hasOfferedTtls(policy) ? policy.offeredTtlSeconds : [...usual, policy.defaultTtlSeconds];
  const allowed = wanted.filter((seconds) => ttlRefusal(seconds, policy) === undefined);
  return [...new Set(allowed)].sort((one, other) => one - other);
}

/** `wanted` if it may be chosen; otherwise what comes nearest below it, or the least. */
export function allowedTtl(wanted: number, policy: Policy): number {
  const { minTtlSeconds, maxTtlSeconds } = policy;
  if (!hasOfferedTtls(policy)) return Math.min(Math.max(wanted, minTtlSeconds), maxTtlSeconds);
  return nearestTtl(offeredTtls(policy, []), wanted);
}

/** Of `offered`, ascending: the wanted one, or what comes nearest below it, or the least; `wanted` where nothing is. */
export function nearestTtl(offered: readonly number[], wanted: number): number {
  return offered.findLast((seconds) => seconds <= wanted) ?? offered[0] ?? wanted;
}

const LEAST_ATTEMPT_LIMIT = 5;

/**
 * Wrong passwords that a share takes, of all its readers together, where its sender has not said: every reader may
 * mistype once. @param maxViews 0: any number, which counts as the most that may be named
 */
export function defaultAttemptLimit(maxViews: number): number {
  return Math.max(LEAST_ATTEMPT_LIMIT, 2 * (maxViews === 0 ? MAX_VIEWS : maxViews));
}

const SEAL_BYTES = MAX_SEALED_BYTES - MAX_PLAINTEXT_BYTES;
const LENGTH_BYTES = 4;

/** @param plaintextBytes of what `encodePayload` makes */
export const sealedBytesOf = (plaintextBytes: number): number => plaintextBytes + SEAL_BYTES;

/** The most bytes of JSON that can be sealed here: what is sealed is padded first (SPEC.md §8). */
export function maxPayloadBytes({ maxSealedBytes }: Pick<Policy, 'maxSealedBytes'>): number {
  const room = Math.min(maxSealedBytes, MAX_SEALED_BYTES) - SEAL_BYTES;
  return room < MIN_PADDED_BYTES ? 0 : padmeWithin(room) - LENGTH_BYTES;
}
