import { isRequest, isShare } from '#web/parts/list/entry.ts';
import type { ListEntry } from '#web/parts/list/entry.ts';
import type { ShareStatus, Status } from '#web/parts/list/status.ts';
import { isRequestSummary } from '#web/parts/list/status.ts';
import { retryUntilReply } from './retry-until-reply.ts';
import type { ListContext, Shares } from './state.ts';

export const BATCH = 100;

/** Requests one batch at a time, so that the first screen is complete first. A newer call stops an older one. */
export function createAsking(listing: ListContext): () => Promise<void> {
  let latest = 0;
  return async () => {
    const mine = ++latest;
    const now = listing.state();
    const entries = now.at === 'listed' ? now.entries : [];
    for (let start = 0; start < entries.length; start += BATCH) {
      const batch = entries.slice(start, start + BATCH);
      const wanted = () => mine === latest;
      await askStatuses(listing, { owners: batch.filter(isShare), ask: listing.effects.readStatuses, wanted });
      await askStatuses(listing, { owners: batch.filter(isRequest), ask: listing.effects.readCounts, wanted });
      if (!wanted()) return;
    }
  };
}

interface Asking {
  readonly owners: readonly ListEntry[];
  readonly ask: (owners: readonly ListEntry[]) => Promise<readonly (Status | null)[]>;
  readonly wanted: () => boolean;
}

/** Learns the statuses of at most a batch. */
export async function askStatuses(listing: ListContext, { owners, ask, wanted }: Asking): Promise<void> {
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

/** The times of openings that the earlier status does not have. */
export function newOpenings(before: Status | undefined, after: Status | undefined): number[] {
  if (!isShareStatus(before) || !isShareStatus(after)) return [];
  const known = [...before.openedAt];
  return after.openedAt.filter((time) => {
    const place = known.indexOf(time);
    if (place >= 0) known.splice(place, 1);
    return place < 0;
  });
}

const isShareStatus = (status: Status | undefined): status is ShareStatus =>
  typeof status === 'object' && !isRequestSummary(status);
