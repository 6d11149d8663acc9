import {
  closeSync,
  constants,
  fdatasync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { equalBytes } from '#crypto/bytes.ts';
import { ID_BYTES } from '#crypto/limits.ts';

/** id(16) ‖ E(32) ‖ 0(16): records never straddle a sector. */
const RECORD_BYTES = 64;
export const KEY_BYTES = 32;
const KEY_END = ID_BYTES + KEY_BYTES;
const ZEROS = Buffer.alloc(RECORD_BYTES);
const CHECKED_BYTES = 1024 * RECORD_BYTES;
const ZEROED = Buffer.alloc(CHECKED_BYTES);

const datasync = promisify(fdatasync);

/**
 * The erasure keys of a SQLite installation (docs/life-cycle.md §11). Several processes may have the file open. A
 * writer must hold the database's write lock from the change until after `sync`.
 */
export interface SlotFile {
  /** @returns the key, which the caller must overwrite; undefined unless the slot holds this id */
  read(slot: number, id: Uint8Array): Uint8Array | undefined;
  /** Whether the slot holds this id. */
  holds(slot: number, id: Uint8Array): boolean;
  /** Stays in memory until `sync`. */
  write(slot: number, id: Uint8Array, key: Uint8Array): void;
  /** Zeroes the slot; stays in memory until `sync`. */
  clear(slot: number): void;
  /** Writes the changes, adjacent slots together, and makes them durable. After a failure they count as not written. */
  sync(): Promise<void>;
  /** Discards the changes since the last `sync`. */
  discard(): void;
  /**
   * Keeps `count` slots; durable when it resolves. No change may be waiting for `sync`. Keys left in the rest by a put
   * without a commit are zeroed before the file is truncated, because a file system frees blocks without erasing them.
   */
  shrinkTo(count: number): Promise<void>;
  /** The number of slots in the file. */
  count(): number;
  isEmpty(): boolean;
  close(): void;
}

export function openSlotFile(path: string): SlotFile {
  const file = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  syncDirectory(dirname(path));
  const changed = new Map<number, Buffer>();
  const change = (slot: number, record: Buffer) => {
    forget(changed.get(slot));
    changed.set(slot, record);
  };
  const discard = () => {
    changed.forEach(forget);
    changed.clear();
  };
  const read = (slot: number, id: Uint8Array) => readKey(file, { slot, id });

  return {
    read,
    holds(slot, id) {
      const key = read(slot, id);
      key?.fill(0);
      return key !== undefined;
    },
    write: (slot, id, key) => change(slot, Buffer.concat([id, key], RECORD_BYTES)),
    clear: (slot) => change(slot, ZEROS),
    async sync() {
      if (changed.size === 0) return;
      for (const { first, records } of runsOf(changed)) writeRecords(file, first, records);
      discard();
      await datasync(file);
    },
    discard,
    async shrinkTo(count) {
      const [length, { size }] = [count * RECORD_BYTES, fstatSync(file)];
      if (size <= length) return;
      if (clearRest(file, { from: length, to: size })) await datasync(file);
      ftruncateSync(file, length);
      await datasync(file);
    },
    count: () => Math.ceil(fstatSync(file).size / RECORD_BYTES),
    isEmpty: () => fstatSync(file).size === 0,
    close() {
      discard();
      closeSync(file);
    },
  };
}

function readKey(file: number, { slot, id }: { readonly slot: number; readonly id: Uint8Array }): Buffer | undefined {
  const record = Buffer.allocUnsafe(RECORD_BYTES);
  const read = readSync(file, record, 0, RECORD_BYTES, slot * RECORD_BYTES);
  if (read === RECORD_BYTES && equalBytes(record.subarray(0, ID_BYTES), id)) return record.subarray(ID_BYTES, KEY_END);
  record.fill(0);
  return undefined;
}

/** Overwrites a record that may hold a key. */
function forget(record: Buffer | undefined): void {
  if (record !== ZEROS) record?.fill(0);
}

interface Run {
  readonly first: number;
  readonly records: Buffer[];
}

/** Joins adjacent slots into one write. */
function runsOf(changed: ReadonlyMap<number, Buffer>): Run[] {
  const runs: Run[] = [];
  for (const [slot, record] of [...changed].sort(([one], [other]) => one - other)) {
    const last = runs.at(-1);
    if (last !== undefined && last.first + last.records.length === slot) last.records.push(record);
    else runs.push({ first: slot, records: [record] });
  }
  return runs;
}

function writeRecords(file: number, first: number, records: readonly Buffer[]): void {
  const bytes = Buffer.concat(records);
  try {
    const written = writeSync(file, bytes, 0, bytes.length, first * RECORD_BYTES);
    if (written !== bytes.length) throw Object.assign(new Error('A write was cut short.'), { code: 'ENOSPC' });
  } finally {
    bytes.fill(0);
  }
}

/** @returns whether there were any bytes other than zeros */
function clearRest(file: number, { from, to }: { readonly from: number; readonly to: number }): boolean {
  let found = false;
  for (let at = from; at < to; at += CHECKED_BYTES) {
    const bytes = Buffer.alloc(Math.min(CHECKED_BYTES, to - at));
    readSync(file, bytes, 0, bytes.length, at);
    if (bytes.equals(ZEROED.subarray(0, bytes.length))) continue;
    writeSync(file, bytes.fill(0), 0, bytes.length, at);
    found = true;
  }
  return found;
}

function syncDirectory(path: string): void {
  const directory = openSync(path, constants.O_RDONLY);
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
