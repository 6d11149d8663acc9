import { closeSync, existsSync, fsyncSync, mkdtempSync, openSync } from 'node:fs';
import { renameSync, rmSync, rmdirSync, statSync, writeSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { SqliteAddon } from '#server/db/sqlite-addon.ts';
import { makeFolder } from '#server/make-folder.ts';
import { fileSystemOf } from './file-systems.ts';
import { StartError } from './start-error.ts';
import { locksWork } from './try-lock.ts';

const TRIAL_BYTES = 4096;
/** What the service opens in the folder, whoever made it. */
const OURS = ['sotto.db', 'sotto.db-wal', 'sotto.db-shm', 'keys.slots', 'bodies'];

export interface DataFolder {
  readonly dataDir: string;
  /** Whether SQLite's database is in it, or PostgreSQL somewhere else. */
  readonly holdsDatabase: boolean;
  readonly sqliteAddon?: SqliteAddon | undefined;
  /** By default as the system says. */
  readonly fileSystem?: typeof fileSystemOf;
}

/**
 * Does in the data folder, with files of its own, what the service is going to do there, before anything is opened: makes
 * it, writes, syncs, renames, locks. What was tried is removed, and the folders too that were made here and are of no use.
 * @throws StartError with the command that mends it
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

/** The folder and those that were made above it, unless somebody uses them by now: what is said is why there is no start. */
function removeMade(dataDir: string, highest: string): void {
  try {
    for (let folder = dataDir; folder.length >= highest.length; folder = dirname(folder)) rmdirSync(folder);
  } catch {
    // What is left is empty, or somebody's.
  }
}

/** An older start, or a command, may have run as somebody else. */
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
  const instead = 'Use a disk of this machine for SOTTO_DATA_DIR, or PostgreSQL (SOTTO_DATABASE_URL).';
  if (found.kind === 'network') {
    throw new StartError(
      `The data folder ${dataDir} is on ${found.name}, where SQLite's locks and its log are not safe. ${instead}`,
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
    throw new StartError(sentence(dataDir, error));
  }
}

/** What is wrong, and what mends it. */
function sentence(dataDir: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  const folder = `The data folder ${dataDir}`;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return `${folder} cannot be written to by ${whoWeAre()}${whoseItIs(dataDir)}. Mend it with: ${mendOwner(dataDir)}`;
    case 'EROFS':
      return `${folder} is on a read-only file system. Mount it to be written to (docker run --volume sotto-data:${dataDir}), or set SOTTO_DATA_DIR.`;
    case 'ENOTDIR':
    case 'EEXIST':
      return `${folder} cannot be made: a file is in its place. Set SOTTO_DATA_DIR to a folder, or: mv ${dataDir} ${dataDir}.old`;
    case 'ENOSPC':
    case 'EDQUOT':
      return `There is no room left for ${dataDir}. Look with: df -h ${dataDir}`;
    default:
      return `${folder} cannot be used (${code}). Try as this user: mkdir -p ${dataDir} && touch ${dataDir}/x && rm ${dataDir}/x`;
  }
}

const userId = (): number | undefined => process.getuid?.();
const whoWeAre = (): string => (userId() === undefined ? 'this user' : `user ${userId()}`);

function whoseItIs(dataDir: string): string {
  try {
    return ` (it belongs to user ${statSync(dataDir).uid})`;
  } catch {
    return '';
  }
}

function mendOwner(dataDir: string): string {
  const [user, group] = [userId(), process.getgid?.()];
  if (user === undefined) return `mkdir ${dataDir}`;
  return `mkdir -p ${dataDir} && chown -R ${user}:${group ?? user} ${dataDir}`;
}
