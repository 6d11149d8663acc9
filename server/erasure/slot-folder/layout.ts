import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '#server/error-code.ts';
import { publishFile, syncFolder } from '#server/platform/durable-files.ts';

/** id(16) ‖ E(32) ‖ 0(16), as in the slot file of SQLite. */
export const RECORD_BYTES = 64;
/** In one file. */
export const FILE_SLOTS = 65_536;
/** A page, so that the blocks of two processes share no page either. */
const HEADER_BYTES = 4096;
export const FILE_BYTES = HEADER_BYTES + FILE_SLOTS * RECORD_BYTES;
const MARKER = 'sotto-keys';

export const fileOf = (slot: number): number => Math.floor(slot / FILE_SLOTS);
export const positionOf = (slot: number): number => HEADER_BYTES + (slot % FILE_SLOTS) * RECORD_BYTES;
export const firstSlotOf = (file: number): number => file * FILE_SLOTS;
export const pathOf = (folder: string, file: number): string =>
  join(folder, `keys-${String(file).padStart(6, '0')}.slots`);
export const fileNumber = (name: string): number | undefined => {
  const [, digits] = /^keys-(\d{6,})\.slots$/.exec(name) ?? [];
  return digits === undefined ? undefined : Number(digits);
};

const markerText = (name: string): string => `sotto keys 1 ${name}\n`;

export function headerOf(name: string, file: number): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write(`sotto keys 1 ${name} ${file}\n`);
  return header;
}

export const markerPath = (folder: string): string => join(folder, MARKER);

/** Whether the folder has this name. */
export async function isMarked(folder: string, name: string): Promise<boolean> {
  return (await readMarker(folder)) === markerText(name);
}

/** @returns undefined if the folder has no marker */
export async function readMarker(folder: string): Promise<string | undefined> {
  try {
    return await readFile(markerPath(folder), 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Names the folder. Durable when it resolves. */
export const writeMarker = (folder: string, name: string): Promise<void> =>
  publishFile(markerPath(folder), Buffer.from(markerText(name)));

/** Creates a file of free slots unless it exists; a file that exists needs no space. Durable when it resolves. */
export async function createFile(folder: string, { name, file }: { name: string; file: number }): Promise<void> {
  const path = pathOf(folder, file);
  const exists = await access(path).then(
    () => true,
    (error: unknown) => codeOf(error) !== 'ENOENT',
  );
  // Another process may have created it a moment ago, and not synced the folder yet.
  if (exists) await syncFolder(folder);
  else await publishFile(path, Buffer.concat([headerOf(name, file)], FILE_BYTES));
}
