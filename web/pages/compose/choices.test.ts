import { expect, test } from 'vitest';
import { openPolicy } from '#web/parts/policy/testing/open-policy.ts';
import { passwordChoices, viewChoices } from './choices.ts';

test('until the policy is known, every choice is offered', () => {
  expect(viewChoices(undefined)).toEqual({ counts: [1, 2, 3, 5, 10], others: true, unlimited: true, most: 100 });
  expect(passwordChoices(undefined)).toEqual(['none', 'typed', 'generated']);
});

test.each([
  [100, { counts: [1, 2, 3, 5, 10], others: true }],
  [7, { counts: [1, 2, 3, 5], others: true }],
  [4, { counts: [1, 2, 3, 4], others: false }],
  [1, { counts: [1], others: false }],
])('a limit of %i openings shortens the list', (maxViews, choices) => {
  expect(viewChoices({ ...openPolicy, maxViews })).toMatchObject({ ...choices, most: maxViews });
});

test('unlimited openings are offered only if the policy allows them', () => {
  expect(viewChoices({ ...openPolicy, unlimitedViews: false }).unlimited).toBe(false);
});

test('if the policy requires a password, “no password” is not offered', () => {
  expect(passwordChoices({ ...openPolicy, requirePassword: true })).toEqual(['typed', 'generated']);
});
