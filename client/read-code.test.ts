import { expect, test } from 'vitest';
import { readCode } from './read-code.ts';

test.each([
  ['as it is', '12345678'],
  ['with blanks, as a mail shows it', ' 1234 5678\n'],
  ['with blanks that do not break', '1234\u00A05678'],
  ['with a dash', '1234-5678'],
  ['with marks of direction', '\u200F12345678\u200E'],
  ['full-width', '１２３４５６７８'],
  ['Arabic', '١٢٣٤٥٦٧٨'],
  ['Persian', '۱۲۳۴۵۶۷۸'],
])('a code is read %s', (_name, typed) => {
  expect(readCode(typed)).toBe('12345678');
});

test.each(['', '1234567', '123456789', '1234567a', '+1234567', '１２３４５６７．８'])('%j is not a code', (typed) => {
  expect(readCode(typed)).toBeUndefined();
});
