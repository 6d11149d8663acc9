import { expect, test } from 'vitest';
import type { Limit, Policy } from './policy.ts';
import { conditionsRefusal } from './share-conditions.ts';
import type { Conditions } from './share-conditions.ts';

const none: Pick<Policy, 'people' | 'peopleDomains' | 'webhooks'> = {};
const notify = { url: 'https://example.org/hook' };
const people = ['anna@example.org'];

test.each<[Limit, Conditions, typeof none]>([
  ['people', { people }, none],
  ['peopleDomains', { people }, { people: 'anyone', peopleDomains: ['example.com'] }],
  ['peopleDomains', { people: ['anna@sub.example.com'] }, { people: 'anyone', peopleDomains: ['example.com'] }],
  ['webhooks', { notify }, none],
])('%s is reported before anything is sealed', (limit, conditions, policy) => {
  expect(conditionsRefusal(conditions, policy)).toBe(limit);
});

test('people are named, and notices sent, if the service does both', () => {
  const policy: typeof none = { people: 'anyone', peopleDomains: ['example.org'], webhooks: 'token' };
  expect(conditionsRefusal({ people, notify, notBefore: 1 }, policy)).toBe(undefined);
});
