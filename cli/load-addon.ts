import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartError } from '#server/platform/start-error.ts';

/**
 * Loads a native addon from memory. The system loads only files, so the addon is briefly written to one: in the folder
 * for temporary files, or in the data folder if the first is not writable or is mounted noexec.
 * @throws StartError that names both folders
 */
export function loadAddon(bytes: Uint8Array, dataDir: string): object {
  const faults: string[] = [];
  for (const folder of [tmpdir(), dataDir]) {
    try {
      return loadIn(folder, bytes);
    } catch (error) {
      faults.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new StartError(
    `SQLite could not be loaded. When it starts, Sotto needs a folder that it can write to and that is not mounted noexec: the one that TMPDIR names, or the data folder. (${faults.join('; ')})`,
  );
}

function loadIn(parent: string, bytes: Uint8Array): object {
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  const folder = mkdtempSync(join(parent, 'sotto-sqlite-'));
  try {
    const file = join(folder, 'sqlite.node');
    writeFileSync(file, bytes, { mode: 0o600 });
    const loaded = { exports: {} };
    process.dlopen(loaded, file);
    return loaded.exports;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
