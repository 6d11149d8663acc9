import { afterEach, expect, test } from 'vitest';
import { formatNumber, formatPercent } from './numbers.ts';
import { setWords, words } from './words.ts';

const english = words();
afterEach(() => setWords(english));

test('numbers and percentages are written as the language writes them', () => {
  expect(formatNumber(12_345)).toBe('12,345');
  expect(formatPercent(80)).toBe('80%');
  setWords({ ...english, lang: 'de' });
  expect(formatNumber(12_345)).toBe('12.345');
  expect(formatPercent(80)).toBe('80\u00a0%');
});
