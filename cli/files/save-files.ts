import { open, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { nameLength, numberedWithin, safeNames, safePart, shortened } from '#client/safe-names.ts';
import type { FileEntry } from '#crypto/payload.ts';
import { codeOf } from '#server/error-code.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { pathBelow } from './path-below.ts';
import { hereSystem, unsavable } from './saving-fault.ts';
import { MOST_NUMBERS, NEW_FILE, openBelow, openTarget, tooManyOf } from './target-folder.ts';
import type { Folder } from './target-folder.ts';

export { expectFolder } from './target-folder.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export interface Saving {
  /** Made where it is missing. */
  readonly folder: string;
  readonly files: readonly FileEntry[];
  /** Of all files, one after another, each piece verified. */
  readonly bytes: AsyncIterable<Bytes>;
  /** Tells this opening's unfinished files from others'. */
  readonly tag: string;
  readonly onProgress: (writtenBytes: number) => void;
}

/** Where each file is, in the order of `files`. */
export interface SavedFile {
  readonly name: string;
  readonly path: string;
  readonly size: number;
}

const OWNER_ONLY = 0o600;
/** PATH_MAX, less the byte that ends a path. */
const MAX_PATH_BYTES = hereSystem === 'mac' ? 1023 : 4095;

/** The names under which files are saved, before numbers are added for names that exist in the folder. */
export function namesIn(folder: string, files: readonly FileEntry[]): readonly string[] {
  const room = hereSystem === 'windows' ? {} : { maxPathLength: MAX_PATH_BYTES - byteLength(`${resolve(folder)}/`) };
  return safeNames(
    files.map(({ name }) => name),
    { system: hereSystem, ...room },
  );
}

const byteLength = (text: string) => Buffer.byteLength(text);

/**
 * Writes beside its place (`.part`), syncs, and gives a file its name when its last byte is there and verified. Nothing that
 * exists is written over, nor is any link in the folder followed. What is whole stays, also when a later file fails.
 * @throws what `bytes` throws; Failure for what the file system refuses
 */
export async function saveFiles({ folder, files, bytes, tag, onProgress }: Saving): Promise<SavedFile[]> {
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

/** Holds open the target and the folder used last, not all: a tree may have more folders than a process may have open. */
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
  // One of the same opening, from a run that was killed.
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

/** Takes the name first, by making an empty file that nobody else can have made, and then its place. */
async function giveName(part: string, into: Folder, wanted: string): Promise<string> {
  const made = await makeFirst(into, wanted).catch((error: unknown) => {
    if (!isNameRefused(error) || strictName(wanted) === wanted) throw error;
    return makeFirst(into, strictName(wanted));
  });
  await rename(part, into.at(made));
  await into.sync();
  return pathBelow(into.path, made);
}

/** Makes an empty file under the first free name. */
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

/** Whether the disk refuses the name, as one of another system or an encrypted one may. */
const isNameRefused = (error: unknown) => hasCode(error, ['EINVAL', 'EILSEQ', 'ENAMETOOLONG']);

const hasCode = (error: unknown, codes: readonly string[]) => codes.includes(codeOf(error));

const STRICT_LENGTH = 140;

/** A name that every disk takes. */
function strictName(name: string): string {
  const safe = safePart(name, 'any');
  return nameLength(safe, 'any') <= STRICT_LENGTH ? safe : shortened(safe, 'any', { maxLength: STRICT_LENGTH });
}

/** Hands out a stream in stretches of given lengths. @throws Failure when it ends before they do */
function cutter(bytes: AsyncIterable<Bytes>) {
  const stream = bytes[Symbol.asyncIterator]();
  let left: Bytes = new Uint8Array(0);
  return {
    async *take(length: number): AsyncGenerator<Bytes, void> {
      for (let missing = length; missing > 0;) {
        if (left.length === 0) {
          const next = await stream.next();
          if (next.done === true) throw new Failure('tampered', 'The files ended before they were whole.');
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
