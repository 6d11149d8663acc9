import { setTimeout as delay } from 'node:timers/promises';
import type { ObjectLedger } from './object-ledger.ts';
import type { S3Client } from './s3-client.ts';
import { StoreFault } from './store-fault.ts';

/** Another database that claims the prefix at the same time has written its marker by then. */
const SETTLE_MS = 200;
const MAX_MARKER_BYTES = 1000;

export interface Prefix {
  readonly client: S3Client;
  readonly ledger: ObjectLedger;
  readonly prefix: string;
}

const markerOf = (prefix: string): string => `${prefix}/sotto-database.json`;

/**
 * Checks that everything below the prefix belongs to this database, and marks a new prefix as its own. Whatever has no
 * row is deleted below it, so two databases must never share one.
 * @throws StoreFault
 */
export async function claimPrefix({ client, ledger, prefix }: Prefix): Promise<void> {
  const mine = await ledger.databaseName();
  const owner = await readOwner(client, prefix);
  if (owner === mine) return;
  if (owner !== undefined) throw foreign(prefix);
  if (!(await ledger.keepsAny()) && (await client.list(`${prefix}/`)).objects.length > 0) {
    // Another process of this database may have marked it since.
    if ((await readOwner(client, prefix)) === mine) return;
    throw taken(prefix);
  }
  await client.put(markerOf(prefix), markerWith(mine));
  await delay(SETTLE_MS);
  if ((await readOwner(client, prefix)) !== mine) throw foreign(prefix);
}

/** @returns the name of the database that the prefix belongs to; undefined if it has no marker */
async function readOwner(client: S3Client, prefix: string): Promise<string | undefined> {
  const pieces: Uint8Array[] = [];
  try {
    const bytes = await client.get(markerOf(prefix), { start: 0, end: MAX_MARKER_BYTES });
    for await (const piece of bytes) pieces.push(piece);
  } catch (error) {
    if (error instanceof StoreFault && error.kind === 'missing') return undefined;
    throw error;
  }
  return /"database":"([^"]*)"/.exec(Buffer.concat(pieces).toString())?.[1] ?? '';
}

function markerWith(database: string) {
  const bytes = Buffer.from(
    JSON.stringify({ database, note: 'Everything below this prefix belongs to one database of Sotto.' }),
  );
  return { bytes: one(bytes), length: bytes.length };
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield bytes;
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
