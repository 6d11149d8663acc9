import { expect, test } from 'vitest';
import { openPolicy } from '#web/parts/policy/testing/open-policy.ts';
import { passwordChoices, viewChoices } from './choices.ts';

test('while the server has not said, everything is offered', () => {
  expect(viewChoices(undefined)).toEqual({ counts: [1, 2, 3, 5, 10], others: true, unlimited: true, most: 100 });
  expect(passwordChoices(undefined)).toEqual(['none', 'typed', 'generated']);
});

test.each([
  [100, { counts: [1, 2, 3, 5, 10], others: true }],
  [7, { counts: [1, 2, 3, 5], others: true }],
  [4, { counts: [1, 2, 3, 4], others: false }],
  [1, { counts: [1], others: false }],
])('of at most %i openings', (maxViews, choices) => {
  expect(viewChoices({ ...openPolicy, maxViews })).toMatchObject({ ...choices, most: maxViews });
});

test('any number of openings is a choice only where it is allowed', () => {
  expect(viewChoices({ ...openPolicy, unlimitedViews: false }).unlimited).toBe(false);
});

test('where a password is needed, “no password” is no choice', () => {
  expect(passwordChoices({ ...openPolicy, requirePassword: true })).toEqual(['typed', 'generated']);
});
