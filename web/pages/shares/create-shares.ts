import { createSignal } from 'solid-js';
import type { Accessor } from 'solid-js';
import { createBackoff } from '#client/retry.ts';
import { isRequest, isShare } from '#web/parts/list/entry.ts';
import type { ListEntry } from '#web/parts/list/entry.ts';
import type { Status } from '#web/parts/list/status.ts';
import { createDeletions } from './delete-shares.ts';
import { merge, readShareFile } from './export-file.ts';
import { retryUntilReply } from './retry-until-reply.ts';
import type { ImportOutcome, Listed, ListContext, Shares, SharesEffects } from './state.ts';

export interface SharesList {
  readonly state: Accessor<Shares>;
  /** Reads this browser's list and requests the status of each entry. Call it again when either may have changed. */
  readonly start: () => Promise<void>;
  /** Deletes these on the server. They stay in the list. */
  readonly remove: (entries: readonly ListEntry[]) => Promise<void>;
  /** Removes them from this browser's list and changes nothing on the server. */
  readonly forget: (ids: readonly string[]) => Promise<void>;
  readonly setKeepLinks: (keepLinks: boolean) => Promise<void>;
  readonly importFile: (json: string) => Promise<void>;
  readonly retryNow: () => void;
}

const BATCH = 100;

export function createShares(effects: SharesEffects): SharesList {
  const [state, setState] = createSignal<Shares>({ at: 'loading' });
  const backoff = createBackoff(effects.wait);
  const update = (turn: (now: Listed) => Partial<Listed>) =>
    setState((now) => (now.at === 'listed' ? { ...now, ...turn(now) } : now));
  const change: ListContext['change'] = (members) => update(() => members);
  const learn: ListContext['learn'] = (learned, members) =>
    update((now) => ({ ...members, statuses: new Map([...now.statuses, ...learned]) }));
  const listing: ListContext = { effects, backoff, state, change, learn };

  const ask = createAsking(listing);
  const read = async () => {
    const [entries, settings] = await Promise.all([effects.list(), effects.settings()]);
    setState((now) =>
      now.at === 'listed'
        ? { ...now, ...settings, entries: keepSame(now.entries, entries) }
        : { at: 'listed', ...settings, entries, statuses: new Map() },
    );
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
    forget: (ids) => stored(() => effects.forget(ids)),
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

function take(json: string, present: readonly ListEntry[]): { imported: ImportOutcome; changed: readonly ListEntry[] } {
  const reading = readShareFile(json);
  if (!reading.ok) return { imported: reading, changed: [] };
  const { changed, added, known } = merge(present, reading.entries);
  return { imported: { ok: true, added, known }, changed };
}

/** An unchanged entry stays the same object, so that its row is not rendered again. */
function keepSame(before: readonly ListEntry[], after: readonly ListEntry[]): ListEntry[] {
  const known = new Map(before.map((entry) => [entry.id, entry]));
  return after.map((entry) => {
    const old = known.get(entry.id);
    return old && old.title === entry.title && old.link === entry.link ? old : entry;
  });
}

/** Requests one batch at a time, so that the first screen is complete first. A newer call stops an older one. */
function createAsking(listing: ListContext): () => Promise<void> {
  let latest = 0;
  return async () => {
    const mine = ++latest;
    const now = listing.state();
    const entries = now.at === 'listed' ? now.entries : [];
    for (let start = 0; start < entries.length; start += BATCH) {
      const batch = entries.slice(start, start + BATCH);
      const wanted = () => mine === latest;
      await askOf(listing, { owners: batch.filter(isShare), ask: listing.effects.readStatuses, wanted });
      await askOf(listing, { owners: batch.filter(isRequest), ask: listing.effects.readCounts, wanted });
      if (!wanted()) return;
    }
  };
}

interface Asking {
  readonly owners: readonly ListEntry[];
  readonly ask: (owners: readonly ListEntry[]) => Promise<readonly (Status | null)[]>;
  readonly wanted: () => boolean;
}

async function askOf(listing: ListContext, { owners, ask, wanted }: Asking): Promise<void> {
  if (owners.length === 0) return;
  const statuses = await retryUntilReply(listing, { request: () => ask(owners), wanted });
  if (statuses === undefined) return;
  const learned = owners.map(({ id }, index) => [id, statuses[index] ?? 'gone'] as const);
  listing.learn(learned.filter(([id]) => !deletedMeanwhile(listing.state(), id)));
}

/** The reply may be older than the deletion. */
function deletedMeanwhile(now: Shares, id: string): boolean {
  const status = now.at === 'listed' ? now.statuses.get(id) : undefined;
  return typeof status === 'object' && status.state === 'deleted';
}
