import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { keyOf, nameIn } from './object-key.ts';
import type { ObjectLedger } from './object-ledger.ts';
import type { ListedObject, S3Client } from './s3-client.ts';
import { StoreFault, unlessMissing } from './store-fault.ts';

/** If another database claims the prefix at the same time, its marker is written by then. */
const SETTLE_MS = 200;
const MAX_MARKER_BYTES = 1000;
/** While a process overwrites the marker, some stores show it empty or in part. */
const MARKER_READS = 5;
const PAGE = 500;

export interface Prefix {
  readonly client: S3Client;
  readonly ledger: ObjectLedger;
  readonly prefix: string;
  /** The operator gives up the files of this database if none of them is below the prefix. */
  readonly acceptLost?: boolean | undefined;
}

const markerOf = (prefix: string): string => `${prefix}/sotto-database.json`;

/**
 * Checks that everything below the prefix belongs to this database, and marks a new prefix as its own. The reaper
 * deletes objects without a row, so two databases must never share a prefix. A prefix without a marker and without any
 * file of this database is probably the wrong one: each opening would spend a view and deliver nothing.
 * @throws StoreFault
 */
export async function claimPrefix(place: Prefix): Promise<void> {
  const { client, ledger, prefix } = place;
  const mine = await ledger.databaseName();
  const owner = await readOwner(client, prefix);
  if (owner === mine) return;
  if (owner !== undefined) throw foreign(prefix);
  const fault = await unfit(place, (await client.list(`${prefix}/`)).objects);
  if (fault !== undefined) {
    // Another process of this database may have marked it since.
    if ((await readOwner(client, prefix)) === mine) return;
    throw fault;
  }
  await client.put(markerOf(prefix), markerWith(mine));
  await delay(SETTLE_MS);
  if ((await readOwner(client, prefix)) !== mine) throw foreign(prefix);
}

/** @returns why a prefix without a marker is not this database's */
async function unfit(place: Prefix, listed: readonly ListedObject[]): Promise<StoreFault | undefined> {
  const { ledger, prefix, acceptLost = false } = place;
  const keepsAny = await ledger.keepsAny();
  if (keepsAny && (await hasFiles(place, listed))) return undefined;
  if (keepsAny && !acceptLost) return lost(prefix);
  if (listed.length > 0) return taken(prefix);
  if (keepsAny) await forgetFiles(ledger);
  return undefined;
}

async function hasFiles({ ledger, prefix }: Prefix, listed: readonly ListedObject[]): Promise<boolean> {
  const keys = new Set(listed.map(({ key }) => key));
  const names = listed.map(({ key }) => nameIn(prefix, key)).filter((name) => name !== undefined);
  return (await ledger.findKnown(names)).some((name) => keys.has(keyOf(prefix, name)));
}

/** Their shares end at the next look for lost files. */
async function forgetFiles(ledger: ObjectLedger): Promise<void> {
  for (;;) {
    const bodies = await ledger.pageOfBodies('', PAGE);
    for (const body of bodies) await ledger.discardBody(body);
    if (bodies.length < PAGE) return;
  }
}

/** @returns the name of the database that the prefix belongs to; undefined if it has no marker */
async function readOwner(client: S3Client, prefix: string): Promise<string | undefined> {
  for (let reads = 1; ; reads++) {
    const bytes = await client.get(markerOf(prefix), { start: 0, end: MAX_MARKER_BYTES }).catch(unlessMissing);
    if (bytes === undefined) return undefined;
    const owner = /"database":"([^"]*)"/.exec(await text(bytes))?.[1];
    if (owner !== undefined || reads === MARKER_READS) return owner ?? '';
    await delay(SETTLE_MS);
  }
}

function markerWith(database: string) {
  const bytes = Buffer.from(
    JSON.stringify({ database, note: 'Everything below this prefix belongs to one database of Sotto.' }),
  );
  return { bytes: Readable.from([bytes]), length: bytes.length };
}

const foreign = (prefix: string) =>
  new StoreFault(
    'refused',
    'foreign',
    `The prefix ${prefix} of the bucket belongs to another database of Sotto. Set SOTTO_S3_PREFIX to a new one. ` +
      `If that database is gone for good, delete everything below the prefix first.`,
  );

const taken = (prefix: string) =>
  new StoreFault(
    'refused',
    'taken',
    `The prefix ${prefix} of the bucket has objects that do not belong to this database. Set SOTTO_S3_PREFIX to a new one.`,
  );

const lost = (prefix: string) =>
  new StoreFault(
    'refused',
    'lost',
    `The prefix ${prefix} of the bucket has no file of this database. Check SOTTO_S3_BUCKET and SOTTO_S3_PREFIX. ` +
      'If the files are lost, set SOTTO_ACCEPT_LOST_KEYS=true to start without the shares that have files.',
  );
