import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const WINDOW = 8;

/** Counts the needles' aligned pieces in all files of the folder. */
export function countPieces(dataDir: string, needles: readonly Uint8Array[]): number {
  const pieces = new Set<bigint>();
  for (const needle of needles) {
    const bytes = Buffer.from(needle);
    for (let start = 0; start + WINDOW <= bytes.length; start += WINDOW) pieces.add(bytes.readBigUInt64LE(start));
  }
  pieces.delete(0n);
  let found = 0;
  for (const entry of readdirSync(dataDir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = readFileSync(join(entry.parentPath, entry.name));
    for (let start = 0; start + WINDOW <= bytes.length; start++) {
      if (bytes[start] !== 0 && pieces.has(bytes.readBigUInt64LE(start))) found++;
    }
  }
  return found;
}
