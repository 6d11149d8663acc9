import { randomBytes } from 'node:crypto';
import { lstat, mkdir, readdir, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Blobs } from '#server/blobs/blobs.ts';
import { isNoRoom, unlessMissing } from '#server/blobs/disk-errors.ts';
import { openDiskBlobs } from '#server/blobs/disk.ts';
import type { CopiedShare, KeyPlace } from '#server/db/database.ts';
import type { Deps } from '#server/deps.ts';
import { codeOf } from '#server/error-code.ts';
import { openSlotFile } from '#server/erasure/slot-file.ts';
import { syncFolder, writeNewFile } from '#server/platform/durable-files.ts';
import { makeFolder } from '#server/platform/make-folder.ts';
import { findLive } from './storage.ts';

export interface BackupOptions {
  /** Must be empty if it exists. */
  readonly folder: string;
  /** Includes the erasure keys, and the files, which are useless without them. */
  readonly withKeys: boolean;
  /** Cancels the backup and removes what was copied. */
  readonly signal?: AbortSignal;
}

export interface Backup {
  /** The number of shares that can be opened from the backup alone. */
  readonly shares: number;
  /** When the last of them expires; undefined if there are none. */
  readonly until: number | undefined;
}

/** The message is a sentence for the operator. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}

/**
 * Copies one moment of a running service (docs/operating.md): first the database, then the files, and the keys last. So
 * the backup has no key that its database does not name, and none of a share that ended while the keys were read. The
 * folder gets its name when the backup is complete and durable. @throws BackupError, or the reason of `signal`
 */
export async function makeBackup(deps: Deps, { folder, withKeys, signal }: BackupOptions): Promise<Backup> {
  const { copyTo } = deps.store;
  if (copyTo === undefined) throw new BackupError('The database is PostgreSQL.');
  const target = await placeOf(resolve(folder));
  const made = join(dirname(target), `.${basename(target)}-${randomBytes(8).toString('hex')}`);
  await orRefuse(`${dirname(target)} cannot contain a new folder`, async () => {
    makeFolder(dirname(target));
    await mkdir(made, { mode: 0o700 });
  });
  try {
    const copied = await copyTo(join(made, 'sotto.db'));
    if (deps.serverKey) await writeNewFile(join(made, 'server.key'), deps.serverKey);
    const kept = withKeys ? await copyContent(deps, { made, copied, signal }) : [];
    await syncFolder(made);
    signal?.throwIfAborted();
    await orRefuse(`${target} cannot be replaced by the backup`, () => rename(made, target));
    await syncFolder(dirname(target));
    return { shares: kept.length, until: kept.length === 0 ? undefined : latest(kept) };
  } catch (error) {
    await rm(made, { recursive: true, force: true });
    throw hasNoRoom(error)
      ? new BackupError(`${dirname(target)} has no space for the backup. No backup was made.`)
      : error;
  }
}

const latest = (shares: readonly CopiedShare[]): number =>
  shares.reduce((last, { expiresAt }) => Math.max(last, expiresAt), 0);

/** @returns the real path of an existing folder, because the backup cannot replace a link to it */
async function placeOf(target: string): Promise<string> {
  try {
    const names = await readdir(target);
    if (names.length > 0) throw new BackupError(`${target} is not empty. Name a new folder.`);
    return await realpath(target);
  } catch (error) {
    if (error instanceof BackupError) throw error;
    if (codeOf(error) !== 'ENOENT') {
      throw new BackupError(`${target} is not a readable folder (${codeOf(error)}).`);
    }
  }
  const isLink = (await unlessMissing(lstat(target)))?.isSymbolicLink() ?? false;
  if (isLink) throw new BackupError(`${target} is a link to a missing folder. Name a new folder.`);
  return target;
}

async function orRefuse(what: string, step: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch (error) {
    throw new BackupError(`${what} (${codeOf(error)}).`);
  }
}

/** Covers the file system, SQLite and `Blobs`. */
const hasNoRoom = (error: unknown): boolean =>
  isNoRoom(error) || ['SQLITE_FULL', 'insufficient-storage'].includes(codeOf(error));

interface Copying {
  readonly made: string;
  readonly copied: readonly CopiedShare[];
  readonly signal: AbortSignal | undefined;
}

/** @returns the shares whose content is in the backup */
async function copyContent(deps: Deps, { made, copied, signal }: Copying): Promise<CopiedShare[]> {
  const bodies = await openDiskBlobs({ folder: join(made, 'bodies') });
  const whole = new Set<CopiedShare>();
  const stores = { from: deps.blobs, to: bodies, signal };
  // Files in a bucket stay there: the copied database names them.
  for (const share of copied) if (deps.bucket !== undefined || (await copyBody(stores, share))) whole.add(share);
  const keys = new Map<CopiedShare, Uint8Array>();
  try {
    await readKeys(deps, copied, keys);
    await writeKeys(join(made, 'keys.slots'), keys);
  } finally {
    keys.forEach((key) => key.fill(0));
  }
  for (const share of copied) {
    if (!keys.has(share) && share.bodyName !== null) await bodies.deleteBody(share.bodyName);
    if (keys.has(share) && !whole.has(share)) {
      throw new BackupError('Files of a share are missing. No backup was made. Run `sotto admin doctor`.');
    }
  }
  return [...keys.keys()];
}

interface Stores {
  readonly from: Blobs;
  readonly to: Blobs;
  readonly signal: AbortSignal | undefined;
}

/** @returns whether the copy is complete: the source is removed if its share ends in the meantime */
async function copyBody({ from, to, signal }: Stores, { bodyName, bodyBytes }: CopiedShare): Promise<boolean> {
  signal?.throwIfAborted();
  if (bodyName === null) return true;
  let bytesLeft = bodyBytes;
  for (const [part, length] of await from.list(bodyName)) {
    signal?.throwIfAborted();
    const bytes = await from.get({ body: bodyName, part, start: 0, end: length });
    if (bytes === undefined) return false;
    await to.put({ body: bodyName, part, bytes, length });
    bytesLeft -= length;
  }
  return bytesLeft === 0;
}

const nameOf = ({ id, slot }: KeyPlace): string => `${Buffer.from(id).toString('hex')} ${slot}`;

/**
 * Reads the keys of the shares that are still live after all keys were read. It holds no lock: if a share ends in the
 * meantime, its key is overwritten. @param keys filled here; the caller overwrites them
 */
async function readKeys(
  { store }: Deps,
  copied: readonly CopiedShare[],
  keys: Map<CopiedShare, Uint8Array>,
): Promise<void> {
  for (const share of copied) {
    await store.withKey(share, (key) => {
      if (key !== undefined) keys.set(share, Buffer.from(key));
    });
  }
  const lives = new Set((await findLive(store.read)).map(nameOf));
  for (const [share, key] of keys) {
    if (lives.has(nameOf(share))) continue;
    key.fill(0);
    keys.delete(share);
  }
}

async function writeKeys(path: string, keys: ReadonlyMap<CopiedShare, Uint8Array>): Promise<void> {
  const slots = openSlotFile(path);
  try {
    for (const [{ id, slot }, key] of keys) if (slot !== null) slots.write(slot, id, key);
    await slots.sync();
  } finally {
    slots.close();
  }
}
