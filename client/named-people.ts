import type { RecipientStatus } from '#server/owner/wire.ts';
import type { ManagedShare } from './manage.ts';

type Named = Pick<ManagedShare, 'people' | 'addresses'>;

/** How many people are named. After the end, the owner's list knows them all, and the server only some. */
export const countPeople = ({ people, addresses = [] }: Named): number =>
  Math.max(addresses.length, ...(people?.recipients ?? []).map(({ n }) => n), 0);

/** Everybody who is named, in the order of the owner's list. */
export function everyPerson(share: Named): readonly RecipientStatus[] {
  const known = new Map(share.people?.recipients.map((person) => [person.n, person]));
  return Array.from({ length: countPeople(share) }, (_, at) => known.get(at + 1) ?? { n: at + 1, openedAt: [] });
}
