import { createBackoff } from '#client/retry.ts';
import { isShare } from '#web/parts/list/entry.ts';
import type { ListEntry } from '#web/parts/list/entry.ts';
import { isThere } from '#web/parts/list/status.ts';
import { askStatuses, BATCH } from './ask-statuses.ts';
import type { ListContext, Shares } from './state.ts';

/** Every 5 seconds for a minute, then less often while nothing changes. */
const WATCH_SECONDS = [...Array.from({ length: 12 }, () => 5), 10, 10, 15, 15, 30];

export interface OpeningsWatch {
  /** Watches shares that can still be opened, until it is stopped. */
  readonly start: () => Promise<void>;
  readonly stop: () => void;
}

/** One batch a turn, so that a long list costs the server no more than a short one. */
export function createOpeningsWatch(listing: ListContext): OpeningsWatch {
  const pauses = createBackoff(listing.effects.wait, WATCH_SECONDS);
  let latest = 0;
  return {
    start: async () => {
      const mine = ++latest;
      const wanted = () => mine === latest;
      let next = 0;
      for (let quiet = 0; wanted(); quiet++) {
        await pauses.pause(quiet);
        if (!wanted()) return;
        const open = openShares(listing.state());
        if (next >= open.length) next = 0;
        const before = openingsIn(listing.state());
        await askStatuses(listing, {
          owners: open.slice(next, next + BATCH),
          ask: listing.effects.readStatuses,
          wanted,
        });
        next += BATCH;
        if (openingsIn(listing.state()) !== before) quiet = -1;
      }
    },
    stop: () => {
      latest++;
      pauses.retryNow();
    },
  };
}

function openShares(now: Shares): readonly ListEntry[] {
  return now.at === 'listed'
    ? now.entries.filter((entry) => isShare(entry) && isThere(now.statuses.get(entry.id)))
    : [];
}

function openingsIn(now: Shares): number {
  if (now.at !== 'listed') return 0;
  const counts = [...now.statuses.values()].map((status) =>
    typeof status === 'object' && 'openedAt' in status ? status.openedAt.length : 0,
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
