import * as v from 'valibot';
import { secret, shareId, time } from '#server/forms/wire.ts';
import { group, pass } from '#server/people/wire.ts';

/**
 * The messages of `api/session`: signing in with the organisation's provider, and passes. Only these routes read a
 * cookie, or `Authorization: Bearer sotto_s_…`.
 */

/** The text of a terminal's session: 32 bytes in base64url. */
export const SESSION_TOKEN = /^sotto_s_([A-Za-z0-9_-]{43})$/;

/** What a pass is for: to open a share, create one, create a request, read its question, or answer it. */
export const PassPurpose = v.picklist(['open', 'create', 'request', 'read', 'answer']);
export type PassPurpose = v.InferOutput<typeof PassPurpose>;

/** `POST /api/session/begin`. The page keeps `state` and goes to `url`, which is the provider's. */
export const BeginBody = v.strictObject({});
export const BeginReply = v.object({ state: secret, url: v.pipe(v.string(), v.maxLength(8192)) });

/** `POST /api/session/finish`, with what the provider returned, if this tab's state is the same. */
export const FinishBody = v.strictObject({
  state: secret,
  code: v.pipe(v.string(), v.minLength(1), v.maxLength(4096)),
  iss: v.optional(v.pipe(v.string(), v.maxLength(2048))),
});

/** The reason of `sign-in-refused`. */
export const SignInFault = v.picklist([
  /** Begun in another browser, more than ten minutes ago, or finished before. */
  'unknown-state',
  /** The provider gave no token for the code. */
  'code-refused',
  /** The token is not for this service and this sign-in. */
  'token-refused',
  /** The clocks of this service and the provider differ. */
  'clock',
  /** Signed in, but none of the operator's rules makes this account a member. */
  'not-a-member',
  /** A rule needs a verified address, and the provider did not verify it. */
  'email-not-verified',
]);
export type SignInFault = v.InferOutput<typeof SignInFault>;

/** The session of the one who asks. */
export const Session = v.object({
  /** As a receipt names this member: the verified address, or the provider's `sub`. */
  who: v.pipe(v.string(), v.minLength(1), v.maxLength(320)),
  /** Present if the provider has verified one: needed to be shown as sender, and for mail. */
  address: v.optional(v.pipe(v.string(), v.maxLength(320))),
  /** Only those that senders can choose. */
  groups: v.array(group),
  /** Whether this member may create where only members may. */
  creator: v.boolean(),
  expiresAt: time,
});
export type Session = v.InferOutput<typeof Session>;

/** `POST /api/session/read`. */
export const ReadBody = v.strictObject({});
export const ReadReply = v.object({ session: v.nullable(Session) });
export const FinishReply = v.object({ session: Session });

/** `POST /api/session/pass`: for one share or request, one purpose, and five minutes. */
export const PassBody = v.strictObject({ for: PassPurpose, id: shareId });
export const PassReply = v.object({ pass, expiresAt: time });

/** `POST /api/session/terminal`: another session of this member, for a terminal. Shown once. */
export const TerminalBody = v.strictObject({});
export const TerminalReply = v.object({
  token: v.pipe(v.string(), v.regex(SESSION_TOKEN)),
  expiresAt: time,
});

/** `POST /api/session/end`: ends the session that the cookie or the token names. Can be repeated. */
export const EndBody = v.strictObject({});
export const EndReply = v.object({});

/** `POST /api/session/ended-by-provider`: OpenID Connect Back-Channel Logout 1.0 §2.5. */
export const LogoutForm = v.object({
  logout_token: v.pipe(v.string(), v.maxLength(16_384), v.regex(/^[A-Za-z0-9_.-]+$/)),
});
