import * as v from 'valibot';
import { AppError } from '#server/errors.ts';
import type { Claims } from './claims.ts';
import type { Logout } from './provider.ts';

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(255));

/** OpenID Connect Back-Channel Logout 1.0 §2.4: no nonce, so that no ID token can be one. */
const LogoutClaims = v.pipe(
  v.looseObject({
    iss: v.string(),
    jti: name,
    sid: v.optional(name),
    sub: v.optional(name),
    nonce: v.optional(v.never()),
    events: v.looseObject({ 'http://schemas.openid.net/event/backchannel-logout': v.looseObject({}) }),
  }),
  v.check(({ sid, sub }) => sid !== undefined || sub !== undefined),
);

/** @param claims of a token whose signature, issuer, audience and times are right. @throws AppError `sign-in-refused` */
export function readLogoutClaims(claims: Claims): Logout {
  const parsed = v.safeParse(LogoutClaims, claims);
  if (!parsed.success) throw new AppError('sign-in-refused', { reason: 'token-refused' });
  const { iss, jti, sid, sub } = parsed.output;
  return { iss, jti, ...(sid !== undefined && { sid }), ...(sub !== undefined && { sub }) };
}
