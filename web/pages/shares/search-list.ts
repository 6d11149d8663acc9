import type { ListEntry } from '#web/parts/list/entry.ts';

/** Matches the title or the beginning of the id, as people type them. */
export function matches({ id, title }: ListEntry, search: string): boolean {
  const wanted = fold(search);
  return wanted === '' || id.startsWith(search.trim()) || fold(title ?? '').includes(wanted);
}

function fold(text: string): string {
  return text.normalize('NFKC').toLocaleLowerCase().trim();
}
