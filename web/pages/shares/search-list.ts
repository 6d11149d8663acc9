import { currentLocale } from '#web/i18n/words.ts';
import type { ListEntry } from '#web/parts/list/entry.ts';

/** Matches the title, the name in a group, or the beginning of the id, as people type them. */
export function matches(entry: ListEntry, search: string): boolean {
  const wanted = search.trim();
  if (wanted === '' || entry.id.startsWith(wanted)) return true;
  const texts = [entry.title ?? '', (entry.kind === 'share' && entry.group?.name) || ''];
  // A title may be in another language than the page. In Turkish alone, I is not the capital of i.
  return [currentLocale(), 'und'].some((locale) =>
    texts.some((text) => fold(text, locale).includes(fold(wanted, locale))),
  );
}

function fold(text: string, locale: string): string {
  return text.normalize('NFKC').toLocaleLowerCase(locale);
}
