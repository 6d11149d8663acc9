import fc from 'fast-check';
import { expect, test } from 'vitest';
import { environmentLanguage, foreignEncoding, languageAmong, takeLanguage, withRegion } from './choose-language.ts';

test.each([
  [{}, undefined],
  [{ LANG: 'C' }, undefined],
  [{ LANG: 'C.UTF-8' }, undefined],
  [{ LANG: 'POSIX' }, undefined],
  [{ LANG: 'en_US.UTF-8' }, undefined],
  [{ LANG: 'en' }, undefined],
  [{ LANG: 'de_DE.UTF-8' }, 'de-DE'],
  [{ LANG: 'de_AT.utf8@euro' }, 'de-AT'],
  [{ LANG: 'de_DE@euro' }, 'de-DE'],
  [{ LANG: 'de' }, 'de'],
  [{ LANG: 'zh_TW.UTF-8' }, 'zh-TW'],
  [{ LANG: 'de_DE.UTF-8', LC_MESSAGES: 'ja_JP.UTF-8' }, 'ja-JP'],
  [{ LANG: 'de_DE.UTF-8', LC_MESSAGES: 'C' }, undefined],
  [{ LANG: 'de_DE.UTF-8', LC_MESSAGES: 'ja_JP.UTF-8', LC_ALL: 'ar_EG.UTF-8' }, 'ar-EG'],
  [{ LANG: 'de_DE.UTF-8', LC_ALL: '' }, 'de-DE'],
  [{ LANG: 'de_DE.UTF-8', LC_ALL: 'C' }, undefined],
  [{ LANG: 'de_DE.UTF-8', LC_TIME: 'ja_JP.UTF-8' }, 'de-DE'],
])('%j asks for %s', (env, tag) => {
  expect(environmentLanguage(env)).toBe(tag);
});

test('a terminal whose encoding is not UTF-8 gets English, and a locale without an encoding counts as UTF-8', () => {
  expect(environmentLanguage({ LANG: 'de_DE.ISO-8859-1' })).toBeUndefined();
  expect(environmentLanguage({ LANG: 'ja_JP.UTF-8', LC_CTYPE: 'ja_JP.eucJP' })).toBeUndefined();
  expect(foreignEncoding({ LANG: 'de_DE.ISO-8859-1' })).toBe('de_DE.ISO-8859-1');
  expect(foreignEncoding({ LANG: 'de_DE.UTF-8' })).toBeUndefined();
});

test('Windows sets no variables, so its own locale counts there', () => {
  expect(environmentLanguage({}, 'de-CH')).toBe('de-CH');
  expect(environmentLanguage({}, 'en-US')).toBeUndefined();
  expect(environmentLanguage({ LANG: 'ja_JP.UTF-8' }, 'de-CH')).toBe('ja-JP');
});

test.each([
  ['en', {}, 'LC_TIME', 'en-GB'],
  ['en', { LANG: 'en_US.UTF-8' }, 'LC_TIME', 'en-US'],
  ['en', { LANG: 'en_US.UTF-8', LC_TIME: 'de_DE.UTF-8' }, 'LC_TIME', 'en-DE'],
  ['en', { LANG: 'en_US.UTF-8', LC_TIME: 'de_DE.UTF-8' }, 'LC_NUMERIC', 'en-US'],
  ['de', { LANG: 'de_CH.UTF-8' }, 'LC_NUMERIC', 'de-CH'],
  ['ar', { LANG: 'ar_EG.UTF-8' }, 'LC_TIME', 'ar-EG'],
  ['ja', { LC_ALL: 'C' }, 'LC_TIME', 'ja'],
] as const)('%s with %j formats %s as %s', (tag, env, category, locale) => {
  expect(withRegion(tag, env, category)).toBe(locale);
});

test.each([
  [['--lang', 'de', 'open', 'x'], { wanted: 'de', args: ['open', 'x'] }],
  [['--lang=ar', 'send'], { wanted: 'ar', args: ['send'] }],
  [['--lang'], { wanted: '', args: [] }],
  [['open', '--lang', 'de'], { wanted: undefined, args: ['open', '--lang', 'de'] }],
])('of %j, a language before the command is taken away', (args, expected) => {
  expect(takeLanguage(args)).toEqual(expected);
});

test.each([
  [['--lang', 'de', 'link'], 'de'],
  [['--lang=de'], 'de'],
  [['--lang', 'de', '--lang=ja'], 'ja'],
  [['--lang'], undefined],
  [['--lang', '--json'], undefined],
  [['--lang='], undefined],
  [['--language', 'de'], undefined],
])('among %j, the language is %s', (args, tag) => {
  expect(languageAmong(args)).toBe(tag);
});

test('no value of a variable throws', () => {
  const names = ['LC_ALL', 'LC_MESSAGES', 'LC_TIME', 'LC_CTYPE', 'LANG'] as const;
  const value = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[a-z_-]{0,9}[.@]?[A-Za-z0-9-]{0,9}$/));
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), value), (env) => {
      environmentLanguage(env);
      expect(withRegion('de', env, 'LC_TIME')).toMatch(/^de(?:-(?:[A-Za-z]{2}|\d{3}))?$/);
    }),
  );
});
