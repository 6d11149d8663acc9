import { currentLocale } from '#web/i18n/words.ts';
import type { ListEntry } from '#web/parts/list/entry.ts';

/** Matches the title or the beginning of the id, as people type them. */
export function matches({ id, title }: ListEntry, search: string): boolean {
  const wanted = search.trim();
  if (wanted === '' || id.startsWith(wanted)) return true;
  // A title may be in another language than the page. In Turkish alone, I is not the capital of i.
  return [currentLocale(), 'und'].some((locale) => fold(title ?? '', locale).includes(fold(wanted, locale)));
}

function fold(text: string, locale: string): string {
  return text.normalize('NFKC').toLocaleLowerCase(locale);
}
