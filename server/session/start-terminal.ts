import { SECRET_BYTES } from '#crypto/limits.ts';
import { toBase64url } from '#crypto/bytes.ts';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import { hashOfSecret, sealClaims } from '#server/gates/session-keys.ts';
import { copySession } from '#server/records/session.ts';
import { findCurrent } from './current-session.ts';
import type { Presented } from './current-session.ts';

/**
 * Another session of the member, for a terminal. It ends no later than the browser's, so that the provider is asked again
 * every twelve hours, and a terminal cannot start a third.
 * @throws AppError `pass-required` if nobody has signed in
 */
export async function startTerminal(deps: Deps, presented: Presented): Promise<{ token: string; expiresAt: number }> {
  const current = await findCurrent(deps, presented);
  if (current === undefined) throw new AppError('pass-required');
  const own = deps.random(SECRET_BYTES);
  const twin = {
    of: current.hash,
    hash: hashOfSecret(own),
    sealed: sealClaims(own, { ...current.member, isTerminal: true }),
  };
  const expiresAt = await deps.store.write((tx) => copySession(tx, twin));
  if (expiresAt === undefined) throw new AppError('pass-required');
  return { token: `sotto_s_${toBase64url(own)}`, expiresAt };
}
