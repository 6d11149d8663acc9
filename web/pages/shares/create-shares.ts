import { createSignal } from 'solid-js';
import type { Accessor } from 'solid-js';
import { createBackoff } from '#client/retry.ts';
import type { ListEntry } from '#web/parts/list/entry.ts';
import { createAsking, newOpenings } from './ask-statuses.ts';
import { createDeletions } from './delete-shares.ts';
import { merge, readShareFile } from './export-file.ts';
import { createForgetting } from './forget-entries.ts';
import type { Forgetting } from './forget-entries.ts';
import type { ImportOutcome, Listed, ListContext, Shares, SharesEffects } from './state.ts';
import { createOpeningsWatch } from './watch-openings.ts';
import type { OpeningsWatch } from './watch-openings.ts';

export interface SharesList extends Forgetting {
  readonly state: Accessor<Shares>;
  /** Reads this browser's list and requests the status of each entry. Call it again when either may have changed. */
  readonly start: () => Promise<void>;
  /** Deletes these on the server. They stay in the list. */
  readonly remove: (entries: readonly ListEntry[]) => Promise<void>;
  /** Reports openings of the listed shares while it is on. */
  readonly watchOpenings: OpeningsWatch;
  readonly setKeepLinks: (keepLinks: boolean) => Promise<void>;
  readonly importFile: (json: string) => Promise<void>;
  readonly retryNow: () => void;
}

export function createShares(effects: SharesEffects): SharesList {
  const [state, setState] = createSignal<Shares>({ at: 'loading' });
  const backoff = createBackoff(effects.wait);
  const update = (turn: (now: Listed) => Partial<Listed>) =>
    setState((now) => (now.at === 'listed' ? { ...now, ...turn(now) } : now));
  const change: ListContext['change'] = (members) => update(() => members);
  const learn: ListContext['learn'] = (learned, members) => {
    const before = state();
    update((now) => ({ ...members, statuses: new Map([...now.statuses, ...learned]) }));
    const openings = openingsLearned(before, learned);
    if (openings.length > 0) effects.onOpened(openings);
  };
  const listing: ListContext = { effects, backoff, failing: new Set(), state, change, learn };

  const ask = createAsking(listing);
  const read = async () => {
    const [entries, settings] = await Promise.all([effects.list(), effects.settings()]);
    setState((now) => withList(now, { entries, ...settings }));
  };
  const stored = async (act: () => Promise<unknown>) => {
    try {
      await act();
      await read();
    } catch {
      setState({ at: 'refused' });
    }
  };

  return {
    state,
    start: async () => {
      await stored(async () => undefined);
      await ask();
    },
    remove: createDeletions(listing),
    ...createForgetting(listing, stored),
    watchOpenings: createOpeningsWatch(listing),
    setKeepLinks: (keepLinks) => stored(() => effects.setKeepLinks(keepLinks)),
    importFile: async (json) => {
      const now = state();
      if (now.at !== 'listed') return;
      const { imported, changed } = take(json, now.entries);
      if (imported.ok) await stored(() => effects.save(changed));
      change({ imported });
      if (imported.ok) await ask();
    },
    retryNow: backoff.retryNow,
  };
}

function openingsLearned(before: Shares, learned: Parameters<ListContext['learn']>[0]): number[] {
  if (before.at !== 'listed') return [];
  return learned.flatMap(([id, status]) => newOpenings(before.statuses.get(id), status));
}

function take(json: string, present: readonly ListEntry[]): { imported: ImportOutcome; changed: readonly ListEntry[] } {
  const reading = readShareFile(json);
  if (!reading.ok) return { imported: reading, changed: [] };
  const { changed, added, known } = merge(present, reading.entries);
  return { imported: { ok: true, added, known }, changed };
}

function withList(now: Shares, { entries, keepLinks }: Pick<Listed, 'entries' | 'keepLinks'>): Listed {
  if (now.at !== 'listed') return { at: 'listed', entries, keepLinks, statuses: new Map() };
  return { ...now, keepLinks, entries: keepSame(now.entries, entries) };
}

/** An unchanged entry stays the same object, so that its row is not rendered again. */
function keepSame(before: readonly ListEntry[], after: readonly ListEntry[]): ListEntry[] {
  const known = new Map(before.map((entry) => [entry.id, entry]));
  return after.map((entry) => {
    const old = known.get(entry.id);
    return old && old.title === entry.title && old.link === entry.link ? old : entry;
  });
}
