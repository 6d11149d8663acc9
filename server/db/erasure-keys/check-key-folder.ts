import { stat } from 'node:fs/promises';
import { sql } from 'kysely';
import { codeOf } from '#server/error-code.ts';
import {
  FILE_BYTES,
  FILE_SLOTS,
  fileOf,
  isMarked,
  pathOf,
  readMarker,
  writeMarker,
} from '#server/erasure/slot-folder/layout.ts';
import type { SlotFolder } from '#server/erasure/slot-folder/slot-folder.ts';
import { StartError } from '#server/platform/start-error.ts';
import type { Session } from '#server/db/database.ts';
import { BLOCK_SLOTS, findKeyFolder, skipSlots } from './key-folder-row.ts';
import { queryOnce } from '#server/db/query.ts';
import { missingIn } from './reap-keys.ts';
import { LEASE_SECONDS } from '#server/db/times.ts';

export interface KeyFolderCheck {
  readonly slots: SlotFolder;
  readonly read: Session;
  readonly write: <T>(work: (tx: Session) => Promise<T>) => Promise<T>;
  readonly name: string;
  readonly acceptLostKeys: boolean;
}

/**
 * For each process, before it uses the folder.
 * @throws StartError if it is not the folder of this database, or not as this database left it
 */
export async function checkKeyFolder(check: KeyFolderCheck): Promise<void> {
  await checkMarker(check);
  await checkFiles(check);
  await checkUnknown(check);
  if (check.acceptLostKeys) await endLost(check);
}

async function checkMarker({ slots: { path }, name, acceptLostKeys }: KeyFolderCheck): Promise<void> {
  const marker = await readMarker(path);
  if (marker === undefined && acceptLostKeys) await writeMarker(path, name);
  if (await isMarked(path, name)) return;
  if (marker !== undefined) throw otherDatabase(path);
  throw new StartError(
    `${path} does not hold the keys of this database: its file sotto-keys is missing. Is the disk mounted? ` +
      'Restore the folder, or set SOTTO_ACCEPT_LOST_KEYS=true to continue without the shares of this database.',
  );
}

export const otherDatabase = (path: string): StartError =>
  new StartError(`The keys in ${path} belong to another database. Check SOTTO_KEYS_DIR and SOTTO_DATABASE_URL.`);

/** Each file that a live row names. */
async function checkFiles({ slots, read, acceptLostKeys }: KeyFolderCheck): Promise<void> {
  const { path } = slots;
  for (const file of await filesInUse(read)) {
    const bytes = await sizeOf(pathOf(path, file));
    if (bytes === undefined && acceptLostKeys) await slots.prepare(file * FILE_SLOTS);
    else if (bytes === undefined)
      throw new StartError(
        `${pathOf(path, file)} is missing. Without it, some shares in this database cannot be opened. ` +
          'Restore the file, or set SOTTO_ACCEPT_LOST_KEYS=true to continue without these shares.',
      );
    else if (bytes !== FILE_BYTES)
      throw new StartError(
        `${pathOf(path, file)} has ${bytes} bytes instead of ${FILE_BYTES}. Restore it. If it is lost, remove it and ` +
          'set SOTTO_ACCEPT_LOST_KEYS=true to continue without its shares.',
      );
    await slots.held(file).catch(() => {
      throw new StartError(`${pathOf(path, file)} is not a file of this database, or cannot be read. Restore it.`);
    });
  }
}

async function filesInUse(read: Session): Promise<number[]> {
  const rows = await queryOnce<{ file: number }>(read, ({ kysely }) =>
    kysely
      .selectFrom('share')
      .select(sql<number>`slot / ${sql.lit(FILE_SLOTS)}`.as('file'))
      .where('slot', 'is not', null)
      .where('ended_at', 'is', null)
      .groupBy('file')
      .orderBy('file'),
  );
  return rows.map(({ file }) => file);
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Looks for keys in slots that this database has not given out yet. It would give them out again, and then two shares
 * would have one slot.
 */
async function checkUnknown({ slots, read, write, acceptLostKeys }: KeyFolderCheck): Promise<void> {
  const from = (await findKeyFolder(read))?.next_slot ?? 0;
  let last = -1;
  for (const file of (await slots.files()).filter((file) => file >= fileOf(from)))
    last = Math.max(last, (await slots.held(file)).at(-1)?.slot ?? -1);
  // Read again: another process may have taken slots, and it did so before it wrote to them.
  const next = (await findKeyFolder(read))?.next_slot ?? 0;
  if (last < next) return;
  if (!acceptLostKeys)
    throw new StartError(
      `${slots.path} has keys that this database does not know. Another database uses this folder, or the database was ` +
        'restored from an older backup. If it was restored, and only then, set SOTTO_ACCEPT_LOST_KEYS=true for one start.',
    );
  await write((tx) => skipSlots(tx, Math.ceil((last + 1) / BLOCK_SLOTS) * BLOCK_SLOTS));
}

/** Turns live rows without their key into tombstones. */
async function endLost({ slots, read, write }: KeyFolderCheck): Promise<void> {
  for (const file of await filesInUse(read)) {
    const ids = (await missingIn({ slots, read }, file)).map(({ id }) => id);
    if (ids.length === 0) continue;
    await write(async (tx) => {
      await queryOnce(tx, ({ kysely, now }) =>
        kysely
          .updateTable('share')
          .set({
            state: 'destroyed',
            ended_at: now,
            due_at: sql<number>`${now} + ${sql.lit(LEASE_SECONDS)}`,
            open_hash: null,
          })
          .where('id', 'in', ids)
          .where('ended_at', 'is', null),
      );
      await queryOnce(tx, ({ kysely }) => kysely.deleteFrom('content').where('share_id', 'in', ids));
      await queryOnce(tx, ({ kysely }) =>
        kysely.updateTable('answer').set({ sealed_key: null }).where('share_id', 'in', ids),
      );
    });
  }
}
