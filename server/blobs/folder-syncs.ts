import { syncFolder } from '#server/platform/durable-files.ts';

export type SyncFolder = (folder: string) => Promise<void>;

/**
 * Coalesces concurrent fsyncs of a folder. A call made during one waits for the next, because the running one may have
 * missed its file.
 */
export function groupSyncs(sync: SyncFolder = syncFolder): SyncFolder {
  const running = new Map<string, Promise<void>>();
  const waiting = new Map<string, Promise<void>>();

  const syncNext = async (folder: string, before: Promise<void> | undefined): Promise<void> => {
    await before?.catch(() => undefined);
    const now = sync(folder);
    waiting.delete(folder);
    running.set(folder, now);
    try {
      await now;
    } finally {
      if (running.get(folder) === now) running.delete(folder);
    }
  };

  return (folder) => {
    const shared = waiting.get(folder);
    if (shared) return shared;
    const next = Promise.resolve().then(() => syncNext(folder, running.get(folder)));
    waiting.set(folder, next);
    return next;
  };
}
