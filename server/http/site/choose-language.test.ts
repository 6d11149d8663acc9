import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMatch } from '#client/words/match-language.ts';
import { measureCosts } from '#server/testing/cpu-cost.ts';
import type { Cost } from '#server/testing/cpu-cost.ts';
import { chooseLanguage } from './choose-language.ts';

const offered = ['en', 'de', 'fr', 'it', 'pt-BR', 'fi', 'nb', 'ar', 'ja', 'zh-Hans', 'zh-Hant'];
const match = createMatch(offered);
const choose = (header: string | undefined, fallback = 'en') => chooseLanguage(header, match, fallback);

test.each([
  [undefined, 'fi'],
  ['de-CH', 'de'],
  ['zh-TW, *;q=0.1', 'zh-Hant'],
  ['sr-Latn, zh;q=0.9', 'zh-Hans'],
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

/** As long as a header that is read may be. Longer ones cost nothing: see server/http/cpu-cost.test.ts. */
const costly = ['aaa,', 'aaa-Latn-CH,', 'a,', ',', ';', 'x;q="\\', 'a;q=0.1,', 'x-a,'].map((piece) => ({
  name: piece,
  send: async () => choose(piece.repeat(512 / piece.length)),
}));

test('no header costs more than two milliseconds', async () => {
  const isFine = ({ ms }: Cost) => ms < 2;
  expect((await measureCosts(costly, { isFine })).filter((cost) => !isFine(cost))).toEqual([]);
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
