import type { ManagedShare } from '#client/manage.ts';
import type { NamedPeople } from '#web/parts/list/status.ts';

export type Person = NamedPeople['recipients'][number];

/** How many people are named. After the end, the server knows only those who have opened it, the list knows all. */
export const namedPeople = ({ people, addresses = [] }: ManagedShare): number =>
  Math.max(addresses.length, ...(people?.recipients ?? []).map(({ n }) => n), 0);

/** Everybody who is named, in the order of the list. */
export function everyPerson(share: ManagedShare): readonly Person[] {
  const known = new Map(share.people?.recipients.map((person) => [person.n, person]));
  return Array.from(
    { length: namedPeople(share) },
    (_, index) => known.get(index + 1) ?? { n: index + 1, openedAt: [] },
  );
}

/** Infinity if unlimited. */
export function openingsLeft({ openedAt, revokedAt }: Person, { viewsEach }: Pick<NamedPeople, 'viewsEach'>): number {
  if (revokedAt !== undefined) return 0;
  return viewsEach === 0 ? Infinity : Math.max(viewsEach - openedAt.length, 0);
}

/** Whether it ended although somebody had openings left: their access was revoked. */
export const isEndedByRevoking = (share: ManagedShare): boolean =>
  share.state === 'spent' &&
  share.people !== undefined &&
  everyPerson(share).some(({ openedAt }) => share.people?.viewsEach !== openedAt.length);
