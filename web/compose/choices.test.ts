import { expect, test } from 'vitest';
import { passwordChoices, spanChoices, viewChoices } from './choices.ts';
import { openPolicy } from './testing/open-policy.ts';

test('while the server has not said, everything is offered', () => {
  expect(viewChoices(undefined)).toEqual({ counts: [1, 2, 3, 5, 10], others: true, unlimited: true, most: 100 });
  expect(spanChoices(undefined)).toEqual({ spans: [300, 3600, 86_400, 604_800, 2_592_000], moment: true });
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

test('where the operator offers certain times, there are these and no moment of one’s own', () => {
  const offered = { ...openPolicy, offeredTtlSeconds: [3600, 7200] };
  expect(spanChoices(offered)).toEqual({ spans: [3600, 7200], moment: false });
  expect(spanChoices({ ...openPolicy, maxTtlSeconds: 50_000, defaultTtlSeconds: 7200 })).toEqual({
    spans: [300, 3600, 7200],
    moment: true,
  });
  const one = { ...openPolicy, minTtlSeconds: 3600, maxTtlSeconds: 3600, defaultTtlSeconds: 3600 };
  expect(spanChoices(one)).toEqual({ spans: [3600], moment: false });
});

test('where a password is needed, “no password” is no choice', () => {
  expect(passwordChoices({ ...openPolicy, requirePassword: true })).toEqual(['typed', 'generated']);
});
