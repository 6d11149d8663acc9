import type { Generated } from 'kysely';

/** The tables of members; docs/decisions/0077 and 0080. Times are integer Unix seconds. */

/** Sign-in with the organisation's provider, and what is for its members. */
export interface MemberTables {
  sign_in: SignInTable;
  session: SessionTable;
  logout_token: LogoutTokenTable;
  member_terms: MemberTermsTable;
}

/** A sign-in that has begun, for ten minutes. */
export interface SignInTable {
  state_hash: Uint8Array;
  /** Nonce, PKCE verifier and the hash of the browser's cookie, under a key of the state. */
  sealed: Uint8Array;
  until: number;
}

/** The session of a member: of a browser, or of a terminal. */
export interface SessionTable {
  hash: Uint8Array;
  /** The claims, under a key that only the session's own secret gives. */
  sealed: Uint8Array;
  /** Keyed hash of the provider's session, for its logout; null if it names none. */
  sid_tag: Uint8Array | null;
  /** Keyed hash of issuer and subject. */
  sub_tag: Uint8Array;
  created_at: number;
  expires_at: number;
}

/** A logout token of the provider that was accepted. */
export interface LogoutTokenTable {
  jti_tag: Uint8Array;
  until: number;
}

/** What a member added to a share or request. Stored only until it ends. */
export interface MemberTermsTable {
  share_id: Uint8Array;
  sealed: Uint8Array;
  /** When the last mail about an opening was due. */
  mailed_at: Generated<number | null>;
}
