import { render } from 'solid-js/web';
import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import type { ManagedShare } from '#client/manage.ts';
import { changeLanguage, textsIn } from '#web/i18n/testing/other-language.ts';
import type { ListEntry, ListingState } from '#web/parts/list/entry.ts';
import type { Manager } from './create-manage.ts';
import { SharePanel } from './share-panel.tsx';
import type { Managed } from './state.ts';

let dispose: () => void = () => undefined;
afterEach(() => dispose());

const live: ManagedShare = {
  ...{ state: 'live', createdAt: 1000, expiresAt: 4_000_000_000, maxViews: 1, viewsLeft: 1, hasPassword: true },
  ...{ attempts: 0, attemptLimit: 5, onLimit: 'lock', openedAt: [], reading: 0, title: 'Wi-Fi' },
};
const manage = {} as Manager;

function show(share: ManagedShare, listing: ListingState = 'absent', over: Partial<Managed> = {}): void {
  const root = document.body.appendChild(document.createElement('main'));
  const unmount = render(() => <SharePanel now={{ at: 'shown', share, listing, ...over }} manage={manage} />, root);
  dispose = () => {
    unmount();
    root.remove();
  };
}

/** The rows: name and value. */
function facts(): Record<string, string> {
  const names = [...document.querySelectorAll('dt')];
  return Object.fromEntries(names.map((name) => [name.textContent, name.nextElementSibling?.textContent ?? '']));
}

const ended = { endedAt: 2000, viewsLeft: 1 };
const lost: Partial<ManagedShare> = { ...ended, state: 'destroyed', hasPassword: false };
const opened = { openedAt: [1500], viewsLeft: 0 };
const people = { viewsEach: 1, recipients: [1, 2].map((n) => ({ n, openedAt: [] })) };
const openedOnce = { n: 1, openedAt: [1500] };
const openedTwice = { n: 1, openedAt: [1500, 1600] };
const revoked = people.recipients.map((person) => ({ ...person, revokedAt: 1600 }));
const answer = { answer: true, hasPassword: false } as const;

test.each<[string, Partial<ManagedShare>, Record<string, string>]>([
  ['waiting', {}, { Openings: 'Once (not opened yet)', Opened: 'Not yet', Expires: 'in' }],
  ['locked', { state: 'locked', attempts: 5 }, { Openings: 'Once', Opened: 'Not yet', Expires: 'in' }],
  ['partly opened', { maxViews: 2, openedAt: [1500] }, { Openings: '1 of 2 left', Opened: '1970', Expires: 'in' }],
  ['opened', { ...ended, ...opened, state: 'spent' }, { Opened: '1970' }],
  ['early', { notBefore: 3_900_000_000 }, { Openings: 'Once', 'Opens from': 'in', Opened: 'Not yet', Expires: 'in' }],
  ['open since', { notBefore: 1500 }, { Openings: 'Once', 'Opens from': '1970', Opened: 'Not yet', Expires: 'in' }],
  ['shortened', { firstExpiresAt: 4_000_000_001 }, { Openings: 'Once', Opened: 'Not yet', Expires: 'First set to ' }],
  ['watched', { notices: 'on' }, { Openings: 'Once', Opened: 'Not yet', Expires: 'in', Notices: 'is told' }],
  ['watched no more', { ...ended, state: 'deleted', notices: 'over' }, { Opened: 'Never', Notices: '(410)' }],
  ['for people', { people }, { Openings: 'Once for each person', Opened: 'Not yet', Expires: 'in' }],
  [
    'opened by some people',
    { openedAt: [1500, 1600], people: { ...people, recipients: [openedTwice, { n: 2, openedAt: [] }] } },
    { Openings: 'Once for each person', Opened: 'By 1 of 2 people', Expires: 'in' },
  ],
  ['being read', { ...opened, state: 'spent', reading: 1 }, { Now: 'Someone is reading it', Opened: '1970' }],
  ['expired', { ...ended, state: 'expired', expiresAt: 2000 }, { Opened: 'Never', Expired: 'ago' }],
  ['deleted', { ...ended, state: 'deleted' }, { Opened: 'Never' }],
  ['destroyed', { ...ended, state: 'destroyed', attempts: 5 }, { Opened: 'Never' }],
])('a share that is %s has only rows that are true of it', (_, over, rows) => {
  show({ ...live, ...over });
  const { Sealed, 'Wrong passwords': attempts, ...shown } = facts();
  expect([Sealed, attempts]).toEqual([expect.stringContaining('1970'), expect.anything()]);
  expect(Object.keys(shown).sort()).toEqual(Object.keys(rows).sort());
  for (const [name, words] of Object.entries(rows)) expect(shown[name]).toContain(words);
});

