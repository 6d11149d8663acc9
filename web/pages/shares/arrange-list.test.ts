import { expect, test } from 'vitest';
import { setWords, words } from '#web/i18n/words.ts';
import type { ListEntry } from '#web/parts/list/entry.ts';
import type { ShareStatus, Status } from '#web/parts/list/status.ts';
import { arrange } from './arrange-list.ts';
import type { Arrangement } from './arrange-list.ts';

const ownerKey = new Uint8Array(32);
const share = (id: string, expiresAt: number, title?: string): ListEntry => ({
  ...{ kind: 'share', id, ownerKey, createdAt: 1, expiresAt, maxViews: 2, hasPassword: false },
  ...(title !== undefined && { title }),
});
const request = (id: string, expiresAt: number, title: string): ListEntry => ({
  ...{ kind: 'request', id, ownerKey, createdAt: 1, expiresAt, maxAnswers: 3, title },
});
const status = (state: 'live' | 'locked' | 'spent' | 'expired' | 'deleted', openedAt: number[] = []): ShareStatus => ({
  ...{
    state,
    createdAt: 1,
    expiresAt: 9000,
    maxViews: 2,
    viewsLeft: 1,
    hasPassword: false,
    attempts: 0,
    attemptLimit: 5,
  },
  ...{ onLimit: 'lock', openedAt, reading: 0 },
});

/** Newest first, as the list is stored. */
const entries = [
  share('waiting', 500, 'Zebra'),
  share('half', 300, 'key 10'),
  share('read', 100, 'key 9'),
  share('expired', 50),
  share('locked', 400, 'ähnlich'),
  request('open', 200, 'Abc'),
  request('over', 90, 'Old'),
  share('unknown', 600),
];
const statuses = new Map<string, Status>([
  ['waiting', status('live')],
  ['half', status('live', [7])],
  ['read', status('spent', [7, 8])],
  ['expired', status('expired')],
  ['locked', status('locked')],
  ['open', { state: 'open', createdAt: 1, expiresAt: 200, answers: 0, unread: 0 }],
  ['over', { state: 'deleted', createdAt: 1, expiresAt: 90, answers: 0, unread: 0, endedAt: 80 }],
]);
const arranged = (wanted: Partial<Arrangement>) =>
  arrange(entries, statuses, { filter: 'all', sort: 'newest', search: '', ...wanted }).map(({ id }) => id);

test.each<[Arrangement['filter'], string[]]>([
  ['all', entries.map(({ id }) => id)],
  ['active', ['waiting', 'half', 'locked', 'open', 'unknown']],
  ['unopened', ['waiting', 'locked']],
  ['opened', ['half', 'read']],
  ['ended', ['read', 'expired', 'over']],
  ['requests', ['open', 'over']],
])('the filter “%s” keeps the order', (filter, ids) => {
  expect(arranged({ filter })).toEqual(ids);
});

test('what expires soonest comes first, and what has ended last, newest first', () => {
  expect(arranged({ sort: 'expiring' })).toEqual([
    ...['open', 'half', 'locked', 'waiting', 'unknown'],
    ...['read', 'expired', 'over'],
  ]);
});

test('a share whose expiry was brought forward is sorted by the new one', () => {
  const shortened = new Map<string, Status>([...statuses, ['waiting', { ...status('live'), expiresAt: 150 }]]);
  const sorted = arrange(entries, shortened, { filter: 'active', sort: 'expiring', search: '' });
  expect(sorted.map(({ id }) => id)).toEqual(['waiting', 'open', 'half', 'locked', 'unknown']);
});

test('titles are sorted as a reader expects, with numbers by value, and untitled entries last', () => {
  expect(arranged({ sort: 'title' })).toEqual([
    ...['open', 'locked', 'read', 'half', 'over', 'waiting'],
    ...['expired', 'unknown'],
  ]);
});

test('titles are sorted in the order of the page’s language', () => {
  const english = words();
  // In Swedish, ä is a letter after z.
  setWords({ ...english, lang: 'sv' });
  const titled = arranged({ sort: 'title', filter: 'active' });
  setWords(english);
  expect(titled).toEqual(['open', 'half', 'waiting', 'locked', 'unknown']);
});

test('filter, search and order work together', () => {
  expect(arranged({ filter: 'opened', sort: 'title', search: 'KEY' })).toEqual(['read', 'half']);
  expect(arranged({ filter: 'requests', search: 'key' })).toEqual([]);
});

test('arranging does not change the list', () => {
  const before = [...entries];
  arranged({ sort: 'title' });
  expect(entries).toEqual(before);
});
