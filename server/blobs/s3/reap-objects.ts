import { nameIn } from './object-key.ts';
import { removeDueObjects } from './remove-objects.ts';
import type { Removing } from './remove-objects.ts';
import type { ListedObject, S3Client } from './s3-client.ts';

/** A slow writer is cut off long before, so the writer of an older object is dead. */
const ABANDONED_SECONDS = 3600;
const ORPHAN_SECONDS = 3600;
const AT_ONCE = 8;

export interface Reaping extends Removing {
  readonly client: S3Client;
  readonly prefix: string;
  /** Checks that everything below the prefix belongs to this database. @throws StoreFault */
  readonly claim: () => Promise<void>;
  readonly orphanSeconds?: number;
}

/**
 * Deletes what nobody refers to: objects whose writer died, and objects without a row. A row is committed before the
 * first byte of its object is sent and stays until the object is deleted, so an object without a row never counts. The
 * store may have finished a write after it confirmed the deletion, or have lost the deletion.
 */
export async function reapObjects(reaping: Reaping, signal?: AbortSignal): Promise<void> {
  const { client, ledger, watch, prefix, claim, orphanSeconds = ORPHAN_SECONDS } = reaping;
  await ledger.discardOlderThan(ABANDONED_SECONDS);
  while (await removeDueObjects(reaping)) if (signal?.aborted) return;
  await watch.over(claim);
  for (let after: string | undefined; ;) {
    const { objects, next } = await watch.over(() => client.list(`${prefix}/`, after));
    await removeOrphans(
      reaping,
      objects.filter(({ ageSeconds }) => ageSeconds >= orphanSeconds),
    );
    after = next;
    if (after === undefined || signal?.aborted) return;
  }
}

async function removeOrphans({ client, ledger, watch, prefix, keyOf }: Reaping, listed: readonly ListedObject[]) {
  const names = listed.map(({ key }) => nameIn(prefix, key)).filter((name) => name !== undefined);
  const known = new Set((await ledger.findKnown(names)).map(keyOf));
  const orphans = names.map(keyOf).filter((key) => !known.has(key));
  for (let at = 0; at < orphans.length; at += AT_ONCE) {
    const some = orphans.slice(at, at + AT_ONCE);
    await Promise.all(some.map((key) => watch.over(() => client.remove(key))));
  }
}
