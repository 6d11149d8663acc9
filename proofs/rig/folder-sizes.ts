import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes of each file of a data folder, of `bodies` in total, and the number of files and folders in it. */
export interface FolderSizes {
  readonly database: number;
  readonly log: number;
  readonly slots: number;
  readonly bodies: number;
  readonly bodyEntries: number;
}

export function folderSizes(dataDir: string): FolderSizes {
  const size = (name: string) => statSync(join(dataDir, name), { throwIfNoEntry: false })?.size ?? 0;
  const entries = readdirSync(join(dataDir, 'bodies'), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return {
    database: size('sotto.db'),
    log: size('sotto.db-wal'),
    slots: size('keys.slots'),
    bodies: files.reduce((sum, path) => sum + statSync(path).size, 0),
    bodyEntries: entries.length,
  };
}

export const totalBytes = ({ database, log, slots, bodies }: FolderSizes): number => database + log + slots + bodies;
