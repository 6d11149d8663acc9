import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { BatchCount } from '#server/requests/wire.ts';
import { BatchStatus } from '#server/owner/wire.ts';
import type { ListEntry } from '#web/parts/list/entry.ts';
import type { Status } from '#web/parts/list/status.ts';
import { describeEntry } from './describe-entry.ts';

const NONSENSE = /Invalid Date|NaN|undefined|Infinity|\[object/;
const ownerKey = new Uint8Array(32);
const share: ListEntry = {
  kind: 'share',
  id: 'x',
  ownerKey,
  createdAt: 1,
  expiresAt: 2,
  maxViews: 1,
  hasPassword: false,
};
const request: ListEntry = { kind: 'request', id: 'x', ownerKey, createdAt: 1, expiresAt: 2, maxAnswers: 1 };

/** Numbers that a hostile server may choose. The schema decides which get through. */
const number = fc.oneof(
  { weight: 20, arbitrary: fc.nat(200) },
  { weight: 10, arbitrary: fc.nat(1_000_000) },
  { weight: 1, arbitrary: fc.constantFrom(9e15, -1, 0.5, 253_402_300_799, 253_402_300_800) },
);
const required = ['createdAt', 'expiresAt', 'state'] as const;
const times = { createdAt: number, expiresAt: number };

test('every share status that the schema accepts makes sense in My shares', () => {
  const status = fc.record(
    {
      ...times,
      state: fc.constantFrom('live', 'locked', 'spent', 'expired', 'destroyed', 'deleted'),
      ...{ maxViews: number, viewsLeft: fc.option(number), hasPassword: fc.boolean(), attempts: number },
      ...{ attemptLimit: number, onLimit: fc.constantFrom('lock', 'destroy'), reading: number },
      openedAt: fc.array(number, { maxLength: 5 }),
      ...{ endedAt: number, readAt: number, answer: fc.constant(true), notBefore: number, firstExpiresAt: number },
      people: fc.record({
        viewsEach: number,
        recipients: fc.array(fc.record({ n: number, openedAt: fc.array(number, { maxLength: 3 }) }), { maxLength: 4 }),
      }),
    },
    {
      requiredKeys: [
        ...required,
        'maxViews',
        'viewsLeft',
        'hasPassword',
        'attempts',
        'attemptLimit',
        'onLimit',
        'openedAt',
        'reading',
      ],
    },
  );
  fc.assert(
    fc.property(status, number, (reply, now) => {
      const read = v.safeParse(BatchStatus, reply);
      expect(describeEntry(share, read.success ? (read.output ?? 'gone') : 'odd', now)).not.toMatch(NONSENSE);
    }),
    { numRuns: 500 },
  );
});

test('every request count that the schema accepts makes sense in My shares', () => {
  const count = fc.record(
    {
      ...times,
      state: fc.constantFrom('open', 'full', 'closed', 'expired', 'deleted', 'destroyed'),
      ...{ answers: number, unread: number, endedAt: number },
    },
    { requiredKeys: [...required, 'answers', 'unread'] },
  );
  fc.assert(
    fc.property(count, number, (reply, now) => {
      const read = v.safeParse(BatchCount, reply);
      expect(describeEntry(request, read.success ? (read.output ?? 'gone') : 'odd', now)).not.toMatch(NONSENSE);
    }),
    { numRuns: 500 },
  );
});

test('the list says if the server states other terms than the sealed ones', () => {
  const status: Status = {
    ...{ createdAt: 1, expiresAt: 2, maxViews: 1, viewsLeft: 1, hasPassword: false, attempts: 0, attemptLimit: 5 },
    ...{ state: 'live', onLimit: 'lock', openedAt: [], reading: 0 },
  };
  const told = (change: { readonly expiresAt?: number; readonly maxViews?: number }) =>
    describeEntry(share, { ...status, ...change }, 1);
  expect(told({})).not.toContain('did not seal');
  expect(told({ expiresAt: 3 })).toContain('the server states terms that you did not seal');
  expect(told({ maxViews: 5 })).toContain('did not seal');
  const count = { state: 'open', createdAt: 1, expiresAt: 3, answers: 0, unread: 0 } as const;
  expect(describeEntry(request, count, 1)).toContain('did not seal');
});

test('an entry says that it is for members, and for which groups if this browser knows them', () => {
  const told = (entry: ListEntry) => describeEntry({ ...entry, title: 'x' }, undefined, 1);
  expect(told({ ...share, members: {} })).toMatch(/^for members · /);
  expect(told({ ...request, members: { groups: ['ops', 'staff'] } })).toMatch(/^for members in: ops, staff · /);
  expect(told(share)).not.toContain('members');
});

/** When each person opened it. */
const people = (openings: readonly number[][]) => ({
  viewsEach: 1,
  recipients: openings.map((openedAt, index) => ({ n: index + 1, openedAt })),
});

test('after the end the list knows how many people were named, though the server no longer does', () => {
  const status: Status = {
    ...{ createdAt: 1, expiresAt: 2, maxViews: 1, viewsLeft: 0, hasPassword: false, attempts: 0, attemptLimit: 5 },
    ...{ state: 'spent', endedAt: 2, onLimit: 'lock', openedAt: [1], reading: 0, people: people([[1]]) },
  };
  const said = describeEntry({ ...share, title: 'x', people: 3 }, status, 1);
  expect(said).toMatch(/^opened by 1 of 3 people, last on [^·]+$/);
});

test.each<[Partial<Extract<Status, { openedAt: unknown }>>, RegExp]>([
  [{}, /not opened yet · expires in less than a minute/],
  [{ state: 'expired' }, /expired .+ without being opened/],
  [{ state: 'expired', openedAt: [1] }, /expired [^w]+$/],
  [{ state: 'deleted', endedAt: 2 }, /deleted .+ without being opened/],
  [{ state: 'destroyed', endedAt: 2 }, /destroyed .+ without being opened/],
  [{ state: 'spent', endedAt: 2, openedAt: [1] }, /opened /],
  [{ state: 'spent', maxViews: 500, openedAt: Array.from({ length: 100 }, () => 1) }, /opened 500 times/],
  [{ maxViews: 0, viewsLeft: null, openedAt: Array.from({ length: 100 }, () => 1) }, /opened at least 100 times/],
  [{ notBefore: 3601 }, /^can be opened in 1 hour · not opened yet · expires/],
  [{ notBefore: 1 }, /^not opened yet · expires/],
  [{ people: people([[], [], []]) }, /^not opened yet · expires/],
  [{ openedAt: [1, 1], people: people([[1, 1], [], []]) }, /^opened by 1 of 3 people · expires/],
  [{ openedAt: [1], people: people([[1]]) }, /^opened by the named person · expires/],
  [{ state: 'locked', openedAt: [1], people: people([[1], []]) }, /^locked by wrong passwords · expires/],
  [
    { state: 'spent', endedAt: 2, openedAt: [1], people: people([[1], []]) },
    /^opened by 1 of 2 people, last on .+1970/,
  ],
  [{ state: 'spent', endedAt: 2, people: people([[], []]) }, /^all access revoked .+1970.*, never opened$/],
  [{ state: 'expired', openedAt: [1], people: people([[], [1]]) }, /^opened by 1 of 2 people · expired .+1970[^w]+$/],
  [{ state: 'deleted', endedAt: 2, people: people([[], []]) }, /^deleted .+ without being opened$/],
  [{ answer: true }, /your answer, not read yet/],
  [{ answer: true, state: 'expired' }, /your answer, expired .+ without being read/],
  [{ answer: true, state: 'deleted', endedAt: 2 }, /your answer, deleted .+ without being read/],
  [{ answer: true, state: 'deleted', endedAt: 2, readAt: 1 }, /your answer, read /],
  [{ answer: true, state: 'spent', endedAt: 2, openedAt: [1] }, /your answer, read /],
])('a share that is %j is described truly', (over, words) => {
  const status: Status = {
    ...{ createdAt: 1, expiresAt: 2, maxViews: 1, viewsLeft: 1, hasPassword: false, attempts: 0, attemptLimit: 5 },
    ...{ state: 'live', onLimit: 'lock', openedAt: [], reading: 0 },
    ...over,
  };
  const views = status.people?.viewsEach ?? status.maxViews;
  const terms = { maxViews: views, ...(status.people && { people: status.people.recipients.length }) };
  const noted = { ...terms, ...(status.notBefore !== undefined && { notBefore: status.notBefore }) };
  const said = describeEntry({ ...share, title: 'x', ...noted }, status, 1);
  expect(said).toMatch(words);
  if (status.state !== 'live' && status.state !== 'locked') expect(said).not.toMatch(/yet|expires|left/);
});