test.each<[string, Partial<ManagedShare>, string | undefined]>([
  ['sent', {}, 'Not read yet'],
  ['read and deleted', { ...ended, ...opened, state: 'spent', readAt: 1500 }, '1970'],
  ['opened without a confirmation', { ...ended, ...opened, state: 'spent' }, undefined],
  ['expired', { ...ended, state: 'expired', expiresAt: 2000 }, 'Never'],
  ['deleted', { ...ended, state: 'deleted' }, 'Never'],
  ['lost', { ...ended, state: 'destroyed' }, 'Never'],
])('an answer that was %s says whether it was read', (_, over, read) => {
  show({ ...live, ...answer, ...over });
  const { Read, Opened, Openings } = facts();
  expect([Opened, Openings]).toEqual([undefined, undefined]);
  if (read === undefined) expect(Read).toBeUndefined();
  else expect(Read).toContain(read);
});

test.each<[string, Partial<ManagedShare>]>([
  ['opened', { ...ended, ...opened, state: 'spent' }],
  ['expired', { ...ended, state: 'expired' }],
  ['deleted', { ...ended, state: 'deleted' }],
  ['destroyed', { ...ended, state: 'destroyed' }],
])('a share that is %s keeps its title and is not offered for the list or for deletion', async (_, over) => {
  for (const listing of ['absent', 'refused'] as const) {
    show({ ...live, ...over }, listing);
    await expect.element(page.getByRole('heading', { level: 1, name: 'Wi-Fi' })).toBeVisible();
    expect(document.querySelectorAll('button').length).toBe(0);
    expect(document.body.textContent).not.toMatch(/this device|can’t be edited/);
    dispose();
  }
});

test('a share that waits is offered for the list', async () => {
  show(live);
  await expect.element(page.getByRole('button', { name: 'Add to My shares' })).toBeVisible();
});

test('a share without a password was not destroyed by wrong passwords', () => {
  show({ ...live, ...lost });
  expect(document.body.textContent).toContain('by a loss of data on the server');
  expect(document.body.textContent).not.toMatch(/wrong passwords/i);
});

const noted = { ...live, kind: 'share', id: 'x', ownerKey: new Uint8Array(32), maxViews: 2 } as unknown as ListEntry;
const failure = { kind: 'busy' } as const;

test.each<[string, Partial<ManagedShare>, Partial<Managed>]>([
  ['waits', { noteUnreadable: true }, { entry: noted, failure }],
  ['is locked', { state: 'locked', attempts: 5 }, {}],
  ['is being read', { ...ended, ...opened, state: 'spent', reading: 2 }, {}],
  ['opens later', { notBefore: 3_900_000_000, firstExpiresAt: 4_100_000_000, notices: 'on' }, {}],
  ['is for people', { ...opened, people: { ...people, recipients: [openedTwice] }, notices: 'over' }, {}],
  ['has lost its people', { ...ended, state: 'spent', people: { ...people, recipients: revoked } }, {}],
  ['ends earlier', {}, { failure: { kind: 'offline', act: { kind: 'shortening' } } }],
  ['is an answer', answer, {}],
  ['is an answer that ended', { ...answer, ...ended, state: 'deleted' }, {}],
])('every text about a share that %s changes with the language', (_, over, now) => {
  show({ ...live, ...over }, 'listed', now);
  const before = textsIn(document.body);
  const changeBack = changeLanguage();
  expect(textsIn(document.body).filter((text) => before.includes(text))).toEqual([]);
  changeBack();
  expect(textsIn(document.body)).toEqual(before);
});

test('terms that the server changed are compared with those that were sealed', () => {
  show(live, 'listed', { entry: noted });
  expect(document.body.textContent).toMatch(/recorded that it opens twice, until .*2096.*\. Tell the person/);
});

test.each<[string, Partial<ManagedShare>, string, string]>([
  ['nobody can open yet', { notBefore: 3_900_000_000 }, 'Can’t be opened yet', ''],
  [
    'nobody is left to open',
    { ...ended, state: 'spent', viewsLeft: 0, people: { ...people, recipients: revoked } },
    'Nobody can open it any more',
    'Nobody is left who can open it.',
  ],
  [
    'some opened before the others were revoked',
    { ...ended, ...opened, state: 'spent', people: { ...people, recipients: [openedTwice, ...revoked.slice(1)] } },
    'Opened',
    'Nobody is left who can open it.',
  ],
  [
    'all have opened',
    { ...ended, ...opened, state: 'spent', people: { ...people, recipients: [openedOnce] } },
    'Opened',
    'All openings are used up.',
  ],
])('a share that %s says so', async (_, over, state, end) => {
  show({ ...live, ...over });
  await expect.element(page.getByText(state, { exact: true }).first()).toBeVisible();
  expect(document.body.textContent).toContain(end);
});

test('a share without named people loads no list of them', async () => {
  show(live);
  expect(document.querySelector('[data-person]')).toBeNull();
  dispose();
  show({ ...live, people, addresses: ['ana@example.org', 'bob@example.org'] });
  await expect.element(page.getByRole('heading', { name: 'Only for' })).toBeVisible();
  await expect.element(page.getByText('bob@example.org')).toBeVisible();
});
