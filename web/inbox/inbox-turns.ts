import { ApiError } from '#client/errors.ts';
import type { Inbox } from '#client/inbox.ts';
import { troubleOf } from '#web/connection/trouble.ts';
import type { InboxState, InboxTrouble, ShownInbox } from './reading-inbox.ts';

export type Turn = (now: InboxState) => InboxState;

export const change =
  (members: Partial<Omit<ShownInbox, 'at'>>): Turn =>
  (now) =>
    now.at === 'shown' ? { ...now, ...members } : now;

/** The server erases the title with the question; who has seen it need not lose it. */
export const learned =
  (inbox: Inbox): Turn =>
  (now) =>
    now.at === 'shown' ? { ...now, inbox: titled(inbox, now.inbox.title), act: undefined, trouble: undefined } : now;

export function titled(inbox: Inbox, title: string | undefined): Inbox {
  return inbox.title === undefined && title !== undefined ? { ...inbox, title } : inbox;
}

export const failed = (error: unknown, during: InboxTrouble['during']): Turn => {
  if (isUnknown(error)) return () => ({ at: 'nothing' });
  return change({ act: undefined, trouble: { ...(troubleOf(error) ?? { kind: 'strange' }), during } });
};

export function isUnknown(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'not-found';
}
