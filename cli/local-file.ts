import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { SourceFile } from '#client/body-source.ts';
import type { FileEntry } from '#crypto/payload.ts';
import type { FoundFile } from './find-files.ts';
import { printablePath } from './printable.ts';
import { readingFault } from './reading-fault.ts';
import { spool } from './spool.ts';
import type { Budget } from './spool.ts';

/** A file of this machine as it was when it was found: its entry in the payload, and where its bytes come from. */
export interface LocalFile extends SourceFile {
  readonly entry: FileEntry;
  /** Printable on one line. */
  readonly path: string;
}

/** Why a file cannot be sent, as a clause. */
export class FileFault extends Error {
  override readonly name = 'FileFault';
}

export interface LoadOptions {
  /** For files that say no size, or a wrong one. */
  readonly budget: Budget;
  readonly signal: AbortSignal;
}

type Load = LoadOptions & { readonly found: FoundFile };

/** Without waiting for a pipe's writer, or for a file that was replaced by one. */
const READ = constants.O_RDONLY | (constants.O_NONBLOCK || 0);

/** @throws FileFault; TooLong for more than the budget has */
export async function loadFile({ found, budget, signal }: Load): Promise<LocalFile> {
  const { path, name } = found;
  const file = await open(path, READ).catch(refuse);
  try {
    const about = await file.stat();
    if (about.isFIFO() ? !found.isPipe : !about.isFile()) throw new FileFault('it is not a file any more');
    const { size, mtimeMs } = about;
    const isAsItSays = !about.isFIFO() && (await hasSize(file, size));
    const source = isAsItSays ? onDisk(path, { size, mtimeMs }) : await spool({ path, budget, signal }).catch(refuse);
    return {
      path: printablePath(path),
      entry: { name, size: source.size, type: '' },
      size: source.size,
      read: (start, end) => source.read(start, end),
    };
  } finally {
    await file.close();
  }
}

function refuse(error: unknown): never {
  if (!(error instanceof Error && 'syscall' in error)) throw error;
  throw new FileFault(readingFault(error) ?? 'it is gone', { cause: error });
}

/** Whether it ends where its size says. What a kernel or a program makes up has often no size, or a page's: 0, 4096. */
async function hasSize(file: FileHandle, size: number): Promise<boolean> {
  try {
    return (size === 0 || (await hasByteAt(file, size - 1))) && !(await hasByteAt(file, size));
  } catch {
    return false;
  }
}

async function hasByteAt(file: FileHandle, position: number): Promise<boolean> {
  return (await file.read(new Uint8Array(1), 0, 1, position)).bytesRead === 1;
}

interface Known {
  readonly size: number;
  readonly mtimeMs: number;
}

function onDisk(path: string, known: Known): SourceFile {
  return {
    size: known.size,
    async read(start, end) {
      const file = await open(path, READ).catch(refuse);
      try {
        await expectSame(file, known);
        const bytes = await readAt(file, start, end - start).catch(refuse);
        // A writer that was quick has been missed before the reading.
        await expectSame(file, known);
        return bytes;
      } finally {
        await file.close();
      }
    },
  };
}

async function expectSame(file: FileHandle, { size, mtimeMs }: Known): Promise<void> {
  const now = await file.stat();
  if (now.size > size) throw new FileFault('it has grown');
  if (now.size < size) throw new FileFault('it has become shorter');
  if (now.mtimeMs !== mtimeMs) throw new FileFault('it was written to');
}

async function readAt(file: FileHandle, start: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  let read = 0;
  while (read < length) {
    const { bytesRead } = await file.read(bytes, read, length - read, start + read);
    if (bytesRead === 0) throw new FileFault('it has become shorter');
    read += bytesRead;
  }
  return bytes;
}
