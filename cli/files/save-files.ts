import { open, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { nameLength, numberedWithin, safeNames, safePart, shortened } from '#client/safe-names.ts';
import type { FileEntry } from '#crypto/payload.ts';
import { codeOf } from '#server/error-code.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { errors } from '#cli/words/errors.ts';
import { pathBelow } from './path-below.ts';
import { hereSystem, unsavable } from './saving-fault.ts';
import { MOST_NUMBERS, NEW_FILE, openBelow, openTarget, tooManyOf } from './target-folder.ts';
import type { Folder } from './target-folder.ts';

export { expectFolder } from './target-folder.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export interface SaveRequest {
  /** Created if it does not exist. */
  readonly folder: string;
  readonly files: readonly FileEntry[];
  /** The verified bytes of all files, concatenated. */
  readonly bytes: AsyncIterable<Bytes>;
  /** Distinguishes unfinished files of this opening from those of others. */
  readonly tag: string;
  readonly onProgress: (writtenBytes: number) => void;
}

/** A saved file. `name` is the sealed name. */
export interface SavedFile {
  readonly name: string;
  readonly path: string;
  readonly size: number;
}

const OWNER_ONLY = 0o600;
/** PATH_MAX without the terminating zero byte. */
const MAX_PATH_BYTES = hereSystem === 'mac' ? 1023 : 4095;

/** Safe names for files, before numbers are added to names that already exist in the folder. */
export function namesIn(folder: string, files: readonly FileEntry[]): readonly string[] {
  const room = hereSystem === 'windows' ? {} : { maxPathLength: MAX_PATH_BYTES - byteLength(`${resolve(folder)}/`) };
  return safeNames(
    files.map(({ name }) => name),
    { system: hereSystem, ...room },
  );
}

const byteLength = (text: string) => Buffer.byteLength(text);

/**
 * Writes each file under a temporary name (`.part`), syncs it, and renames it once its last byte is verified. Never
 * overwrites an existing file, and never follows a link in the folder. Complete files stay even if a later one fails.
 * @throws what `bytes` throws; Failure for an error of the file system
 */
export async function saveFiles({ folder, files, bytes, tag, onProgress }: SaveRequest): Promise<SavedFile[]> {
  const names = namesIn(folder, files);
  const stream = cutter(bytes);
  const saved: SavedFile[] = [];
  let written = 0;
  const folders = await openFolders(folder);
  try {
    for (const [i, { name, size }] of files.entries()) {
      const wanted = names[i] ?? '';
      const into = await folders.at(dirname(wanted)).catch(unsavable(pathBelow(folder, dirname(wanted))));
      const path = await writeWhole({ into, wanted: basename(wanted), tag }, stream.take(size), (count) => {
        written += count;
        onProgress(written);
      }).catch(unsavable(into.path));
      saved.push({ name, path, size });
    }
    return saved;
  } finally {
    await folders.close();
    await stream.end();
  }
}

/** Keeps only the target and the last folder open: a tree may have more folders than a process may have open files. */
async function openFolders(path: string) {
  const target = await openTarget(path);
  let last: { readonly relative: string; readonly folder: Folder } | undefined;
  const closeLast = async () => {
    await last?.folder.close();
    last = undefined;
  };
  return {
    async at(relative: string): Promise<Folder> {
      if (relative === '.') return target;
      if (last?.relative === relative) return last.folder;
      await closeLast();
      const folder = await walk(target, relative.split('/'));
      last = { relative, folder };
      return folder;
    },
    async close() {
      await closeLast();
      await target.close();
    },
  };
}

async function walk(target: Folder, parts: readonly string[]): Promise<Folder> {
  let at = target;
  for (const part of parts) {
    const below = await openBelow(at, part).finally(() => (at === target ? undefined : at.close()));
    at = below;
  }
  return at;
}

interface Place {
  readonly into: Folder;
  readonly wanted: string;
  readonly tag: string;
}

async function writeWhole(
  { into, wanted, tag }: Place,
  pieces: AsyncIterable<Bytes>,
  onWritten: (bytes: number) => void,
) {
  const part = into.at(`${strictName(wanted)}.${tag}.part`);
  // Left by a killed run of the same opening.
  await rm(part, { force: true });
  const file = await open(part, NEW_FILE, OWNER_ONLY);
  try {
    try {
      for await (const piece of pieces) {
        await writeAll(file, piece);
        onWritten(piece.length);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    return await giveName(part, into, wanted);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

async function writeAll(file: FileHandle, bytes: Bytes): Promise<void> {
  for (let at = 0; at < bytes.length;) at += (await file.write(bytes, at)).bytesWritten;
}

/** Reserves the name with a new empty file, then renames the finished file over it. */
async function giveName(part: string, into: Folder, wanted: string): Promise<string> {
  const made = await makeFirst(into, wanted).catch((error: unknown) => {
    if (!isNameRefused(error) || strictName(wanted) === wanted) throw error;
    return makeFirst(into, strictName(wanted));
  });
  await rename(part, into.at(made));
  await into.sync();
  return pathBelow(into.path, made);
}

/** Creates an empty file under the first free name. */
async function makeFirst(into: Folder, wanted: string): Promise<string> {
  for (let number = 1; number <= MOST_NUMBERS; number++) {
    const name = number === 1 ? wanted : numberedWithin(wanted, number, hereSystem);
    try {
      await (await open(into.at(name), NEW_FILE, OWNER_ONLY)).close();
      return name;
    } catch (error) {
      if (!hasCode(error, ['EEXIST', 'ELOOP', 'EISDIR'])) throw error;
    }
  }
  throw tooManyOf(pathBelow(into.path, wanted));
}

/** Whether the file system refuses the name, as foreign or encrypted file systems may. */
const isNameRefused = (error: unknown) => hasCode(error, ['EINVAL', 'EILSEQ', 'ENAMETOOLONG']);

const hasCode = (error: unknown, codes: readonly string[]) => codes.includes(codeOf(error));

const STRICT_LENGTH = 140;

/** A name that every file system accepts. */
function strictName(name: string): string {
  const safe = safePart(name, 'any');
  return nameLength(safe, 'any') <= STRICT_LENGTH ? safe : shortened(safe, 'any', { maxLength: STRICT_LENGTH });
}

/** Splits a stream into parts of given lengths. @throws Failure if the stream ends too early */
function cutter(bytes: AsyncIterable<Bytes>) {
  const stream = bytes[Symbol.asyncIterator]();
  let left: Bytes = new Uint8Array(0);
  return {
    async *take(length: number): AsyncGenerator<Bytes, void> {
      for (let missing = length; missing > 0;) {
        if (left.length === 0) {
          const next = await stream.next();
          if (next.done === true) throw new Failure('tampered', errors.sealing.filesTooShort);
          left = next.value;
        }
        const piece = left.subarray(0, missing);
        left = left.subarray(piece.length);
        missing -= piece.length;
        yield piece;
      }
    },
    async end() {
      await stream.return?.(undefined);
    },
  };
}
