import { expect, test } from 'vitest';
import type { ListEntry } from '#web/parts/list/entry.ts';
import { createGrouping } from './group-entries.ts';
import type { ListItem } from './group-entries.ts';

const share = (id: string, group?: { id: string; name: string; place: number }): ListEntry => ({
  ...{ kind: 'share', id, ownerKey: new Uint8Array(32), title: 'Wi-Fi', createdAt: 5, expiresAt: 9 },
  ...{ maxViews: 1, hasPassword: false, ...(group && { group: { ...group, size: 3 } }) },
});
const inGroup = (id: string, group: string, place: number) => share(id, { id: group, name: id, place });

const shapeOf = (items: readonly ListItem[]) =>
  items.map((item) => (item.kind === 'group' ? [item.id, ...item.members.map(({ id }) => id)] : item.id));

test('the shares of a group stand together, in the sender’s order, where the first of them stood', () => {
  const entries = [share('x'), inGroup('b', 'one', 2), share('y'), inGroup('z', 'two', 1), inGroup('a', 'one', 1)];
  expect(shapeOf(createGrouping()(entries))).toEqual(['x', ['one', 'a', 'b'], 'y', ['two', 'z']]);
});

test('a group knows its title, and how many there were to be', () => {
  const [group] = createGrouping()([inGroup('b', 'one', 2)]);
  expect(group).toMatchObject({ kind: 'group', title: 'Wi-Fi', createdAt: 5, size: 3 });
});

test('a group whose members are the same stays the same object; otherwise it is a new one', () => {
  const grouping = createGrouping();
  const entries = [inGroup('a', 'one', 1), inGroup('b', 'one', 2), share('x')];
  const [before] = grouping(entries);
  expect(grouping([...entries].reverse())[1]).toBe(before);
  const [after] = grouping(entries.slice(1));
  expect(after).not.toBe(before);
  expect(shapeOf([after ?? share('none')])).toEqual([['one', 'b']]);
});
