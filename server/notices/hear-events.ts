import type { ShareEvent } from '#server/db/database.ts';
import type { Store } from '#server/store.ts';
import { writeNotices } from './write-notices.ts';
import type { NoticeWriting } from './write-notices.ts';

export interface Hearing {
  /** Absent: no notices. */
  readonly notices?: NoticeWriting | undefined;
  /** Called once a transaction is durable, with its events. */
  readonly committed?: ((events: readonly ShareEvent[]) => void) | undefined;
}

/** The same store, whose transactions have somebody to announce events to. */
export function hearEvents(store: Store, { notices, committed }: Hearing): Store {
  if (notices === undefined && committed === undefined) return store;
  return {
    ...store,
    async write(work, options) {
      let seen: ShareEvent[] = [];
      const written = await store.write((tx) => {
        // `work` may run again after a failure.
        seen = [];
        return work({
          ...tx,
          async announce(within, events) {
            seen.push(...events);
            if (notices !== undefined) await writeNotices(within, notices, events);
          },
        });
      }, options);
      if (seen.length > 0) committed?.(seen);
      return written;
    },
  };
}
