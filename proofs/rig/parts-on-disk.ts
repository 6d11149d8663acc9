import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Every file in subfolders of the data folder. Database and key slots are in the folder itself. */
export function partsOnDisk(dataDir: string): string[] {
  return readdirSync(dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.parentPath !== dataDir)
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Bytes of the parts. A file that disappears meanwhile counts as gone. */
export function bytesOnDisk(dataDir: string): number {
  return partsOnDisk(dataDir).reduce((sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0);
}

/** The folders of parts: one per file body. */
export function bodiesOnDisk(dataDir: string): string[] {
  return [...new Set(partsOnDisk(dataDir).map((path) => dirname(path)))];
}
