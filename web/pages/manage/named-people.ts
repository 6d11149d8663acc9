import type { ManagedShare } from '#client/manage.ts';
import { everyPerson } from '#client/named-people.ts';
import type { NamedPeople } from '#web/parts/list/status.ts';

export { countPeople, everyPerson } from '#client/named-people.ts';

export type Person = NamedPeople['recipients'][number];

/** Infinity if unlimited. */
export function openingsLeft({ openedAt, revokedAt }: Person, { viewsEach }: Pick<NamedPeople, 'viewsEach'>): number {
  if (revokedAt !== undefined) return 0;
  return viewsEach === 0 ? Infinity : Math.max(viewsEach - openedAt.length, 0);
}

/** Whether it ended although somebody had openings left: their access was revoked. */
export const isEndedByRevoking = (share: ManagedShare): boolean =>
  share.state === 'spent' &&
  everyPerson(share).some(({ openedAt, revokedAt }) => revokedAt !== undefined && !hasOpenedAll(openedAt, share));

const hasOpenedAll = ({ length }: readonly number[], { people }: ManagedShare): boolean =>
  people !== undefined && people.viewsEach > 0 && length >= people.viewsEach;
