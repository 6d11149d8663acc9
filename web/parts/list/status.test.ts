import { expect, test } from 'vitest';
import type { ShareEntry } from './entry.ts';
import { hasNotedTerms } from './status.ts';
import type { ShareStatus } from './status.ts';

const entry: ShareEntry = {
  kind: 'share',
  id: 'id',
  ownerKey: new Uint8Array(32),
  createdAt: 1000,
  expiresAt: 9000,
  maxViews: 2,
  hasPassword: false,
};

const status: ShareStatus = {
  state: 'live',
  createdAt: 1000,
  expiresAt: 9000,
  maxViews: 2,
  viewsLeft: 2,
  hasPassword: false,
  attempts: 0,
  attemptLimit: 5,
  onLimit: 'lock',
  openedAt: [],
  reading: 0,
};

const recipients = [1, 2, 3].map((n) => ({ n, openedAt: [] }));

test('the views of named people are compared for each of them', () => {
  const people = { viewsEach: 2, recipients };
  const named = { ...entry, people: 3 };
  expect(hasNotedTerms(named, { ...status, maxViews: 6, people })).toBe(true);
  expect(hasNotedTerms(named, { ...status, maxViews: 6, people: { ...people, viewsEach: 6 } })).toBe(false);
  expect(hasNotedTerms(named, { ...status, people: { ...people, recipients: recipients.slice(1) } })).toBe(false);
});

test('after the end the server knows only the people who have opened it', () => {
  const people = { viewsEach: 2, recipients: recipients.slice(1) };
  const over = { ...status, people, state: 'spent', endedAt: 8000 } as const;
  expect(hasNotedTerms({ ...entry, people: 3 }, over)).toBe(true);
  expect(hasNotedTerms({ ...entry, people: 1 }, over)).toBe(false);
  expect(hasNotedTerms(entry, over)).toBe(false);
});

test('a share that was sealed for named people is not one for everybody, and the other way round', () => {
  expect(hasNotedTerms({ ...entry, people: 3 }, status)).toBe(false);
  expect(hasNotedTerms(entry, { ...status, people: { viewsEach: 2, recipients } })).toBe(false);
});

test('an expiry that the owner brought forward is still the one that was sealed', () => {
  expect(hasNotedTerms(entry, { ...status, expiresAt: 5000, firstExpiresAt: 9000 })).toBe(true);
  expect(hasNotedTerms(entry, { ...status, expiresAt: 5000 })).toBe(false);
  expect(hasNotedTerms(entry, { ...status, expiresAt: 5000, firstExpiresAt: 8000 })).toBe(false);
  expect(hasNotedTerms(entry, { ...status, expiresAt: 9001, firstExpiresAt: 9000 })).toBe(false);
});

test('another time from which it opens is noticed; after the end the server no longer tells it', () => {
  const later = { ...entry, notBefore: 4000 };
  expect(hasNotedTerms(later, { ...status, notBefore: 4000 })).toBe(true);
  expect(hasNotedTerms(later, { ...status, notBefore: 3000 })).toBe(false);
  expect(hasNotedTerms(entry, { ...status, notBefore: 3000 })).toBe(false);
  expect(hasNotedTerms(later, { ...status, state: 'expired', endedAt: 9000 })).toBe(true);
});
