import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { codeOf, isSystemError } from '#server/error-code.ts';
import { AppError } from '#server/errors.ts';
import { openSlotFolder } from '#server/erasure/slot-folder/slot-folder.ts';
import { isMarked, readMarker, writeMarker } from '#server/erasure/slot-folder/layout.ts';
import { StartError } from '#server/platform/start-error.ts';
import { checkKeyFolder, otherDatabase } from './check-key-folder.ts';
import type { Session } from '#server/db/database.ts';
import { allowSlots, lockKeys, useFolder } from './key-arrangement.ts';
import { keyFolder } from './key-folder.ts';
import { findKeyFolder, nameKeyFolder } from './key-folder-row.ts';
import type { KeyFolderRow } from './key-folder-row.ts';
import type { KeyStore } from './key-store.ts';
import { keyTable } from './key-table.ts';
import { queryOnce } from '#server/db/query.ts';

type Write = <T>(work: (tx: Session) => Promise<T>) => Promise<T>;

export interface OpenKeysOptions {
  /** Absent: the keys are in a table. */
  readonly keysDir?: string | undefined;
  readonly acceptLostKeys?: boolean | undefined;
  /** Whether a new folder may be used. Only a start of the service may do that. */
  readonly mayCreate?: boolean | undefined;
  /** Called with a sentence for the operator. */
  readonly report?: ((sentence: string) => void) | undefined;
}

export interface OpenKeysParts extends OpenKeysOptions {
  readonly read: Session;
  readonly write: Write;
  /** How long a call to the folder may take. */
  readonly maxWaitMs: number;
  /** See `KeyFolderParts`. Called only with a folder. */
  readonly openAside: () => { readonly write: Write; readonly close: () => Promise<void> };
}

/** @throws StartError if the keys of this database are elsewhere, because starting would end its shares */
export async function openKeyStore(parts: OpenKeysParts): Promise<KeyStore> {
  const { keysDir, read } = parts;
  if (keysDir !== undefined)
    return openFolder(parts, resolve(keysDir)).catch((error: unknown) => explain(error, keysDir));
  if ((await findKeyFolder(read))?.in_force === 1) throw new StartError(NOT_SET);
  return keyTable;
}

async function openFolder(parts: OpenKeysParts, path: string): Promise<KeyStore> {
  const { read, write, openAside, acceptLostKeys = false, mayCreate = true, report = () => undefined } = parts;
  requireFolder(path);
  const known = await findKeyFolder(read);
  if (known?.in_force !== 1 && !mayCreate) throw new StartError(NOT_IN_USE);
  const row = known?.in_force === 1 ? known : await beginToUse({ read, write }, path);
  const slots = openSlotFolder({ path, name: row.name, maxWaitMs: parts.maxWaitMs });
  try {
    await checkKeyFolder({ slots, read, write, name: row.name, acceptLostKeys });
  } catch (error) {
    await slots.close();
    throw error;
  }
  const aside = openAside();
  return keyFolder({ slots, read, write, writeAside: aside.write, closeAside: aside.close, report });
}

/**
 * The folder is never created here, because it could be the mount point of a disk that is not mounted.
 * @throws StartError if it does not exist
 */
export function requireFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return;
  throw new StartError(
    `There is no folder ${path} (SOTTO_KEYS_DIR). Mount its disk, or create it: mkdir -m 700 ${path}`,
  );
}

/** Only if the database has no keys: existing keys are moved by `sotto admin move-keys`. */
async function beginToUse({ read, write }: Pick<OpenKeysParts, 'read' | 'write'>, path: string): Promise<KeyFolderRow> {
  await write(nameKeyFolder);
  await write(async (tx) => {
    await lockKeys(tx);
    const row = await findKeyFolder(tx);
    if (row?.in_force !== 0) return;
    const keys = await queryOnce(tx, ({ kysely }) => kysely.selectFrom('erasure_key').select('share_id').limit(1));
    if (keys.length > 0) throw new StartError(TO_MOVE);
    await markFolder(path, row.name);
    await allowSlots(tx);
    await useFolder(tx);
  });
  const row = await findKeyFolder(read);
  if (row === undefined) throw new Error('The key folder has no name.');
  return row;
}

/** Durable when it resolves. @throws StartError if the folder is another database's */
export async function markFolder(path: string, name: string): Promise<void> {
  if ((await readMarker(path)) === undefined) await writeMarker(path, name);
  if (!(await isMarked(path, name))) throw otherDatabase(path);
}

/** For an error of the file system, or a folder that vanished while it was examined. @throws StartError */
export function explain(error: unknown, keysDir: string): never {
  const path = resolve(keysDir);
  if (error instanceof AppError && error.members['part'] === 'keys')
    throw new StartError(`The folder of the keys ${path} does not answer. Check its mount: ls -la ${path}`);
  if (error instanceof AppError && error.code === 'insufficient-storage')
    throw new StartError(`There is no space left for the keys. Check with: df -h ${path}`);
  if (isSystemError(error) && codeOf(error) === 'EACCES')
    throw new StartError(
      `This user may not use the folder of the keys ${path}, or a file in it. Give it to the user of the service: chown -R USER ${path}`,
    );
  if (isSystemError(error))
    throw new StartError(
      `The folder of the keys ${path} cannot be used (${codeOf(error)}). Try as this user: touch ${path}/x && ln ${path}/x ${path}/y && rm ${path}/x ${path}/y`,
    );
  throw error;
}

const NOT_SET =
  'The erasure keys of this database are in a folder, but SOTTO_KEYS_DIR is not set. Set it as before. ' +
  'To move the keys back into the database: sotto admin move-keys --to database.';

const NOT_IN_USE =
  'SOTTO_KEYS_DIR is set, but the erasure keys of this database are not in a folder yet. ' +
  'For a new database, start the service. Otherwise stop all processes, then run: sotto admin move-keys --to folder.';

const TO_MOVE =
  'SOTTO_KEYS_DIR is set, but the erasure keys of this database are still in it. ' +
  'Stop all processes, then run: sotto admin move-keys --to folder.';
