import { afterEach, expect, test } from 'vitest';
import { setWords, words } from '#web/i18n/words.ts';
import type { ListEntry } from '#web/parts/list/entry.ts';
import { matches } from './search-list.ts';

const english = words();
afterEach(() => setWords(english));

const titled = (title: string): ListEntry => ({
  ...{ kind: 'share', id: 'AbCd', ownerKey: new Uint8Array(32), createdAt: 1, expiresAt: 2 },
  ...{ maxViews: 1, hasPassword: false, title },
});

test.each([
  ['en', 'Wi-Fi KEY', ' wi-fi key '],
  ['en', 'ÄRGER', 'ärger'],
  ['tr', 'IŞIK', 'ışık'],
  ['tr', 'İzmir', 'izmir'],
  // A title in English, on a page in Turkish.
  ['tr', 'WIFI', 'wifi'],
  ['en', 'ＷＩＦＩ', 'wifi'],
])('on a page in %s, “%s” is found by “%s”', (lang, title, search) => {
  setWords({ ...english, lang });
  expect(matches(titled(title), search)).toBe(true);
});

test('an entry is found by the beginning of its id, exactly as it is written', () => {
  expect(matches(titled('x'), 'AbC')).toBe(true);
  expect(matches(titled('x'), 'abc')).toBe(false);
});
