import type { Stats } from 'node:fs';
import { lstat, open, opendir, readdir, rmdir, unlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { codeOf } from '#server/error-code.ts';
import { syncFolder } from '#server/platform/durable-files.ts';
import { freeBytesAt } from '#server/platform/free-bytes.ts';
import { makeFolder } from '#server/platform/make-folder.ts';
import type { Blobs, NewPart, PartPlace, StoredRange } from './blobs.ts';
import { unlessMissing, whilePutting } from './disk-errors.ts';
import { groupSyncs } from './folder-syncs.ts';
import { OpenRange } from './open-range.ts';
import { comparePart, isBeginning, publisher, writePart } from './write-part.ts';
import type { Link } from './write-part.ts';

const LEFT_AFTER_MS = 3_600_000;
/** The number of file bodies remembered to have durable folders. A forgotten one is made durable again. */
const KNOWN_BODIES = 10_000;
const STATS_AT_ONCE = 64;
/** For a file body that others write to during its deletion. */
const DELETE_TRIES = 100;

export interface DiskBlobs {
  /** Created for this user only if it does not exist. */
  readonly folder: string;
  /** Replaced in tests of a disk without links. */
  readonly link?: Link | undefined;
}

/** `<folder>/<first two characters of the body>/<body>/<part>`. */
export async function openDiskBlobs({ folder, link }: DiskBlobs): Promise<Blobs> {
  const root = resolve(folder);
  await makeRoot(root);
  const publish = publisher(link);
  const sync = groupSyncs();
  const known = new Set<string>();

  const settle = async (body: string): Promise<void> => {
    const own = folderOf(root, body);
    const above = known.has(body) ? [] : [sync(dirname(own)), sync(root)];
    await Promise.all([sync(own), ...above]);
    if (known.size >= KNOWN_BODIES) known.clear();
    known.add(body);
  };

  return {
    async put(part: NewPart) {
      checkNumber(part.length);
      const path = pathOf(root, part);
      const outcome = (await comparePart(path, part)) ?? (await writePart({ ...part, path, publish }));
      if (outcome !== 'different') await whilePutting(settle(part.body));
      return outcome;
    },
    get: (range) => openRange(root, range),
    async list(body) {
      const parts = await sizesIn(folderOf(root, body));
      if (parts.size > 0) await unlessMissing(settle(body));
      return parts;
    },
    async deleteBody(body) {
      const own = folderOf(root, body);
      known.delete(body);
      await removeFolder(own);
      const above = dirname(own);
      await unlessMissing(sync((await removeIfEmpty(above)) ? root : above));
    },
    deleteDue: async () => false,
    missing: (bodies) => missingIn(root, bodies),
    bodies: () => bodiesIn(root),
    removeLeftovers: (signal) => removeLeftovers(root, signal),
    freeBytes: () => freeBytesAt(root),
  };
}

async function makeRoot(root: string): Promise<void> {
  const first = makeFolder(root);
  const highest = dirname(first ?? root);
  for (let folder = dirname(root); ; folder = dirname(folder)) {
    await syncFolder(folder);
    if (folder.length <= highest.length) return;
  }
}

/** Names are made by the server. Refuses one that would lead out of the folder or to another name in it. */
function folderOf(root: string, body: string): string {
  if (!/^[a-z2-7]+$/.test(body)) throw new TypeError('This is not a valid name of a file body.');
  return join(root, body.slice(0, 2), body);
}

function pathOf(root: string, { body, part }: PartPlace): string {
  checkNumber(part);
  return join(folderOf(root, body), String(part));
}

function checkNumber(value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) throw new TypeError('This is not a valid length or part number.');
}

async function openRange(root: string, { start, end, ...place }: StoredRange): Promise<OpenRange | undefined> {
  checkNumber(start);
  checkNumber(end - start);
  const file = await unlessMissing(open(pathOf(root, place), 'r'));
  if (!file) return undefined;
  try {
    if ((await file.stat()).size >= end) return new OpenRange(file, { start, end });
  } catch (error) {
    await file.close();
    throw error;
  }
  await file.close();
  return undefined;
}

async function sizesIn(folder: string): Promise<Map<number, number>> {
  const names = (await unlessMissing(readdir(folder))) ?? [];
  const parts = names.filter((name) => /^(0|[1-9]\d*)$/.test(name));
  const sizes = new Map<number, number>();
  for (let at = 0; at < parts.length; at += STATS_AT_ONCE) {
    const some = parts.slice(at, at + STATS_AT_ONCE);
    const stats = await Promise.all(some.map((name) => unlessMissing<Stats>(lstat(join(folder, name)))));
    for (const [i, name] of some.entries()) {
      const stat = stats[i];
      if (stat?.isFile() === true) sizes.set(Number(name), stat.size);
    }
  }
  return sizes;
}

/** Yields one entry at a time: thousands at once would block the disk for everyone else. */
async function* entriesIn(folder: string, kind: 'isFile' | 'isDirectory'): AsyncGenerator<string, void> {
  const directory = await unlessMissing(opendir(folder));
  if (!directory) return;
  for await (const entry of directory) if (entry[kind]()) yield entry.name;
}

async function removeFolder(folder: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    for await (const name of entriesIn(folder, 'isFile')) await unlessMissing(unlink(join(folder, name)));
    try {
      await unlessMissing(rmdir(folder));
      return;
    } catch (error) {
      if (codeOf(error) !== 'ENOTEMPTY' || tries === DELETE_TRIES) throw error;
    }
  }
}

const inUse = new Set(['ENOTEMPTY', 'EEXIST', 'ENOENT']);

/** @returns whether the folder was removed */
async function removeIfEmpty(folder: string): Promise<boolean> {
  try {
    await rmdir(folder);
    return true;
  } catch (error) {
    if (!inUse.has(codeOf(error))) throw error;
    return false;
  }
}

async function missingIn(root: string, bodies: readonly string[]): Promise<string[]> {
  const missing: string[] = [];
  for (let at = 0; at < bodies.length; at += STATS_AT_ONCE) {
    const some = bodies.slice(at, at + STATS_AT_ONCE);
    const stats = await Promise.all(some.map((body) => unlessMissing<Stats>(lstat(folderOf(root, body)))));
    missing.push(...some.filter((_, i) => stats[i]?.isDirectory() !== true));
  }
  return missing;
}

async function* bodiesIn(root: string): AsyncGenerator<string, void> {
  for await (const prefix of entriesIn(root, 'isDirectory')) {
    if (!/^[a-z2-7]{1,2}$/.test(prefix)) continue;
    for await (const body of entriesIn(join(root, prefix), 'isDirectory')) {
      if (/^[a-z2-7]+$/.test(body) && body.slice(0, 2) === prefix) yield body;
    }
  }
}

async function removeLeftovers(root: string, signal: AbortSignal | undefined): Promise<void> {
  const latest = Date.now() - LEFT_AFTER_MS;
  for await (const body of bodiesIn(root)) {
    if (signal?.aborted) return;
    const folder = folderOf(root, body);
    for await (const name of entriesIn(folder, 'isFile')) {
      const path = join(folder, name);
      const stat = isBeginning(name) ? await unlessMissing(lstat(path)) : undefined;
      if (stat && stat.mtimeMs < latest) await unlessMissing(unlink(path));
    }
  }
}
