import { expect, test } from 'vitest';
import { ask } from '#messages/ask.ts';
import { compose } from '#messages/compose.ts';
import { formatSpan } from './format-span.ts';

test.each([
  [604_800, '7 days'],
  [86_400, '1 day'],
  [5400, '90 minutes'],
  [61, '61 seconds'],
])('%i seconds are %s', (seconds, words) => {
  expect(formatSpan(seconds)).toBe(words);
});

test('a span that an operator has set is said as people say it, wherever one is chosen', () => {
  expect([ask.within.span(259_200), ask.stays.span(259_200), compose.within.span(259_200)]).toEqual([
    '3 days',
    '3 days',
    '3 days',
  ]);
});
