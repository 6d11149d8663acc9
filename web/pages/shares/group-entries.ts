import type { ListEntry, ShareEntry } from '#web/parts/list/entry.ts';

/** Shares with the same content, a link for each person. */
export interface EntryGroup {
  readonly kind: 'group';
  readonly id: string;
  readonly title?: string;
  readonly createdAt: number;
  /** How many there were to be. */
  readonly size: number;
  /** Those that are shown, in the order of their names as the sender wrote them. At least one. */
  readonly members: readonly ShareEntry[];
}

export type ListItem = ListEntry | EntryGroup;

/**
 * Puts the shares of a group together, at the place of the first of them. A group with the same members is the same
 * object as the time before, so that its rows are not rendered again.
 */
export function createGrouping(): (entries: readonly ListEntry[]) => readonly ListItem[] {
  let before = new Map<string, EntryGroup>();
  return (entries) => {
    const members = membersOf(entries);
    const groups = new Map<string, EntryGroup>();
    const items = entries.flatMap((entry): ListItem[] => {
      const id = groupOf(entry)?.id;
      if (id === undefined) return [entry];
      if (groups.has(id)) return [];
      const group = sameOr(before.get(id), members.get(id) ?? []);
      if (group === undefined) return [];
      groups.set(id, group);
      return [group];
    });
    before = groups;
    return items;
  };
}

const groupOf = (entry: ListEntry) => (entry.kind === 'share' ? entry.group : undefined);

function membersOf(entries: readonly ListEntry[]): ReadonlyMap<string, readonly ShareEntry[]> {
  const members = new Map<string, ShareEntry[]>();
  for (const entry of entries) {
    if (entry.kind !== 'share' || entry.group === undefined) continue;
    members.set(entry.group.id, [...(members.get(entry.group.id) ?? []), entry]);
  }
  for (const those of members.values()) those.sort((one, other) => placeOf(one) - placeOf(other));
  return members;
}

const placeOf = ({ group }: ShareEntry): number => group?.place ?? 0;

function sameOr(before: EntryGroup | undefined, members: readonly ShareEntry[]): EntryGroup | undefined {
  if (before?.members.length === members.length && members.every((each, index) => each === before.members[index])) {
    return before;
  }
  const [first] = members;
  if (first?.group === undefined) return undefined;
  const { group, title, createdAt } = first;
  return { kind: 'group', id: group.id, createdAt, size: group.size, members, ...(title !== undefined && { title }) };
}
