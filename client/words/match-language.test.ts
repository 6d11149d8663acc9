import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMatch } from './match-language.ts';

/** The languages that are planned, and variants that test the order. */
const offered = [
  ...['en', 'de', 'fr', 'es', 'pt-BR', 'it', 'nl', 'pl', 'cs', 'uk', 'ru', 'sv', 'da', 'nb', 'fi', 'hu', 'ro', 'el'],
  ...['tr', 'ar', 'he', 'fa', 'ur', 'hi', 'id', 'vi', 'th', 'ja', 'ko', 'zh-Hans', 'zh-Hant'],
];
const match = createMatch(offered);

test.each([
  ['de-CH', 'de'],
  ['de-CH-1996', 'de'],
  ['de-u-co-phonebk', 'de'],
  ['DE-ch', 'de'],
  ['ar-EG', 'ar'],
  ['en-AU', 'en'],
  ['ja', 'ja'],
  ['zh', 'zh-Hans'],
  ['zh-CN', 'zh-Hans'],
  ['zh-SG', 'zh-Hans'],
  ['zh-TW', 'zh-Hant'],
  ['zh-HK', 'zh-Hant'],
  ['zh-Hant-CN', 'zh-Hant'],
  ['zh-Hans-HK', 'zh-Hans'],
  ['pt', 'pt-BR'],
  ['pt-PT', 'pt-BR'],
  ['no', 'nb'],
  ['nb-NO', 'nb'],
  ['nn', 'nb'],
  ['iw', 'he'],
  ['in', 'id'],
  ['mo', 'ro'],
  ['es-419', 'es'],
])('%s gets %s', (tag, language) => {
  expect(match(tag)).toBe(language);
});

test.each([
  'sr-Latn',
  'az',
  'pa-PK',
  'de-Deva',
  'zz',
  'x-private',
  'i-klingon',
  'root',
  'd',
  '',
  'en_US',
  'en US',
  '-',
  '*',
])('no language is offered for "%s"', (tag) => {
  expect(match(tag)).toBeUndefined();
});

test('a language in another script is another language', () => {
  expect(createMatch(['sr'])('sr-Latn')).toBeUndefined();
  expect(createMatch(['sr-Latn'])('sr')).toBeUndefined();
  expect(createMatch(['sr', 'sr-Latn'])('sh')).toBe('sr-Latn');
});

test('of several variants, the one of the region is chosen, otherwise the first', () => {
  const portuguese = createMatch(['pt-BR', 'pt-PT']);
  expect(['pt', 'pt-BR', 'pt-PT', 'pt-AO'].map(portuguese)).toEqual(['pt-BR', 'pt-BR', 'pt-PT', 'pt-BR']);
  expect(createMatch(['pt-PT', 'pt-BR'])('pt-AO')).toBe('pt-PT');
});

test('any text gets an offered language or none', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[a-zA-Z]{1,4}(-[a-zA-Z0-9]{1,8}){0,4}$/)), (text) => {
      expect([...offered, undefined]).toContain(match(text));
    }),
  );
});
