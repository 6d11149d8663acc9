import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseLanguage, createMatch } from './choose-language.ts';

/** The languages that are planned, and variants that test the order. */
const offered = [
  ...['en', 'de', 'fr', 'es', 'pt-BR', 'it', 'nl', 'pl', 'cs', 'uk', 'ru', 'sv', 'da', 'nb', 'fi', 'hu', 'ro', 'el'],
  ...['tr', 'ar', 'he', 'fa', 'ur', 'hi', 'id', 'vi', 'th', 'ja', 'ko', 'zh-Hans', 'zh-Hant'],
];
const match = createMatch(offered);
const choose = (header: string | undefined, fallback = 'en') => chooseLanguage(header, match, fallback);

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
  expect(choose(`${tag}, *;q=0.1`)).toBe(language);
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

test.each([
  [undefined, 'fi'],
  ['', 'fi'],
  ['*', 'fi'],
  ['sw, *;q=0.5', 'fi'],
  ['sw, xh;q=0.5', 'fi'],
  ['de;q=0.3, fr;q=0.7, it;q=0.5', 'fr'],
  ['sw, fr;q=0.7, it;q=0.5', 'fr'],
  ['de;q=0, it;q=0.1', 'it'],
  ['de;q=0', 'fi'],
  ['de;q=none, it;q=0.1', 'it'],
  ['fr;q=0.5;x=1 , de ; q=0.8', 'de'],
  [' ,;, =,"de",de', 'de'],
  ['de\u0000, it', 'it'],
] as const)('with fi as default, %j gets %s', (header, language) => {
  expect(choose(header, 'fi')).toBe(language);
});

test('a header longer than any browser sends is ignored', () => {
  const long = `de${', sw;q=0.1'.repeat(52)}`;
  expect(choose(long.slice(0, 512))).toBe('de');
  for (const header of [long, 'de,'.repeat(10_000), `de;q=${'1'.repeat(65_536)}`]) expect(choose(header)).toBe('en');
});

test('any header gets an offered language', () => {
  const range = fc.oneof(fc.constantFrom(...offered, '*', 'sw', 'zh-TW', 'x-a', '"', ';', 'q=', '\\'), fc.string());
  const weight = fc.constantFrom('', ';q=0', ';q=0.5', ';q=1', ';q=', ';q="', ';Q=0.2', '; q = 1', ';q=9e9');
  const header = fc.array(fc.tuple(range, weight), { maxLength: 30 });
  fc.assert(
    fc.property(header, fc.constantFrom(', ', ',', ' ', ';'), (entries, separator) => {
      expect(offered).toContain(choose(entries.map((entry) => entry.join('')).join(separator)));
    }),
  );
});

test('an excluded language is not chosen if another one fits', () => {
  const language = fc.constantFrom(...offered);
  fc.assert(
    fc.property(language, language, (excluded, other) => {
      fc.pre(excluded !== other);
      expect(choose(`${excluded};q=0, ${other};q=0.001`, excluded)).toBe(other);
    }),
  );
});
