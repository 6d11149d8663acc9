import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, link, open, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '#server/error-code.ts';

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

/** Whether the folder is the one with this name. */
export async function isMarked(folder: string, name: string): Promise<boolean> {
  return (await readMarker(folder)) === markerText(name);
}

/** @returns undefined without a marker */
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
  publish(folder, markerPath(folder), Buffer.from(markerText(name)));

/** Creates a file of free slots unless it exists, which then needs no space. Durable when it resolves. */
export async function createFile(folder: string, { name, file }: { name: string; file: number }): Promise<void> {
  const path = pathOf(folder, file);
  const exists = await access(path).then(
    () => true,
    (error: unknown) => codeOf(error) !== 'ENOENT',
  );
  // Another process may have made it a moment ago, and not have synced the folder yet.
  if (exists) await syncFolder(folder);
  else await publish(folder, path, Buffer.concat([headerOf(name, file)], FILE_BYTES));
}

/** Complete and durable before it has its name. Another process may be faster. */
async function publish(folder: string, path: string, bytes: Uint8Array): Promise<void> {
  const made = join(folder, `.${randomBytes(8).toString('hex')}`);
  const file = await open(made, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(made, path);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    await unlink(made);
  }
  await syncFolder(folder);
}

export async function syncFolder(folder: string): Promise<void> {
  const directory = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
