import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

const MARKER_BYTES = 24;
const ROOM = 1 << 20;

/** Every file of the data folder, by its path. If a file disappears meanwhile, the folder is read again. */
function filesIn(dataDir: string): Map<string, Buffer> {
  for (;;) {
    try {
      const entries = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      const paths = entries.map((entry) => join(entry.parentPath, entry.name));
      return new Map(paths.map((path) => [relative(dataDir, path), readFileSync(path)]));
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
}

const isGone = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** @returns `marker in file`, for every marker that is in a file of the data folder, its name included. */
export function foundIn(dataDir: string, markers: ReadonlyMap<string, Buffer>): string[] {
  return [...filesIn(dataDir)].flatMap(([path, bytes]) =>
    [...markers]
      .filter(([, marker]) => bytes.includes(marker) || Buffer.from(path).includes(marker))
      .map(([name]) => `${name} in ${path}`),
  );
}

/** Samples to search for: from the beginning, from each megabyte, and from the end. */
export function markersIn(name: string, bytes: Uint8Array): Map<string, Buffer> {
  const markers = new Map<string, Buffer>();
  const mark = (at: number) => markers.set(`${name} at ${at}`, Buffer.from(bytes.subarray(at, at + MARKER_BYTES)));
  for (let at = 0; at + MARKER_BYTES <= bytes.length; at += ROOM) mark(at);
  mark(Math.max(0, bytes.length - MARKER_BYTES));
  return markers;
}

/** Samples of every part on the disk. */
export function markersOfParts(parts: readonly string[]): Map<string, Buffer> {
  return new Map(
    parts.filter((path) => statSync(path).size > 0).flatMap((path) => [...markersIn(path, readFileSync(path))]),
  );
}
