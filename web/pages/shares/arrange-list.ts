import { perLocale } from '#web/i18n/words.ts';
import type { ListEntry } from '#web/parts/list/entry.ts';
import { isRequestSummary, isThere } from '#web/parts/list/status.ts';
import type { Status } from '#web/parts/list/status.ts';
import { matches } from './search-list.ts';

export const filters = ['all', 'active', 'unopened', 'opened', 'ended', 'requests'] as const;
export type Filter = (typeof filters)[number];

export const sorts = ['newest', 'expiring', 'title'] as const;
export type Sort = (typeof sorts)[number];

export interface Arrangement {
  readonly filter: Filter;
  readonly sort: Sort;
  readonly search: string;
}

type Statuses = ReadonlyMap<string, Status>;

/** The entries that are wanted, in the wanted order. @param entries newest first */
export function arrange(entries: readonly ListEntry[], statuses: Statuses, wanted: Arrangement): readonly ListEntry[] {
  const found = entries.filter(
    (entry) => matches(entry, wanted.search) && isOf(wanted.filter, entry, statuses.get(entry.id)),
  );
  // Sorting is stable, so equal entries stay newest first.
  switch (wanted.sort) {
    case 'newest':
      return found;
    case 'expiring':
      return found.sort((one, other) => compare(endOf(one, statuses), endOf(other, statuses)));
    case 'title':
      return found.sort(byTitle);
  }
}

function isOf(filter: Filter, entry: ListEntry, status: Status | undefined): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'active':
      return isThere(status);
    case 'ended':
      return !isThere(status);
    case 'requests':
      return entry.kind === 'request';
    case 'opened':
      return openingsOf(status) > 0;
    case 'unopened':
      return isThere(status) && openingsOf(status) === 0;
  }
}

/** @returns NaN where it is unknown, or where nothing is opened: for a request */
function openingsOf(status: Status | undefined): number {
  return typeof status === 'object' && !isRequestSummary(status) ? status.openedAt.length : NaN;
}

/** Unix seconds until which it can be opened. Ended entries come last. */
function endOf({ id, expiresAt }: ListEntry, statuses: Statuses): number {
  const status = statuses.get(id);
  if (!isThere(status)) return Infinity;
  // The owner may have brought it forward.
  return typeof status === 'object' ? Math.min(status.expiresAt, expiresAt) : expiresAt;
}

const collator = perLocale((locale) => new Intl.Collator(locale, { numeric: true }));

/** Untitled entries come last. */
function byTitle({ title: one }: ListEntry, { title: other }: ListEntry): number {
  if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined);
  return collator().compare(one, other);
}

/** Also for Infinity, whose difference is NaN. */
const compare = (one: number, other: number): number => (one < other ? -1 : one > other ? 1 : 0);
