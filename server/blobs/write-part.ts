import { randomBytes } from 'node:crypto';
import { link as linkFile, lstat, mkdir, open, rename, unlink } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf } from '#server/error-code.ts';
import type { NewPart } from './blobs.ts';
import { unlessMissing, whilePutting } from './disk-errors.ts';
import { gather, holds, readPieces } from './pieces.ts';

export type Link = (from: string, to: string) => Promise<void>;
/** @returns false if the name already exists */
export type Publish = (written: string, path: string) => Promise<boolean>;

const linksRefused = new Set(['EPERM', 'ENOTSUP', 'ENOSYS']);

/**
 * Gives a file its name without ever replacing another file, which a link guarantees. On a disk without links (exFAT,
 * some network disks), it checks first and then renames, one file at a time. If two processes there put different bytes
 * as the same part in the same instant, the later one may win.
 */
export function publisher(link: Link = linkFile): Publish {
  let turn: Promise<unknown> = Promise.resolve();

  return async (written, path) => {
    try {
      await link(written, path);
      return true;
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false;
      if (!linksRefused.has(codeOf(error))) throw error;
    }
    const renameIfFree = async () => {
      if (await unlessMissing(lstat(path))) return false;
      await rename(written, path);
      return true;
    };
    const mine = turn.then(renameIfFree, renameIfFree);
    turn = mine;
    return mine;
  };
}

/** The name of a part while it is being written, unique across processes. */
export const isBeginning = (name: string): boolean => /^\d+\.[0-9a-f]{32}$/.test(name);

interface Beginning {
  readonly path: string;
  readonly file: FileHandle;
}

async function begin(path: string): Promise<Beginning> {
  const beginning = `${path}.${randomBytes(16).toString('hex')}`;
  const create = () => open(beginning, 'wx+', 0o600);
  const file = await unlessMissing(create());
  if (file) return { path: beginning, file };
  // Retries if the deletion of another file body removes the parent folder in between.
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  return { path: beginning, file: await create() };
}

async function writeAll(file: FileHandle, piece: Uint8Array): Promise<void> {
  for (let at = 0; at < piece.length;) {
    const { bytesWritten } = await file.write(piece, at);
    at += bytesWritten;
  }
}

interface PartToWrite extends Pick<NewPart, 'bytes' | 'length'> {
  /** Its missing parent folders are created. */
  readonly path: string;
  readonly publish: Publish;
}

/** The bytes are durable before the file gets its name. The name itself is not durable yet. */
export async function writePart(part: PartToWrite): Promise<'stored' | 'same' | 'different'> {
  const { path, file } = await whilePutting(begin(part.path));
  try {
    for await (const piece of gather(part)) await whilePutting(writeAll(file, piece));
    await whilePutting(file.datasync());
    return await whilePutting(publishOrCompare(part, { path, file }));
  } finally {
    await Promise.all([file.close(), unlessMissing(unlink(path))]);
  }
}

async function publishOrCompare(
  { path, length, publish }: PartToWrite,
  written: Beginning,
): Promise<'stored' | 'same' | 'different'> {
  while (!(await publish(written.path, path))) {
    const there = await comparePart(path, { bytes: readPieces(written.file, { start: 0, end: length }), length });
    if (there) return there;
  }
  return 'stored';
}

/** @returns undefined if there is no such part; none of the bytes are read then */
export async function comparePart(
  path: string,
  part: Pick<NewPart, 'bytes' | 'length'>,
): Promise<'same' | 'different' | undefined> {
  const file = await unlessMissing(open(path, 'r'));
  if (!file) return undefined;
  try {
    return (await holds(file, part)) ? 'same' : 'different';
  } finally {
    await file.close();
  }
}
