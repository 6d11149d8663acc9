import { basePath } from '#web/app/layout/environment.ts';
import { filters, sorts } from './arrange-list.ts';
import type { Filter, Sort } from './arrange-list.ts';

/**
 * The order is a habit, so this browser keeps it. The filter hides entries, so it lasts only as long as this tab. Neither
 * is in the URL, which may be shared or logged.
 */
const places = {
  filter: { storage: () => sessionStorage, values: filters },
  sort: { storage: () => localStorage, values: sorts },
} as const;

/** Per service: others may live at the same origin, under other paths. */
const keyOf = (name: keyof typeof places) => `shares-${name}:${basePath()}`;

export const storedFilter = (): Filter => read('filter') ?? 'all';
export const storedSort = (): Sort => read('sort') ?? 'newest';
export const storeFilter = (filter: Filter): void => write('filter', filter);
export const storeSort = (sort: Sort): void => write('sort', sort);

function read<K extends keyof typeof places>(name: K): (typeof places)[K]['values'][number] | undefined {
  const { storage, values } = places[name];
  try {
    const stored = storage().getItem(keyOf(name));
    return values.find((value) => value === stored);
  } catch {
    return undefined;
  }
}

function write(name: keyof typeof places, value: string): void {
  try {
    places[name].storage().setItem(keyOf(name), value);
  } catch {
    // The browser refuses storage: the choice lasts until this page is left.
  }
}
