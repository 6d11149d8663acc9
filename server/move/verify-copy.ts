import { createHash } from 'node:crypto';
import { digestKeys, digestTable, isEqual } from '#server/db/moving/digest.ts';
import type { Digest } from '#server/db/moving/digest.ts';
import { tablesToCopy } from '#server/db/moving/moved-tables.ts';
import type { Deps } from '#server/deps.ts';
import { StartError } from '#server/platform/start-error.ts';
import { fileBodies, missingPart } from './copy-files.ts';
import type { FileBody } from './copy-files.ts';

type Stores = Pick<Deps, 'store' | 'blobs'>;

export interface Copied {
  readonly source: Stores;
  readonly target: Stores;
  readonly keepsFiles: boolean;
}

/** Reads both places completely. @throws StartError if a row, a key or a file differs */
export async function verifyCopy({ source, target, keepsFiles }: Copied): Promise<void> {
  for (const table of tablesToCopy(keepsFiles))
    requireEqual(
      `the table ${table.name}`,
      await digestTable(source.store.read, table),
      await digestTable(target.store.read, table),
    );
  requireEqual('the erasure keys', await digestKeys(source.store), await digestKeys(target.store));
  for await (const file of fileBodies(source)) await compareBody({ source, target, keepsFiles }, file);
}

function requireEqual(what: string, source: Digest, target: Digest): void {
  if (isEqual(source, target)) return;
  throw new StartError(
    `The copy of ${what} differs: ${source.count} here, ${target.count} there. Nothing was erased. ` +
      'Cancel the move with sotto admin move --cancel, and begin again with an empty place.',
  );
}

async function compareBody({ source, target, keepsFiles }: Copied, { body, parts: from }: FileBody): Promise<void> {
  const to = await target.blobs.list(body);
  if (from.size !== to.size) throw missingPart(body, Math.min(from.size, to.size));
  for (const [part, length] of from) {
    if (to.get(part) !== length) throw missingPart(body, part);
    if (keepsFiles) continue;
    const place = { body, part, start: 0, end: length };
    const [here, there] = [await hashOf(source, place), await hashOf(target, place)];
    if (here === undefined || here !== there) throw missingPart(body, part);
  }
}

async function hashOf({ blobs }: Stores, place: Parameters<Deps['blobs']['get']>[0]): Promise<string | undefined> {
  const bytes = await blobs.get(place);
  if (bytes === undefined) return undefined;
  const hash = createHash('sha256');
  for await (const piece of bytes) hash.update(piece);
  return hash.digest('hex');
}
