import type { ContentfulStatusCode } from 'hono/utils/http-status';

/**
 * Every error that a client of the API can get, with its HTTP status. The set is closed: any other exception is a bug,
 * is logged without request data, and is reported as `internal`.
 */
export const errorStatus = {
  /** The body, its encoding or a path parameter does not have the documented form. */
  malformed: 400,
  /** The service requires a token to create, and the request has none, or an invalid or expired one. */
  'token-required': 401,
  /** A pass of a member is needed, and the request has none, or one that is invalid or no longer valid. */
  'pass-required': 401,
  /** The provider's answer is not accepted. Carries `reason`. */
  'sign-in-refused': 403,
  /** The member is not one of those that this needs: of a group, or a creator. */
  'not-a-member': 403,
  /** The create proof does not belong to the id. Checked before any lookup, in the same way for every id. */
  'create-proof-mismatch': 403,
  /** The open proof, and so the password, is wrong. Carries `attemptsLeft`. */
  'wrong-password': 403,
  /** The share opens only from a later time on. Carries `notBefore`. */
  'too-early': 403,
  /** The share is for named people, and no code was sent. */
  'code-required': 403,
  /** The code is wrong, too old, or of another page. Carries `triesLeft`: 0 means that a new code is needed. */
  'wrong-code': 403,
  /** No share matches the proofs. An unknown id gets the same response. */
  'not-found': 404,
  'method-not-allowed': 405,
  /** The id is in use by a live share of the same creator with other content. */
  conflict: 409,
  /** Parts of the file body are missing, or the upload no longer exists. Carries `missingParts`. */
  'upload-incomplete': 409,
  /** The request accepts no more answers. Carries `state`. */
  'not-accepting': 409,
  /** The claim's lease has ended, or the claim never spent a view. */
  'lease-over': 409,
  /** The share can no longer be opened. Carries `state`, `endedAt`, `openedAt`. */
  ended: 410,
  'too-large': 413,
  'unsupported-media-type': 415,
  /** Well-formed, but outside the limits in `/api/config`. Carries `limit`. */
  'terms-refused': 422,
  /** Locked by wrong passwords; only the owner can unlock it. Carries `openedAt`. */
  locked: 423,
  'rate-limited': 429,
  /** The client has used up a daily quota (stored bytes or reports). Carries `retryAfterSeconds`. */
  'quota-exceeded': 429,
  internal: 500,
  /** The identity provider does not reply, or not as documented. Carries `reason`. */
  'provider-down': 502,
  /**
   * Shutting down, or the database is temporarily unreachable. Nothing was done. `part` is `files` if only the object
   * store cannot be used, so that texts work; `keys` if the folder of the erasure keys cannot be reached.
   */
  unavailable: 503,
  /** The quota or the disk has no space for this. Nothing was stored. */
  'insufficient-storage': 507,
} as const satisfies Record<string, ContentfulStatusCode>;

export type ErrorCode = keyof typeof errorStatus;

/** An error from the table above. `members` become RFC 9457 extension members. */
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
