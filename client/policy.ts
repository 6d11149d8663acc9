import { MAX_PLAINTEXT_BYTES, MAX_SEALED_BYTES, MAX_VIEWS, MIN_PADDED_BYTES } from '#crypto/limits.ts';
import { padmeWithin } from '#crypto/padding.ts';
import type { ServerConfig } from '#server/http/config-wire.ts';
import { ApiError } from './errors.ts';

/** The limits of a service, from its configuration. Shared by page and terminal. */
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
  | 'people'
  | 'peopleDomains'
  | 'webhooks'
  | 'who'
  | 'signIn'
  | 'notifyMail'
>;

/**
 * The name of a limit in `/api/config` and in `terms-refused`; `members` and `groups` are those of `signIn`.
 * `address`: the provider has verified none of the member who wants to be shown or to get mail.
 */
export type Limit = Exclude<keyof Policy, 'defaultTtlSeconds' | 'create' | 'signIn'> | 'members' | 'groups' | 'address';

/** Whom the sender lets open. */
export type Openers = NonNullable<Policy['who']>[number];

export interface WantedTerms {
  readonly ttlSeconds: number;
  /** 0: unlimited. */
  readonly maxViews: number;
  readonly hasPassword: boolean;
  /** The size of the share without the files' content, if known. */
  readonly sealedBytes?: number;
  /** The size of all files together. */
  readonly filesBytes?: number;
}

/** @returns the limit that a share with these terms exceeds. For an answer to a request, only `sizeRefusal` applies. */
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

/** For a share, a request, and the answers to a request. */
export function ttlRefusal(ttlSeconds: number, policy: Policy): Limit | undefined {
  if (ttlSeconds < policy.minTtlSeconds) return 'minTtlSeconds';
  if (ttlSeconds > policy.maxTtlSeconds) return 'maxTtlSeconds';
  const { offeredTtlSeconds: offered } = policy;
  return offered.length > 0 && !offered.includes(ttlSeconds) ? 'offeredTtlSeconds' : undefined;
}

/** For a share and a request. Without `who`, a sender may choose everything that the service has. */
export const whoRefusal = (openers: Openers, { who }: Pick<Policy, 'who'>): Limit | undefined =>
  who === undefined || who.includes(openers) ? undefined : 'who';

/** @returns the limit that a request exceeds */
export function requestRefusal(
  { ttlSeconds, answerTtlSeconds, hasNotices = false, openers = 'anyone' }: WantedRequestTerms,
  policy: Policy,
): Limit | undefined {
  if (!policy.requests) return 'requests';
  const ttl = ttlRefusal(ttlSeconds, policy) ?? ttlRefusal(answerTtlSeconds, policy);
  const notices = hasNotices && policy.webhooks === undefined ? 'webhooks' : undefined;
  return ttl ?? notices ?? whoRefusal(openers, policy);
}

interface WantedRequestTerms extends Pick<WantedTerms, 'ttlSeconds'> {
  readonly answerTtlSeconds: number;
  /** Whether notices are wanted. */
  readonly hasNotices?: boolean | undefined;
  /** Who may read and answer it. */
  readonly openers?: Exclude<Openers, 'named'> | undefined;
}

/** Throws the server's refusal before anything is sealed or sent. @throws ApiError `terms-refused` */
export function expectAllowed(limit: Limit | undefined): void {
  if (limit !== undefined) throw new ApiError({ code: 'terms-refused', status: 422, members: { limit } });
}

/** Whether only certain lifetimes can be chosen. Then a date cannot be chosen. */
export function hasOfferedTtls({ offeredTtlSeconds }: Policy): boolean {
  return offeredTtlSeconds.length > 0;
}

/** @param usual the lifetimes to offer if the service lists none. @returns the lifetimes to choose from, ascending */
export function offeredTtls(policy: Policy, usual: readonly number[]): number[] {
  const wanted = hasOfferedTtls(policy) ? policy.offeredTtlSeconds : [...usual, policy.defaultTtlSeconds];
  const allowed = wanted.filter((seconds) => ttlRefusal(seconds, policy) === undefined);
  return [...new Set(allowed)].sort((one, other) => one - other);
}

/** `wanted` if it is allowed; otherwise the nearest allowed lifetime below it, or the shortest. */
export function allowedTtl(wanted: number, policy: Policy): number {
  const { minTtlSeconds, maxTtlSeconds } = policy;
  if (!hasOfferedTtls(policy)) return Math.min(Math.max(wanted, minTtlSeconds), maxTtlSeconds);
  return nearestTtl(offeredTtls(policy, []), wanted);
}

/**
 * The nearest lifetime in `offered` (ascending) that is not above `wanted`, or the shortest; `wanted` if `offered` is
 * empty.
 */
export function nearestTtl(offered: readonly number[], wanted: number): number {
  return offered.findLast((seconds) => seconds <= wanted) ?? offered[0] ?? wanted;
}

const LEAST_ATTEMPT_LIMIT = 5;
/** The largest number that a share can have. */
const MOST_ATTEMPT_LIMIT = 1000;

/**
 * The default number of wrong passwords for all readers of a share together: every reader may mistype once.
 * @param maxViews of all people together; 0: unlimited, which counts as the largest number that can be chosen
 */
export function defaultAttemptLimit(maxViews: number): number {
  const wanted = 2 * (maxViews === 0 ? MAX_VIEWS : maxViews);
  return Math.min(Math.max(LEAST_ATTEMPT_LIMIT, wanted), MOST_ATTEMPT_LIMIT);
}

const SEAL_BYTES = MAX_SEALED_BYTES - MAX_PLAINTEXT_BYTES;
const LENGTH_BYTES = 4;

/** @param plaintextBytes the length of the result of `encodePayload` */
export const sealedBytesOf = (plaintextBytes: number): number => plaintextBytes + SEAL_BYTES;

/** The largest JSON, in bytes, that can be sealed for this service. It is padded before sealing (SPEC.md §8). */
export function maxPayloadBytes({ maxSealedBytes }: Pick<Policy, 'maxSealedBytes'>): number {
  const room = Math.min(maxSealedBytes, MAX_SEALED_BYTES) - SEAL_BYTES;
  return room < MIN_PADDED_BYTES ? 0 : padmeWithin(room) - LENGTH_BYTES;
}
