import { closeSync, constants, fdatasync, fsyncSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { equalBytes } from '#crypto/bytes.ts';
import { ID_BYTES } from '#crypto/limits.ts';

/** id(16) ‖ E(32) ‖ 0(16): records never straddle a sector. */
const RECORD_BYTES = 64;
export const KEY_BYTES = 32;
const KEY_END = ID_BYTES + KEY_BYTES;

const datasync = promisify(fdatasync);

/** The erasure keys of a SQLite installation, docs/life-cycle.md §11. Several processes may have the file open. */
export interface SlotFile {
  /** @returns undefined unless the slot holds this very id. */
  read(slot: number, id: Uint8Array): Uint8Array | undefined;
  /** Not durable before `sync`. */
  write(slot: number, id: Uint8Array, key: Uint8Array): void;
  /** Zeros; not durable before `sync`. */
  clear(slot: number): void;
  /** Makes everything written before durable. After a failure the writes count as not made, and are to be made again. */
  sync(): Promise<void>;
  isEmpty(): boolean;
  close(): void;
}

export function openSlotFile(path: string): SlotFile {
  const file = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  syncDirectory(dirname(path));
  let dirty = false;

  /** Used for one synchronous call at a time. */
  const record = Buffer.alloc(RECORD_BYTES);
  const put = (slot: number) => {
    dirty = true;
    const written = writeSync(file, record, 0, RECORD_BYTES, slot * RECORD_BYTES);
    record.fill(0);
    if (written !== RECORD_BYTES) throw new Error('The key slots could not be written: is the disk full?');
  };

  return {
    read(slot, id) {
      const read = readSync(file, record, 0, RECORD_BYTES, slot * RECORD_BYTES);
      const found = read === RECORD_BYTES && equalBytes(record.subarray(0, ID_BYTES), id);
      const key = found ? new Uint8Array(record.subarray(ID_BYTES, KEY_END)) : undefined;
      record.fill(0);
      return key;
    },
    write(slot, id, key) {
      record.set(id);
      record.set(key, ID_BYTES);
      put(slot);
    },
    clear(slot) {
      put(slot);
    },
    async sync() {
      if (!dirty) return;
      await datasync(file);
      dirty = false;
    },
    isEmpty: () => statSync(path).size === 0,
    close: () => closeSync(file),
  };
}

function syncDirectory(path: string): void {
  const directory = openSync(path, constants.O_RDONLY);
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
