import type { JSX } from 'solid-js';
import { layout } from '#words/layout.ts';
import { isolate, perLocale } from './words.ts';

// `unit` joins without a word such as “and”, which would need to fit the sentence around it.
const list = perLocale((locale) => new Intl.ListFormat(locale, { type: 'unit', style: 'short' }));

/** “2 shares, 1 request”. */
export const formatList = (items: readonly string[]): string => list().format(items);

/** The same for names, which keep the order of the list even if they are in scripts of different directions. */
export const formatNames = (names: readonly string[]): string => formatList(names.map(isolate));

/** The same with elements, such as names with a direction of their own. */
export const listElements = (items: readonly JSX.Element[]): JSX.Element => {
  const places = list().formatToParts(items.map((_item, place) => String(place)));
  return places.map(({ type, value }) => (type === 'element' ? items[Number(value)] : value));
};

/**
 * Whole sentences, one after the other. They are not isolated like other values: a sentence that begins with a foreign
 * name would get that name's direction.
 */
export const sentences = (...all: readonly string[]): string =>
  all.reduce((first, second) => {
    const texts: Readonly<Record<string, string>> = { first, second };
    return layout.twoSentences.map((part) => (typeof part === 'string' ? part : texts[part[0]])).join('');
  });
