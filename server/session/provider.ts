import type { Claims } from './claims.ts';

/** The secrets of a sign-in that is not finished, in base64url. */
export interface SignInSecrets {
  readonly state: string;
  readonly nonce: string;
  /** RFC 7636. */
  readonly verifier: string;
}

/** What the provider has sent back through the browser. */
export interface Returned {
  readonly code: string;
  /** RFC 9207. */
  readonly iss?: string | undefined;
}

/** What has ended at the provider: a session, or all of a subject. */
export interface Logout {
  readonly iss: string;
  readonly jti: string;
  readonly sid?: string;
  readonly sub?: string;
}

/**
 * The organisation's OpenID Connect provider. Every function may ask it, for a bounded time.
 * @throws AppError `provider-down` if it does not reply, or not as documented
 */
export interface Provider {
  /** Whether it can be used now. */
  readonly check: () => Promise<void>;
  /** @returns the address at the provider where somebody signs in */
  readonly signInUrl: (secrets: SignInSecrets) => Promise<string>;
  /**
   * @param now Unix seconds. @returns the claims of the ID token, which has been checked
   * @throws AppError `sign-in-refused` with `code-refused`, `token-refused` or `clock`
   */
  readonly redeem: (returned: Returned, secrets: SignInSecrets, now: number) => Promise<Claims>;
  /** @returns undefined for a token that is not a valid logout token of now. Whether it is new is for the caller to check */
  readonly readLogout: (token: string, now: number) => Promise<Logout | undefined>;
}
