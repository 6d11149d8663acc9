import type { ContentfulStatusCode } from 'hono/utils/http-status';

/**
 * Every error that a client of the API can meet, with its HTTP status. A closed set: anything else that
 * is thrown is a bug, is logged without request data, and is answered as `internal`.
 */
export const errorStatus = {
  /** The body, its encoding, or a path parameter has not the documented form. */
  malformed: 400,
  /** Creating is for holders of a token here, and none came along, or one that is not (or no longer) good. */
  'token-required': 401,
  /** The create proof does not belong to the id; said before any lookup, alike for every id. */
  'create-proof-mismatch': 403,
  /** The open proof is wrong: the password is. Carries `attemptsLeft`. */
  'wrong-password': 403,
  /** No such share for the proofs given. The same answer as for an id that never was. */
  'not-found': 404,
  'method-not-allowed': 405,
  /** The id is in use by a live share of the same creator with other content. */
  conflict: 409,
  /** Parts of the body are missing, or there is no such upload any more. Carries `missingParts`. */
  'upload-incomplete': 409,
  /** The request takes no further answer. Carries `state`. */
  'not-accepting': 409,
  /** The claim's lease is over, or the claim never spent a view. */
  'lease-over': 409,
  /** The share cannot be opened any more. Carries `state`, `endedAt`, `openedAt`. */
  ended: 410,
  'too-large': 413,
  'unsupported-media-type': 415,
  /** Well-formed, but outside the bounds that `/api/config` states. Carries `limit`. */
  'terms-refused': 422,
  /** Locked by wrong passwords; only the owner unlocks. Carries `openedAt`. */
  locked: 423,
  'rate-limited': 429,
  /** This client has used up what it may in a day: bytes to store, reports. Carries `retryAfterSeconds`. */
  'quota-exceeded': 429,
  internal: 500,
  /** Shutting down, or the database cannot be reached just now. Nothing was done. */
  unavailable: 503,
  /** The store, or the disk under it, has no room for this. Nothing of it was kept. */
  'insufficient-storage': 507,
} as const satisfies Record<string, ContentfulStatusCode>;

export type ErrorCode = keyof typeof errorStatus;

/** An error with a place in the table above; `members` become RFC 9457 extension members. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly members: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, members: Readonly<Record<string, unknown>> = {}) {
    super(code);
    this.code = code;
    this.members = members;
  }
}
