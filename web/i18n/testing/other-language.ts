import type { Part, Table, Tables } from '#client/words/message.ts';
import { setWords, words } from '#web/i18n/words.ts';

/**
 * Changes the language in place, as the switch does: to German dates and numbers, with a mark around every English text.
 * @returns a function that changes it back
 */
export function changeLanguage(): () => void {
  const before = words();
  const tables = Object.entries(before.tables).map(([name, table]) => [name, marked(table)]);
  setWords({ ...before, lang: 'de', tables: Object.fromEntries(tables) as Tables });
  return () => setWords(before);
}

function marked(table: Table): Table {
  const entries = Object.entries(table).map(([key, value]) => [key, markedValue(value)]);
  return Object.fromEntries(entries) as Table;
}

function markedValue(value: Table[string]): Table[string] {
  if (typeof value === 'string') return mark(value);
  return Array.isArray(value) ? (value as readonly Part[]).map(markedPart) : marked(value as Table);
}

function markedPart(part: Part): Part {
  if (typeof part === 'string') return mark(part);
  const [name, texts, plural] = part;
  if (texts === undefined) return part;
  const inner = Object.fromEntries(Object.entries(texts).map(([key, parts]) => [key, parts.map(markedPart)]));
  return plural === undefined ? [name, inner] : [name, inner, plural];
}

const mark = (text: string) => `⟦${text}⟧`;

const ATTRIBUTES = ['aria-label', 'title', 'placeholder', 'alt'];

/** The texts of an element that have letters, those for screen readers too. Titles and other own names are left out. */
export function textsIn(root: Element): string[] {
  const elements = [root, ...root.querySelectorAll('*')].filter(
    (element) => element.closest('[translate=no]') === null,
  );
  const texts = elements.flatMap((element) => [
    ...[...element.childNodes].filter((node) => node instanceof Text).map(({ data }) => data),
    ...ATTRIBUTES.map((name) => element.getAttribute(name) ?? ''),
  ]);
  return texts.map((text) => text.trim()).filter((text) => /\p{L}/u.test(text));
}
