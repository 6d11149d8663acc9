import { constants } from 'node:fs';
import type { Stats } from 'node:fs';
import { lstat, mkdir, open, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { numberedWithin } from '#client/safe-names.ts';
import { codeOf } from '#server/error-code.ts';
import { makeFolder } from '#server/platform/make-folder.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { pathBelow } from './path-below.ts';
import { printablePath } from '#cli/terminal/printable.ts';
import { hereSystem, unsavable } from './saving-fault.ts';
import { inWords } from '#cli/language/words.ts';
import { files } from '#cli/words/files.ts';
import { program } from '#cli/words/program.ts';

/**
 * A folder that files are saved in. Somebody who can write to it may replace a folder below it with a link while
 * files are saved. On Linux the folder is kept open and its content is reached through the descriptor, so no path is
 * followed twice.
 */
export interface Folder {
  /** For people. */
  readonly path: string;
  /** For the system: the path of `name` in exactly this folder. */
  readonly at: (name: string) => string;
  readonly sync: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const FOLDER_MODE = 0o700;
/** The block size of most disks. */
const PROBE_BYTES = 4096;
export const MOST_NUMBERS = 1000;
const HELD_OPEN = '/proc/self/fd';
/** Windows has neither flag. */
const REAL = constants.O_NOFOLLOW || 0;
const FOLDER = constants.O_RDONLY | (constants.O_DIRECTORY || 0);
export const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | REAL;

/** @param heldOpen where the system lists this process's open files; a test passes a missing folder */
export async function openTarget(path: string, heldOpen = HELD_OPEN): Promise<Folder> {
  try {
    makeFolder(path);
  } catch (error) {
    unsavable(path)(error);
  }
  const handle = await open(path, FOLDER).catch(unsavable(path));
  return folderOf(handle, path, heldOpen);
}

/** Opens or creates the folder `name` in `folder`. Adds a number if a link or a file has that name. */
export async function openBelow(folder: Folder, name: string, heldOpen = HELD_OPEN): Promise<Folder> {
  for (let number = 1; number <= MOST_NUMBERS; number++) {
    const numbered = number === 1 ? name : numberedWithin(name, number, hereSystem);
    await mkdir(folder.at(numbered), FOLDER_MODE).catch(unlessThere);
    const handle = await realFolder(folder.at(numbered));
    if (handle !== undefined) return folderOf(handle, pathBelow(folder.path, numbered), heldOpen);
  }
  throw tooManyOf(pathBelow(folder.path, name));
}

export const tooManyOf = (path: string) =>
  new Failure('failed', inWords(files.save.tooManyOfName, { path: printablePath(path) }));

/**
 * Checks the folder before a view is spent: creates it if necessary, and writes and removes a file in it.
 * @throws Failure that says why nothing can be saved there
 */
export async function expectFolder(path: string): Promise<void> {
  if (path === '') throw new Failure('misused', program.option.outputEmpty);
  if (path === '-') throw new Failure('misused', program.option.outputDash);
  const folder = await openTarget(path);
  const probe = folder.at(`.sotto-${randomBytes(8).toString('hex')}.part`);
  try {
    await tryToWrite(probe);
  } catch (error) {
    return unsavable(path)(error);
  } finally {
    await folder.close();
  }
}

/** Writes a block, because a full disk accepts a new file name but no data. */
async function tryToWrite(probe: string): Promise<void> {
  const file = await open(probe, NEW_FILE, 0o600);
  try {
    await file.write(new Uint8Array(PROBE_BYTES));
    await file.sync();
  } finally {
    await file.close();
    await rm(probe, { force: true });
  }
}

/** @returns undefined if there is no folder, or only a link to one */
async function realFolder(path: string): Promise<FileHandle | undefined> {
  try {
    // For Windows, which has no O_NOFOLLOW.
    if ((await lstat(path)).isSymbolicLink()) return undefined;
    return await open(path, FOLDER | REAL);
  } catch (error) {
    if (['ELOOP', 'ENOTDIR', 'ENOENT', 'EMLINK'].includes(codeOf(error))) return undefined;
    throw error;
  }
}

async function folderOf(handle: FileHandle, path: string, heldOpen: string): Promise<Folder> {
  const about = await handle.stat();
  const held = pathBelow(heldOpen, String(handle.fd));
  const isHeld = await stat(held).then(
    ({ dev, ino }) => dev === about.dev && ino === about.ino,
    () => false,
  );
  try {
    if (!about.isDirectory()) throw Object.assign(new Error('ENOTDIR'), { code: 'ENOTDIR', syscall: 'open' });
    if (!isHeld) expectOurs(about, path);
  } catch (error) {
    await handle.close();
    return unsavable(path)(error);
  }
  return {
    path,
    at: (name) => pathBelow(isHeld ? held : path, name),
    // Some file systems cannot sync a folder.
    sync: () => handle.sync().catch(() => undefined),
    close: () => handle.close(),
  };
}

const OTHERS_WRITE = 0o022;

/** Without open folders, nobody else may be able to redirect a path. Windows has a different permission system. */
function expectOurs({ mode, uid }: Stats, path: string): void {
  const me = process.getuid?.();
  if (me === undefined) return;
  if ((uid === me || uid === 0) && (mode & OTHERS_WRITE) === 0) return;
  throw new Failure('failed', inWords(files.save.othersCanWrite, { path: printablePath(path) }));
}

function unlessThere(error: unknown): void {
  if (codeOf(error) !== 'EEXIST') throw error;
}
