import { statfsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { codeOf } from '#server/error-code.ts';
import { AppError } from '#server/errors.ts';
import { folderFault } from './folder-fault.ts';
import { postgresFault } from '#server/db/postgres-fault.ts';
import { StartError } from '#server/platform/start-error.ts';

export interface StorageSettings {
  readonly dataDir: string;
  /** Absent: SQLite in the data folder. */
  readonly databaseUrl?: string | undefined;
}

/** System errors that concern the data folder, wherever they occurred in it. */
const ofFolder = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'EIO', 'EMFILE', 'ENFILE', 'EACCES', 'EPERM']);

/** SQLite codes that stand for a system code. The longer ones (`SQLITE_READONLY_DBMOVED`) begin with these. */
const ofSystem: ReadonlyArray<readonly [string, string]> = [
  ['SQLITE_FULL', 'ENOSPC'],
  ['SQLITE_READONLY', 'EROFS'],
  ['SQLITE_PERM', 'EACCES'],
];

/** SQLite allocates its shared memory in pieces of 32 KiB. */
const ENOUGH_BYTES = 65_536;

/**
 * Explains to an operator an error from opening the database, the key slots or the files.
 * @returns undefined for any other error
 */
export function storageFault(error: unknown, settings: StorageSettings): StartError | undefined {
  if (error instanceof StartError) return error;
  if (error instanceof AggregateError) return storageFault(error.errors[0], settings);
  const { databaseUrl } = settings;
  const dataDir = resolve(settings.dataDir);
  const code = codeOf(error);
  if (ofFolder.has(code)) return folderFault(dataDir, code);
  if (code.startsWith('SQLITE_')) return sqliteFault(code, dataDir);
  if (databaseUrl !== undefined) return postgresFault(error, databaseUrl);
  if (error instanceof AppError && error.code === 'unavailable') return lockedFault(dataDir);
  return undefined;
}

function sqliteFault(code: string, dataDir: string): StartError | undefined {
  const database = join(dataDir, 'sotto.db');
  const known = ofSystem.find(([prefix]) => code.startsWith(prefix));
  if (known !== undefined) return folderFault(dataDir, known[1]);
  const isOfDisk = code.startsWith('SQLITE_IOERR') || code.startsWith('SQLITE_CANTOPEN');
  if (isOfDisk && isFull(dataDir)) return folderFault(dataDir, 'ENOSPC');
  if (code.startsWith('SQLITE_IOERR')) return diskFault(code, dataDir);
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return lockedFault(dataDir);
  if (code.startsWith('SQLITE_CANTOPEN')) {
    return new StartError(`The database ${database} cannot be opened (${code}). Check with: ls -la ${dataDir}`);
  }
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) {
    return new StartError(
      `The database ${database} is damaged or is not a Sotto database (${code}). ` +
        'Nothing was changed. Restore a backup: see "Restore" in docs/operating.md.',
    );
  }
  return undefined;
}

/** For some writes, SQLite reports only that they failed. */
function diskFault(code: string, dataDir: string): StartError {
  return new StartError(
    `The disk of ${dataDir} failed to read or write (${code}). It may be full for this user, or failing. ` +
      `Check with: df -h ${dataDir}; quota -s; dmesg`,
  );
}

function lockedFault(dataDir: string): StartError {
  return new StartError(
    `Another program has locked the database in ${dataDir}. Check with: fuser -v ${join(dataDir, 'sotto.db')}`,
  );
}

function isFull(dataDir: string): boolean {
  try {
    const { bavail, bsize, files, ffree } = statfsSync(dataDir);
    return bavail * bsize < ENOUGH_BYTES || (files > 0 && ffree === 0);
  } catch {
    return false;
  }
}
