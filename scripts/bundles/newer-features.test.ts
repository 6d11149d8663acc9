import { expect, test } from 'vitest';
import { newerFeatures } from './newer-features.ts';

test.each([
  ['text.isWellFormed()', '.isWellFormed'],
  ['text?.toWellFormed()', '.toWellFormed'],
  ['URL.canParse(address)', 'URL.canParse'],
  ['globalThis.AbortSignal.any([one, other])', 'AbortSignal.any'],
  ['const { promise } = Promise["withResolvers"]()', 'Promise.withResolvers'],
  ['class Stack extends DisposableStack {}', 'DisposableStack'],
  ['/(?<!a)b/.test(text)', '/(?<!a)b/'],
  ['/[a--b]/v.test(text)', '/[a--b]/v'],
  ['/(?i:a)/.test(text)', '/(?i:a)/'],
  ['/(?<a>b)|(?<a>c)/.test(text)', '/(?<a>b)|(?<a>c)/'],
  ['{ using lock = take(); }', 'using'],
])('%s is newer than the oldest browsers', (code, feature) => {
  expect(newerFeatures(code)).toEqual([feature]);
});

test.each([
  'any(signals); parse(text); list.any; schema.parse(text)',
  'Object.hasOwn(value, name) && list.at(-1) && list.findLast(isShort)',
  'signal.throwIfAborted(); AbortSignal.timeout(1); crypto.randomUUID()',
  '/(?<year>[0-9]+)(?<month>[0-9]+)(?:a|b)(?=c)(?!d)/u.test(text)',
  'class One { static a = 1; #b = 2; has(other) { return #b in other; } }',
])('%s is not', (code) => {
  expect(newerFeatures(code)).toEqual([]);
});
