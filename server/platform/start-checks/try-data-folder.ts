import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  rmdirSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { SqliteAddon } from '#server/platform/sqlite-addon.ts';
import { codeOf } from '#server/error-code.ts';
import { makeFolder } from '#server/platform/make-folder.ts';
import { fileSystemOf } from './file-systems.ts';
import { folderFault } from './folder-fault.ts';
import { StartError } from '#server/platform/start-error.ts';
import { locksWork } from './try-lock.ts';

const TRIAL_BYTES = 4096;
/** The files and folders that the service opens in the data folder. */
const OURS = ['sotto.db', 'sotto.db-wal', 'sotto.db-shm', 'keys.slots', 'bodies'];

export interface DataFolder {
  readonly dataDir: string;
  /** Whether the folder holds SQLite's database; false with PostgreSQL. */
  readonly holdsDatabase: boolean;
  readonly sqliteAddon?: SqliteAddon | undefined;
  /** Replaced in tests. */
  readonly fileSystem?: typeof fileSystemOf;
}

/**
 * Tries everything that the service will do in the data folder, with trial files, before anything is opened: creates
 * the folder, writes, syncs, renames and locks. Removes the trial files and, after a failure, the folders that it
 * created.
 * @throws StartError with the command that fixes the problem
 */
export function tryDataFolder(folder: DataFolder): void {
  const dataDir = resolve(folder.dataDir);
  const made = attempt(dataDir, () => makeFolder(dataDir));
  try {
    checkOwners(dataDir);
    const trial = attempt(dataDir, () => mkdtempSync(join(dataDir, '.trial-')));
    try {
      attempt(dataDir, () => writeAndRename(trial));
      if (folder.holdsDatabase) checkLocks(dataDir, { ...folder, trial });
    } finally {
      rmSync(trial, { recursive: true, force: true });
    }
  } catch (error) {
    if (made !== undefined) removeMade(dataDir, made);
    throw error;
  }
}

/**
 * Removes the created folders, unless somebody uses them by now. An error here must not hide the reason for the
 * failure.
 */
function removeMade(dataDir: string, highest: string): void {
  try {
    for (let folder = dataDir; folder.length >= highest.length; folder = dirname(folder)) rmdirSync(folder);
  } catch {
    // The remaining folders are empty or in use.
  }
}

/** An earlier start or a command may have run as another user. */
function checkOwners(dataDir: string): void {
  for (const path of OURS.map((name) => join(dataDir, name)).filter((path) => existsSync(path))) {
    attempt(dataDir, () => {
      if (statSync(path).isDirectory()) rmdirSync(mkdtempSync(join(path, '.trial-')));
      else closeSync(openSync(path, 'r+'));
    });
  }
}

function writeAndRename(trial: string): void {
  const [written, named] = [join(trial, 'written'), join(trial, 'named')];
  const file = openSync(written, 'wx', 0o600);
  try {
    const bytes = writeSync(file, Buffer.alloc(TRIAL_BYTES, 1));
    if (bytes !== TRIAL_BYTES) throw Object.assign(new Error('A write was cut short.'), { code: 'ENOSPC' });
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(written, named);
  const directory = openSync(trial, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}

function checkLocks(
  dataDir: string,
  { trial, sqliteAddon, fileSystem = fileSystemOf }: DataFolder & { trial: string },
) {
  const found = fileSystem(dataDir);
  const instead = 'Use a local disk for SOTTO_DATA_DIR, or PostgreSQL (SOTTO_DATABASE_URL).';
  if (found.kind === 'network') {
    throw new StartError(
      `The data folder ${dataDir} is on ${found.name}, where SQLite's locks and write-ahead log are not safe. ${instead}`,
    );
  }
  if (found.kind === 'unknown' && !locksWork({ folder: trial, sqliteAddon })) {
    throw new StartError(`File locks do not work in the data folder ${dataDir}: SQLite needs them. ${instead}`);
  }
}

function attempt<T>(dataDir: string, step: () => T): T {
  try {
    return step();
  } catch (error) {
    throw folderFault(dataDir, codeOf(error) || String(error));
  }
}
