import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { link, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf } from '#server/error-code.ts';

/** Makes the names in a folder durable. */
export async function syncFolder(folder: string): Promise<void> {
  const directory = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/** Only for the service's own user. Its bytes are durable when it resolves, its name is not. @throws EEXIST */
export async function writeNewFile(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * Complete and durable before it has its name, so that a crash or a second process never leaves half a file. If another
 * process is faster, its file stays.
 */
export async function publishFile(path: string, bytes: Uint8Array): Promise<void> {
  const made = `${path}.${randomBytes(8).toString('hex')}`;
  try {
    await writeNewFile(made, bytes);
    await link(made, path);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    await rm(made, { force: true });
  }
  await syncFolder(dirname(path));
}
