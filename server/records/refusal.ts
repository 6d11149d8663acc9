import type { Session } from '#server/db/database.ts';
import { AppError } from '#server/errors.ts';
import type { RefusalCode } from './decide-opening.ts';
import { findShownTimes } from './share.ts';
import type { ShareRow } from './share.ts';
import { stateOf } from './state.ts';

/** The error for somebody who holds the link. `ended` and `locked` tell how the share ended and when it was opened. */
export async function refusal(session: Session, share: ShareRow, code: RefusalCode): Promise<AppError> {
  if (code !== 'ended' && code !== 'locked') return new AppError(code);
  const openedAt = await findShownTimes(session, share);
  if (code === 'locked') return new AppError('locked', { openedAt });
  const { endedAt } = share;
  return new AppError('ended', { state: stateOf(share), ...(endedAt !== null && { endedAt }), openedAt });
}
