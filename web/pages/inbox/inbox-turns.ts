import { ApiError, serviceFailureOf } from '#client/errors.ts';
import { titledInbox } from '#client/inbox.ts';
import type { Inbox } from '#client/inbox.ts';
import type { InboxState, InboxFailure, InboxShown } from './state.ts';

export type Turn = (now: InboxState) => InboxState;

export const change =
  (members: Partial<Omit<InboxShown, 'at'>>): Turn =>
  (now) =>
    now.at === 'shown' ? { ...now, ...members } : now;

/** The server's reply to an action. */
export const learned =
  (inbox: Inbox): Turn =>
  (now) =>
    now.at === 'shown' ? { ...now, inbox: titled(inbox, now.inbox.title), act: undefined, failure: undefined } : now;

/**
 * The server's reply to a check. The failure of an action stays until a check shows its effect, or until the next
 * action.
 */
export const seen =
  (inbox: Inbox): Turn =>
  (now) => {
    if (now.at !== 'shown') return now;
    const stays = isOfAct(now.failure) && !hasHappened(now.failure, inbox);
    return { ...now, inbox: titled(inbox, now.inbox.title), failure: stays ? now.failure : undefined };
  };

/** A failed check. The failure of an action takes precedence. */
export const unseen = (error: unknown): Turn => {
  const turn = failed(error, 'watching');
  return (now) => (now.at === 'shown' && isOfAct(now.failure) && !isUnknown(error) ? now : turn(now));
};

const isOfAct = (failure: InboxFailure | undefined): failure is InboxFailure =>
  failure !== undefined && failure.during !== 'watching';

function hasHappened({ during }: InboxFailure, { closedAt, endedAt }: Inbox): boolean {
  return endedAt !== undefined || (during === 'closing' && closedAt !== undefined);
}

/** The server erases the title with the question, but the page keeps showing it. */
export function titled(inbox: Inbox, title: string | undefined): Inbox {
  return inbox.title === undefined && title !== undefined ? titledInbox(inbox, title) : inbox;
}

export const failed = (error: unknown, during: InboxFailure['during']): Turn => {
  if (isUnknown(error)) return () => ({ at: 'nothing' });
  return change({ act: undefined, failure: { ...(serviceFailureOf(error) ?? { kind: 'strange' }), during } });
};

export function isUnknown(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'not-found';
}
