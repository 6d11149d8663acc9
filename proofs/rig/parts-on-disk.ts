import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Every file below the data folder's own folders, past the product: database and key slots lie in the folder itself. */
export function partsOnDisk(dataDir: string): string[] {
  return readdirSync(dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.parentPath !== dataDir)
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Of the parts alone. A file that goes while they are counted counts as gone. */
export function bytesOnDisk(dataDir: string): number {
  return partsOnDisk(dataDir).reduce((sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0);
}

/** The folders that hold parts: one a body. */
export function bodiesOnDisk(dataDir: string): string[] {
  return [...new Set(partsOnDisk(dataDir).map((path) => dirname(path)))];
}
