import { ApiError } from '#client/errors.ts';
import type { ListEntry } from '#web/parts/list/entry.ts';
import { isThere } from '#web/parts/list/status.ts';
import type { Status } from '#web/parts/list/status.ts';
import { retryUntilReply } from './retry-until-reply.ts';
import type { ListContext } from './state.ts';

const AT_ONCE = 4;

/** One queue of deletions. More can be added while it runs. */
export function createDeletions(listing: ListContext): (entries: readonly ListEntry[]) => Promise<void> {
  const queue: ListEntry[] = [];
  let ids = new Set<string>();
  let done = 0;

  const run = async () => {
    for (let entry = queue.shift(); entry; entry = queue.shift()) {
      const status = await removeOne(listing, entry);
      done++;
      listing.learn([[entry.id, status]], { deleting: { ids, done } });
    }
  };
  return async (entries) => {
    const now = listing.state();
    if (now.at !== 'listed') return;
    const wanted = entries.filter(({ id }) => isThere(now.statuses.get(id)) && !ids.has(id));
    const running = queue.length > 0 || done < ids.size;
    queue.push(...wanted);
    ids = new Set([...ids, ...wanted.map(({ id }) => id)]);
    listing.change({ deleting: { ids, done } });
    if (running) return;
    await Promise.all(Array.from({ length: AT_ONCE }, run));
    ids = new Set();
    done = 0;
    listing.change({ deleting: undefined });
  };
}

async function removeOne(listing: ListContext, entry: ListEntry): Promise<Status> {
  const { effects } = listing;
  const request = async (): Promise<Status> => {
    try {
      return await (entry.kind === 'request' ? effects.removeRequest(entry) : effects.remove(entry));
    } catch (error) {
      if (error instanceof ApiError && error.code === 'not-found') return 'gone';
      throw error;
    }
  };
  return (await retryUntilReply(listing, { request, wanted: () => true })) ?? 'gone';
}
