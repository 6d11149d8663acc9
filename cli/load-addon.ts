import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartError } from '#server/platform/start-error.ts';

/**
 * A native addon out of memory. The system loads only files, so it is one for a moment: in the folder for temporary
 * files or, where that cannot be written or nothing in it may be executed, in the data folder.
 * @throws StartError that names both
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
    `SQLite could not be loaded. For a moment at its start Sotto needs one folder that it may write to and that is not mounted noexec: the one that TMPDIR names, or the data folder. (${faults.join('; ')})`,
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
