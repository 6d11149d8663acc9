import { OPAQUE, saveBlob } from './save-blob.ts';
import type { OpenSink } from './sink.ts';

const FOLDER = 'saving';
const LOCK_PREFIX = 'sotto saving ';

/** This tab's folder. A lock of the same name is held while the tab lives; a folder without one is a leftover. */
let own: Promise<FileSystemDirectoryHandle> | undefined;

/** Writes to the browser's private disk (OPFS), then saves the result as one file. */
export const openPrivateDiskSink: OpenSink = async ({ name, sizeBytes }) => {
  const { quota = 0, usage = 0 } = await navigator.storage.estimate();
  if (quota - usage < sizeBytes) throw new Error('Not enough room on the private disk.');
  own ??= ownFolder().catch((error: unknown) => {
    own = undefined;
    throw error;
  });
  const folder = await own;
  const entry = crypto.randomUUID();
  const handle = await folder.getFileHandle(entry, { create: true });
  const writable = await handle.createWritable();
  const remove = () => folder.removeEntry(entry).catch(() => undefined);
  return {
    write: (bytes) => writable.write(bytes),
    close: async () => {
      await writable.close();
      const file = await handle.getFile();
      saveBlob(file.slice(0, file.size, OPAQUE), name, () => void remove());
    },
    discard: async () => {
      await writable.abort().catch(() => undefined);
      await remove();
      return 'nothing';
    },
  };
};

/** Removes files that an earlier visit left behind. Never fails. */
export async function removeLeftovers(): Promise<void> {
  try {
    const all = await (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER);
    const { held = [] } = await navigator.locks.query();
    const left: string[] = [];
    for await (const name of (all as unknown as { keys(): AsyncIterable<string> }).keys()) {
      if (held.every((lock) => lock.name !== LOCK_PREFIX + name)) left.push(name);
    }
    await Promise.all(left.map((name) => all.removeEntry(name, { recursive: true })));
  } catch {
    // No private disk, or nothing on it.
  }
}

async function ownFolder(): Promise<FileSystemDirectoryHandle> {
  const all = await (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true });
  const name = crypto.randomUUID();
  await held(LOCK_PREFIX + name);
  return all.getDirectoryHandle(name, { create: true });
}

/** Resolves when this tab holds the lock; the browser releases it when the tab closes. */
function held(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const keep = () => {
      resolve();
      return new Promise<never>(() => undefined);
    };
    navigator.locks.request(name, keep).catch(reject);
  });
}
