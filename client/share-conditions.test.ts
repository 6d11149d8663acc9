import { expect, test } from 'vitest';
import type { Limit } from './policy.ts';
import { conditionsRefusal, gatesOfInput } from './share-conditions.ts';
import type { Conditions } from './share-conditions.ts';

const none: Parameters<typeof conditionsRefusal>[1] = {};
const signIn = { name: 'Example', groups: ['ops'] };
const notify = { url: 'https://example.org/hook' };
const people = ['anna@example.org'];

test.each<[Limit, Conditions, typeof none]>([
  ['people', { people }, none],
  ['peopleDomains', { people }, { people: 'anyone', peopleDomains: ['example.com'] }],
  ['peopleDomains', { people: ['anna@sub.example.com'] }, { people: 'anyone', peopleDomains: ['example.com'] }],
  ['webhooks', { notify }, none],
  ['members', { members: {} }, none],
  ['members', { showSender: true }, none],
  ['groups', { members: { groups: ['ops', 'board'] } }, { signIn }],
  ['groups', { members: { groups: ['ops'] } }, { signIn: { name: 'Example' } }],
  ['notifyMail', { notifyMail: { locale: 'en' } }, { signIn }],
])('%s is reported before anything is sealed', (limit, conditions, policy) => {
  expect(conditionsRefusal(conditions, policy)).toBe(limit);
});

test('people are named, and notices sent, if the service does both', () => {
  const policy: typeof none = { people: 'anyone', peopleDomains: ['example.org'], webhooks: 'token' };
  expect(conditionsRefusal({ people, notify, notBefore: 1 }, policy)).toBe(undefined);
});

test('members and their groups are chosen, and their sender shown and mailed, if the service has a sign-in', () => {
  const input = { members: { groups: ['ops'] }, showSender: true, notifyMail: { locale: 'de' } };
  expect(conditionsRefusal(input, { signIn, notifyMail: true })).toBe(undefined);
  expect(gatesOfInput({ members: { groups: [] } })).toEqual({ members: {} });
});
