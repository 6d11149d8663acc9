import { access, constants, mkdir, lstat, open, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { safeNames } from '#client/safe-names.ts';
import type { FileEntry } from '#crypto/payload.ts';
import { Failure } from './exit-codes.ts';

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

const OWNER_ONLY = { file: 0o600, folder: 0o700 };
const MOST_NUMBERS = 1000;

/**
 * Writes beside its place (`.part`), syncs, and gives a file its name when its last byte is there and verified. Nothing that
 * exists is written over, nor is any link in the folder followed. What is whole stays, also when a later file fails.
 * @throws what `bytes` throws, and the file system
 */
export async function saveFiles({ folder, files, bytes, tag, onProgress }: Saving): Promise<SavedFile[]> {
  const names = safeNames(files.map(({ name }) => name));
  const stream = cutter(bytes);
  const saved: SavedFile[] = [];
  let written = 0;
  await mkdir(folder, { recursive: true });
  try {
    for (const [i, { name, size }] of files.entries()) {
      const into = await folderFor(folder, dirname(names[i] ?? name).split('/'));
      const wanted = join(into, basename(names[i] ?? name));
      const path = await writeWhole({ wanted, part: `${wanted}.${tag}.part` }, stream.take(size), (count) => {
        written += count;
        onProgress(written);
      });
      saved.push({ name, path, size });
    }
    return saved;
  } finally {
    await stream.end();
  }
}

/** Known before anything is spent. @throws Failure */
export async function expectFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new Failure('failed', `${folder} is no folder that can be written to. Choose another with -o.`, { cause });
  }
}

interface Place {
  readonly wanted: string;
  readonly part: string;
}

async function writeWhole({ wanted, part }: Place, pieces: AsyncIterable<Bytes>, onWritten: (bytes: number) => void) {
  // One of the same opening, from a run that was killed.
  await rm(part, { force: true });
  const file = await open(part, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, OWNER_ONLY.file);
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
    return await giveName(part, wanted);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

async function writeAll(file: FileHandle, bytes: Bytes): Promise<void> {
  for (let at = 0; at < bytes.length;) at += (await file.write(bytes, at)).bytesWritten;
}

/** Takes the name first, by making an empty file that nobody else can have made, and then its place. */
async function giveName(part: string, wanted: string): Promise<string> {
  const extension = extname(wanted);
  const stem = wanted.slice(0, wanted.length - extension.length);
  for (let number = 1; number <= MOST_NUMBERS; number++) {
    const path = number === 1 ? wanted : `${stem} (${number})${extension}`;
    if (!(await isNew(() => open(path, 'wx', OWNER_ONLY.file).then((file) => file.close())))) continue;
    await rename(part, path);
    await syncFolder(dirname(path));
    return path;
  }
  throw new Failure('failed', 'There are too many files of that name. Choose another folder with -o.');
}

/** Each part a real folder: one that is a link, or a file, would lead elsewhere or nowhere, and gets a neighbour. */
async function folderFor(folder: string, parts: readonly string[]): Promise<string> {
  let at = folder;
  for (const part of parts.filter((name) => name !== '.')) at = await realFolder(join(at, part));
  return at;
}

async function realFolder(wanted: string): Promise<string> {
  for (let number = 1; number <= MOST_NUMBERS; number++) {
    const path = number === 1 ? wanted : `${wanted} (${number})`;
    const made = await isNew(() => mkdir(path, OWNER_ONLY.folder));
    if (made || (await lstat(path)).isDirectory()) return path;
  }
  throw new Failure('failed', 'There are too many files of that name. Choose another folder with -o.');
}

async function isNew(make: () => Promise<unknown>): Promise<boolean> {
  try {
    await make();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Windows syncs no folders. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path).catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
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
