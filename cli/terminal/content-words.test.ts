import { expect, test } from 'vitest';
import type { DescribeReply } from '#server/shares/wire.ts';
import { openableByEachInWords } from './content-words.ts';

const described = (maxViews: number) => ({ maxViews, viewsLeft: maxViews }) as DescribeReply;

test('how often each of the named people can open it is said of each, not of the secret', () => {
  expect(openableByEachInWords(described(1), 'noon')).toBe('Each of them can open it once, until noon.');
  expect(openableByEachInWords(described(3), 'noon')).toBe('Each of them can open it 3 times, until noon.');
  expect(openableByEachInWords(described(0), 'noon')).toBe('Each of them can open it any number of times, until noon.');
});
