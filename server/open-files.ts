import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Blobs } from './blobs/blobs.ts';
import { openDiskBlobs } from './blobs/disk.ts';
import type { Bucket } from './blobs/s3/open-bucket.ts';
import { unlessMissing } from './blobs/disk-errors.ts';
import type { Config } from './config/config.ts';
import { freeBytesAt } from './platform/free-bytes.ts';
import { StartError } from './platform/start-error.ts';
import { hasParts } from './records/file-part.ts';
import type { Store } from './store.ts';

export interface Files {
  readonly blobs: Blobs;
  /** Absent: the files are in the data folder. */
  readonly bucket?: Bucket;
}

export interface FilesOptions {
  readonly config: Config;
  readonly store: Store;
  /** Called with a sentence about a new fault of the object store; with undefined when it works again. */
  readonly report?: ((sentence: string | undefined) => void) | undefined;
}

/**
 * Opens the store of files: the data folder or the bucket, as the settings say.
 * @throws StartError if the files of this database are elsewhere, because starting would end their shares
 */
export async function openFiles({ config, store, report }: FilesOptions): Promise<Files> {
  const { s3, dataDir, databaseUrl, acceptLostKeys } = config;
  const folder = join(dataDir, 'bodies');
  if (s3 === undefined) {
    if (!acceptLostKeys && (await hasParts(store.read))) throw new StartError(IN_BUCKET);
    return { blobs: await openDiskBlobs({ folder }) };
  }
  if (!acceptLostKeys && ((await unlessMissing(readdir(folder)))?.length ?? 0) > 0)
    throw new StartError(inFolder(folder));
  const { openBucket } = await import('./blobs/s3/open-bucket.ts');
  const { ledgerOf } = await import('./records/object-ledger.ts');
  return openBucket({
    connection: s3,
    ledger: ledgerOf(store),
    acceptLost: acceptLostKeys,
    freeBytes: databaseUrl === undefined ? () => besidesDatabase(config) : async () => UNLIMITED,
    report: report ?? (() => undefined),
  });
}

/** A bucket has no size. Not Infinity, because room is calculated with it. */
const UNLIMITED = Number.MAX_SAFE_INTEGER;

/** Files do not use the disk of the database, but nothing new is accepted when that is full. */
async function besidesDatabase({ dataDir, storage }: Config): Promise<number> {
  const free = await freeBytesAt(dataDir);
  return free < storage.minFreeBytes ? free : UNLIMITED;
}

const IN_BUCKET =
  'The files of this database are in an object store, but SOTTO_S3_URL is not set. ' +
  'Set it again, or set SOTTO_ACCEPT_LOST_KEYS=true to start without the shares that have files.';

const inFolder = (folder: string): string =>
  `SOTTO_S3_URL is set, but ${folder} still has files of shares. Move them with: sotto admin move. ` +
  'Or set SOTTO_ACCEPT_LOST_KEYS=true to start without these shares.';
