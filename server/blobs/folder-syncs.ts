import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

export type SyncFolder = (folder: string) => Promise<void>;

/** Makes durable which names a folder holds. */
export async function syncFolder(folder: string): Promise<void> {
  const directory = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/** Those who ask at once share one sync of a folder, and those who ask while it runs share the next: theirs may have come too late for it. */
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
