import { ApiError, serviceFailureOf } from '#client/errors.ts';
import { titledShare } from '#client/manage.ts';
import type { ManagedShare } from '#client/manage.ts';
import { isThere } from '#web/parts/list/status.ts';
import type { Act, Manage, Managed, ManageFailure } from './state.ts';

/** A change of the page's state. Those of a shown share change nothing else. */
export type Turn = (now: Manage) => Manage;

export const change =
  (members: Partial<Omit<Managed, 'at'>>): Turn =>
  (now) =>
    now.at === 'shown' ? { ...now, ...members } : now;

/** The server's reply to an action. */
const learned =
  (share: ManagedShare): Turn =>
  (now) =>
    now.at === 'shown' ? { ...now, share: titled(share, now.share.title), act: undefined, failure: undefined } : now;

/**
 * The server's reply to a check. The failure of an action stays until a check shows its effect, or until the next
 * action.
 */
export const seen =
  (share: ManagedShare): Turn =>
  (now) => {
    if (now.at !== 'shown') return now;
    const { failure } = now;
    const stays = failure?.act !== undefined && !hasHappened(failure.act, now.share, share);
    return { ...now, share: titled(share, now.share.title), failure: stays ? failure : undefined };
  };

/** A failed check. The failure of an action takes precedence. */
export const unseen = (error: unknown): Turn => {
  const turn = failed(undefined)(error);
  return (now) => (now.at === 'shown' && now.failure?.act !== undefined && !isUnknown(error) ? now : turn(now));
};

/** What an action has come to. */
export const outcomeOf = (act: Act, asked: Promise<ManagedShare>): Promise<{ done: boolean; turn: Turn }> =>
  asked.then(
    (share) => ({ done: true, turn: learned(share) }),
    (error: unknown) => ({ done: false, turn: failed(act)(error) }),
  );

const failed =
  (act: Act | undefined) =>
  (error: unknown): Turn => {
    if (isUnknown(error)) return (now) => ({ at: 'nothing', entry: now.at === 'shown' ? now.entry : undefined });
    const failure: ManageFailure = { ...(serviceFailureOf(error) ?? { kind: 'strange' }), act };
    return change({ act: undefined, failure });
  };

/** The server erases the title with the content, but the page keeps showing it. */
export function titled(share: ManagedShare, title: string | undefined): ManagedShare {
  return share.title === undefined && title !== undefined ? titledShare(share, title) : share;
}

export function isUnknown(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'not-found';
}

function hasHappened(act: Act, before: ManagedShare, share: ManagedShare): boolean {
  if (!isThere(share)) return true;
  switch (act.kind) {
    case 'deleting':
    case 'reset':
      // The status does not show a reset: it counts all requests.
      return false;
    case 'unlocking':
      return share.state !== 'locked';
    case 'shortening':
      return share.expiresAt < before.expiresAt;
    case 'revoke':
      return share.people?.recipients.find(({ n }) => n === act.n)?.revokedAt !== undefined;
  }
}
