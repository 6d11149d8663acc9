import { afterEach, expect, test } from 'vitest';
import { formatList, formatNames, sentences } from './lists.ts';
import { setWords, words } from './words.ts';

const english = words();
afterEach(() => setWords(english));

test('a list is joined as the language joins it, without a word between', () => {
  expect(formatList(['2 shares', '1 request'])).toBe('2 shares, 1 request');
  expect(formatList(['2 shares'])).toBe('2 shares');
  setWords({ ...english, lang: 'ja' });
  expect(formatList(['共有2件', '依頼1件'])).toBe('共有2件 依頼1件');
});

test('names of different directions stay in the order of the list', () => {
  setWords({ ...english, lang: 'ar', dir: 'rtl' });
  // An isolate has the direction of its first letter outside of other isolates: here, that of the joining word.
  expect(formatNames(['board', 'فريق الدعم'])).toBe('\u2068board\u2069 و\u2068فريق الدعم\u2069');
});

test('sentences follow each other with what the language puts between them', () => {
  expect(sentences('Sealed.', 'Send it.', 'Done.')).toBe('Sealed. Send it. Done.');
  expect(sentences('Sealed.')).toBe('Sealed.');
  setWords({
    ...english,
    lang: 'ja',
    tables: { ...english.tables, layout: { twoSentences: [['first'], ['second']] } },
  });
  expect(sentences('封印しました。', '送ってください。')).toBe('封印しました。送ってください。');
});

test('a sentence in a language from right to left gets no marks, even if it begins with a Latin name', () => {
  setWords({ ...english, lang: 'ar', dir: 'rtl' });
  expect(sentences('Sotto لا يقرأ السر.', 'أرسله.')).toBe('Sotto لا يقرأ السر. أرسله.');
});
