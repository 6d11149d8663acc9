import { expect, test } from 'vitest';
import { formatSpan } from './spans.ts';

test.each([
  [604_800, '7 days'],
  [86_400, '1 day'],
  [5400, '90 minutes'],
  [61, '61 seconds'],
])('%i seconds are shown as %s', (seconds, words) => {
  expect(formatSpan(seconds)).toBe(words);
});
