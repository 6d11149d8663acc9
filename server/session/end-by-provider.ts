import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import { jtiTagOf, sidTagOf, subTagOf } from '#server/gates/session-keys.ts';
import { keepLogoutToken } from '#server/records/logout-token.ts';
import { endNamedSessions } from '#server/records/session.ts';
import { requireSignIn } from './require-sign-in.ts';

/**
 * OpenID Connect Back-Channel Logout 1.0 §2.6. A token counts once. One that names nobody who is here is fine.
 * @throws AppError `malformed` with `error`, as §2.8 names it, for a token that does not count; `provider-down` if its keys
 * cannot be read
 */
export async function endByProvider(deps: Deps, token: string): Promise<void> {
  const { provider, serverKey } = requireSignIn(deps);
  const { store, audit } = deps;
  const refusal = new AppError('malformed', { error: 'invalid_request' });
  const logout = await provider.readLogout(token, await store.now());
  if (logout === undefined) throw refusal;
  const { iss, jti, sid, sub } = logout;
  const named = {
    sidTag: sid === undefined ? undefined : sidTagOf(serverKey, { iss, sid }),
    subTag: sub === undefined ? undefined : subTagOf(serverKey, { iss, sub }),
  };
  const ended = await store.write(async (tx) => {
    const isNew = await keepLogoutToken(tx, jtiTagOf(serverKey, { iss, jti }));
    return isNew ? endNamedSessions(tx, named) : undefined;
  });
  if (ended === undefined) throw refusal;
  for (const member of ended) audit?.record({ act: 'logout', member });
}
