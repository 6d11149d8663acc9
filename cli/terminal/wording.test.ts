import { afterEach, expect, test } from 'vitest';
import { english, setLanguage } from '#cli/language/words.ts';
import {
  afterWait,
  listed,
  listedWithAnd,
  momentOf,
  numberInWords,
  percentInWords,
  sentences,
  sizeInWords,
  timeInWords,
} from './wording.ts';

const use = (tag: string, locale: string) => {
  setLanguage({ ...english, tag, numberLocale: locale, dateLocale: locale });
};

afterEach(() => {
  setLanguage(english);
});

const AT = Date.UTC(2026, 11, 3, 13, 2) / 1000;

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [812, '812 bytes'],
  [1000, '1.0 kB'],
  [999_499, '999 kB'],
  [999_950, '1.0 MB'],
  [1_240_000, '1.2 MB'],
  [3e12, '3.0 TB'],
])('%s bytes are shown as %s', (bytes, shown) => {
  expect(sizeInWords(bytes)).toBe(shown);
});

test('sizes, numbers and dates follow the region', () => {
  use('de', 'de-DE');
  expect([sizeInWords(1_240_000), numberInWords(1234), listedWithAnd(['a', 'b', 'c'])]).toEqual([
    '1,2 MB',
    '1.234',
    'a, b und c',
  ]);
  expect(timeInWords(AT)).toMatch(/^3\. Dez\. 2026, \d\d:02 /);
  use('ar', 'ar-EG');
  expect(numberInWords(12)).toBe('١٢');
  use('en', 'en-US');
  expect(timeInWords(AT)).toMatch(/^Dec 3, 2026, \d\d:02 [AP]M /);
  use('en', 'en-DE');
  expect(sizeInWords(1_240_000)).toBe('1,2 MB');
});

test('English without a region is as it always was', () => {
  expect(timeInWords(AT)).toMatch(/^3 Dec 2026, \d\d:02 /);
  expect(timeInWords(AT, AT - 60)).toMatch(/^3 Dec 2026, \d\d:02:00 /);
  expect(listed(['A', 'B', 'C'])).toBe('A, B, C');
  expect(listedWithAnd(['1h', '1d', '7d'])).toBe('1h, 1d and 7d');
  expect(percentInWords(0.999)).toBe('99%');
  expect(sentences('One.', 'Two.', 'Three.')).toBe('One. Two. Three.');
});

test.each([
  [1, 'in 1 second'],
  [119, 'in 119 seconds'],
  [121, 'in 3 minutes'],
  [7201, 'in 3 hours'],
])('a wait of %s seconds is over %s', (seconds, shown) => {
  expect(afterWait(seconds)).toBe(shown);
});

test('a moment is of today only on the same day', () => {
  const now = new Date(AT * 1000);
  expect(momentOf(AT, now).day).toBe('today');
  expect(momentOf(AT - 86_400, now)).toMatchObject({ day: 'other', date: '2 Dec 2026' });
});

test('a time beyond the last possible date is shown as that date', () => {
  expect(timeInWords(Number.MAX_SAFE_INTEGER)).toContain('275760');
});
