import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { FILE_BYTES, headerOf, pathOf } from './layout.ts';
import { keysUnavailable } from './time-limit.ts';

const RETIRED_MS = 10_000;

/** The open files of a slot folder, by their numbers. */
export interface FileHandles {
  /** @throws `unavailable` for a file of another folder, or with a wrong length */
  get(file: number): Promise<FileHandle>;
  /** A handle that was opened earlier may show what this host has cached. */
  reopen(file: number): Promise<FileHandle>;
  /** The next call of `get` opens the file again. */
  forget(file: number): void;
  /** Closes one file at once. */
  close(file: number): Promise<void>;
  closeAll(): Promise<void>;
}

export function openFileHandles(path: string, name: string): FileHandles {
  const handles = new Map<number, Promise<FileHandle>>();
  const retired = new Set<Promise<FileHandle>>();

  const get = (file: number): Promise<FileHandle> => {
    const known = handles.get(file);
    if (known !== undefined) return known;
    const opened = openFile(path, { name, file });
    handles.set(file, opened);
    opened.catch(() => {
      if (handles.get(file) === opened) handles.delete(file);
    });
    return opened;
  };
  const forget = (file: number) => {
    const old = handles.get(file);
    handles.delete(file);
    if (old === undefined) return;
    // Later, because a call may have it and be about to use it.
    retired.add(old);
    setTimeout(() => {
      retired.delete(old);
      void closeHandle(old);
    }, RETIRED_MS).unref();
  };

  return {
    get,
    forget,
    reopen(file) {
      forget(file);
      return get(file);
    },
    async close(file) {
      await (await get(file)).close();
      handles.delete(file);
    },
    async closeAll() {
      const open = [...handles.values(), ...retired];
      handles.clear();
      await Promise.all(open.map(closeHandle));
    },
  };
}

/**
 * Each write is on the disk when it returns. On a network file system, it then also has the bytes of this write alone; a
 * delayed write may rewrite the whole page as this host last saw it.
 */
async function openFile(path: string, { name, file }: { name: string; file: number }): Promise<FileHandle> {
  const handle = await open(pathOf(path, file), constants.O_RDWR | constants.O_DSYNC);
  const header = headerOf(name, file);
  const { buffer } = await handle.read(Buffer.alloc(header.length), 0, header.length, 0);
  const { size, nlink } = await handle.stat();
  if (size === FILE_BYTES && nlink > 0 && buffer.equals(header)) return handle;
  await handle.close();
  throw keysUnavailable();
}

async function closeHandle(opened: Promise<FileHandle>): Promise<void> {
  await opened.then((handle) => handle.close()).catch(() => undefined);
}
