import { readdir, unlink } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { equalBytes } from '#crypto/bytes.ts';
import { ID_BYTES } from '#crypto/limits.ts';
import { KEY_BYTES } from '#server/erasure/slot-file.ts';
import { openFileHandles } from './file-handles.ts';
import { groupWrites } from './group-writes.ts';
import {
  FILE_SLOTS,
  RECORD_BYTES,
  createFile,
  fileNumber,
  fileOf,
  firstSlotOf,
  isMarked,
  pathOf,
  positionOf,
} from './layout.ts';
import { syncFolder } from '#server/platform/durable-files.ts';
import { keysUnavailable, limitTime } from './time-limit.ts';

const MAX_WAIT_MS = 5_000;
const ZEROS = Buffer.alloc(RECORD_BYTES);
const ZERO_PAGE = Buffer.alloc(64 * RECORD_BYTES);

/** A record that is not zero. */
export interface HeldSlot {
  readonly slot: number;
  readonly id: Uint8Array;
}

/**
 * The erasure keys of a PostgreSQL installation in a folder, which several processes and hosts may have open
 * (docs/decisions/0090). A slot is written by one process, once, and then only zeroed. So a late write, from a
 * process that hung, harms no other share.
 */
export interface SlotFolder {
  readonly path: string;
  /** @returns the key, which the caller must overwrite; undefined unless the slot holds this id */
  read(slot: number, id: Uint8Array): Promise<Uint8Array | undefined>;
  /** Durable when it resolves. */
  write(slot: number, id: Uint8Array, key: Uint8Array): Promise<void>;
  /** Overwrites the slots. Durable when it resolves. */
  zero(slots: readonly number[]): Promise<void>;
  /** Creates the file of a slot unless it exists. @throws `unavailable` if this is another folder by now */
  prepare(slot: number): Promise<void>;
  /** The slots of one file that are not zero. */
  held(file: number): Promise<HeldSlot[]>;
  /** The numbers of the files, in order. */
  files(): Promise<number[]>;
  /** Whether the folder is there and still the right one. */
  isRight(): Promise<boolean>;
  /** Deletes a file whose slots are all zero and will never be used. */
  remove(file: number): Promise<void>;
  close(): Promise<void>;
}

export interface SlotFolderOptions {
  readonly path: string;
  /** The random name that the database, the folder and each file have. */
  readonly name: string;
  readonly maxWaitMs?: number;
}

/** Does not touch the folder. */
export function openSlotFolder({ path, name, maxWaitMs = MAX_WAIT_MS }: SlotFolderOptions): SlotFolder {
  const limited = limitTime(maxWaitMs);
  const handles = openFileHandles(path, name);

  const readRecord = async (slot: number, id: Uint8Array) => {
    const found = await readKey(await handles.get(fileOf(slot)), { slot, id });
    return found ?? readKey(await handles.reopen(fileOf(slot)), { slot, id });
  };
  const write = groupWrites(
    async ({ first, records }) => {
      const bytes = Buffer.concat(records);
      try {
        await writeAll(await handles.get(fileOf(first)), bytes, positionOf(first));
      } catch (error) {
        // The mount may come back, with other files behind the same names.
        handles.forget(fileOf(first));
        throw error;
      } finally {
        bytes.fill(0);
        for (const record of records) if (record !== ZEROS) record.fill(0);
      }
    },
    (slot, next) => fileOf(slot) === fileOf(next),
  );

  return {
    path,
    read: (slot, id) => limited(() => readRecord(slot, id)),
    write: (slot, id, key) => limited(() => write([{ slot, record: Buffer.concat([id, key], RECORD_BYTES) }])),
    zero: (slots) => limited(() => write(slots.map((slot) => ({ slot, record: ZEROS })))),
    prepare: (slot) =>
      limited(async () => {
        if (!(await isMarked(path, name))) throw keysUnavailable();
        await createFile(path, { name, file: fileOf(slot) });
        await handles.reopen(fileOf(slot));
      }),
    held: (file) => limited(async () => heldIn(await readSlots(await handles.reopen(file)), file)),
    files: () =>
      limited(async () =>
        (await readdir(path)).flatMap((entry) => fileNumber(entry) ?? []).sort((one, other) => one - other),
      ),
    isRight: () => limited(() => isMarked(path, name)),
    remove: (file) =>
      limited(async () => {
        await handles.close(file);
        await unlink(pathOf(path, file));
        await syncFolder(path);
      }),
    close: () => handles.closeAll(),
  };
}

interface Wanted {
  readonly slot: number;
  readonly id: Uint8Array;
}

async function readKey(handle: FileHandle, { slot, id }: Wanted): Promise<Buffer | undefined> {
  const record = Buffer.allocUnsafeSlow(RECORD_BYTES);
  const { bytesRead } = await handle.read(record, 0, RECORD_BYTES, positionOf(slot));
  if (bytesRead === RECORD_BYTES && equalBytes(record.subarray(0, ID_BYTES), id))
    return record.subarray(ID_BYTES, ID_BYTES + KEY_BYTES);
  record.fill(0);
  return undefined;
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  const { bytesWritten } = await handle.write(bytes, 0, bytes.length, position);
  if (bytesWritten !== bytes.length) throw Object.assign(new Error('A write was cut short.'), { code: 'ENOSPC' });
  // `sotto admin move-keys` deletes the files after it has moved their keys to the table.
  if ((await handle.stat()).nlink === 0) throw keysUnavailable();
}

/** @throws `unavailable` unless all slots can be read */
export async function readSlots(handle: FileHandle): Promise<Buffer> {
  const bytes = Buffer.alloc(FILE_SLOTS * RECORD_BYTES);
  const { bytesRead } = await handle.read(bytes, 0, bytes.length, positionOf(0));
  // A disk returns what comes before a page that it cannot read. The rest is unknown, not zero.
  if (bytesRead !== bytes.length) throw keysUnavailable();
  return bytes;
}

function heldIn(bytes: Buffer, file: number): HeldSlot[] {
  const held: HeldSlot[] = [];
  for (let page = 0; page < bytes.length; page += ZERO_PAGE.length) {
    if (bytes.subarray(page, page + ZERO_PAGE.length).equals(ZERO_PAGE)) continue;
    for (let at = page; at < page + ZERO_PAGE.length; at += RECORD_BYTES) {
      const record = bytes.subarray(at, at + RECORD_BYTES);
      if (record.equals(ZEROS)) continue;
      held.push({ slot: firstSlotOf(file) + at / RECORD_BYTES, id: Uint8Array.from(record.subarray(0, ID_BYTES)) });
    }
  }
  bytes.fill(0);
  return held;
}
