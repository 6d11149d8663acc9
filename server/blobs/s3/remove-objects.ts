import type { ObjectLedger, ObjectName } from './object-ledger.ts';
import type { S3Client } from './s3-client.ts';
import type { StoreWatch } from './store-watch.ts';

const AT_ONCE = 8;
const BATCH = 100;
const RETRY_SECONDS = 60;

export interface Removing {
  readonly client: Pick<S3Client, 'remove'>;
  readonly ledger: ObjectLedger;
  readonly watch: StoreWatch;
  readonly keyOf: (name: ObjectName) => string;
}

/**
 * Deletes a batch of the objects that are due. Their rows stay until the store has confirmed the deletion.
 * @param which.body only those of this file body
 * @returns whether there may be more. @throws the error of the store, after postponing those that are left
 */
export async function removeDueObjects(
  { client, ledger, watch, keyOf }: Removing,
  which: { readonly body?: string } = {},
): Promise<boolean> {
  if (watch.isResting()) return false;
  const due = await ledger.findDue(BATCH, which.body);
  const deleted: ObjectName[] = [];
  let failed: { readonly error: unknown } | undefined;
  for (let at = 0; at < due.length && failed === undefined; at += AT_ONCE) {
    const some = due.slice(at, at + AT_ONCE);
    const removals = some.map(async (name) => {
      await watch.over(() => client.remove(keyOf(name)));
      deleted.push(name);
    });
    for (const removal of await Promise.allSettled(removals)) {
      if (removal.status === 'rejected') failed = { error: removal.reason };
    }
  }
  if (deleted.length > 0) await ledger.forget(deleted);
  if (failed === undefined) return due.length === BATCH;
  await ledger.postpone(
    due.filter((name) => !deleted.includes(name)),
    RETRY_SECONDS,
  );
  throw failed.error;
}
