import { expect, test } from 'vitest';
import { readCode } from './read-code.ts';

test.each([
  '12345678',
  ' 1234 5678 ',
  '1234-5678',
  '1234–5678',
  '１２３４５６７８',
  '١٢٣٤٥٦٧٨',
  '۱۲۳۴۵۶۷۸',
  '\u200e12345678\u200f',
])('a code can be typed or pasted as %j', (text) => {
  expect(readCode(text)).toBe('12345678');
});

test.each(['', '1234567', '123456789', '1234567a', '1234.5678', 'one'])('%j is not a code', (text) => {
  expect(readCode(text)).toBeUndefined();
});
