import { openS3Blobs } from '#server/blobs/s3/open-s3-blobs.ts';
import { claimPrefix } from '#server/blobs/s3/claim-prefix.ts';
import { openS3Client } from '#server/blobs/s3/s3-client.ts';
import { watchStore } from '#server/blobs/s3/store-watch.ts';
import { everyKey } from '#server/blobs/testing/every-key.ts';
import { ledgerOf } from '#server/records/object-ledger.ts';
import { AppError } from '#server/errors.ts';
import { openStore } from '#server/store.ts';
import type { Store } from '#server/store.ts';
import type { Bucket } from '#scripts/testing/test-bucket.ts';
import type { TestStore } from './stores.ts';

export interface BucketTruth {
  /** Keys that no row names. */
  readonly orphans: readonly string[];
  /** Keys that a row counts on, and that are missing. */
  readonly lost: readonly string[];
  /** Keys in the bucket. */
  readonly count: number;
}

interface Place {
  readonly store: TestStore;
  readonly bucket: Bucket;
  readonly prefix: string;
}

const HOURS_2 = 2 * 3600;
const SWEEPS = 3;

/** For a stopped service: runs the sweep of its bucket as if hours had passed, and compares the bucket with the rows. */
export async function reapAndCompare({ store, bucket, prefix }: Place): Promise<BucketTruth> {
  let later = 0;
  const clock = { now: () => Math.floor(Date.now() / 1000) + later };
  const { dataDir, env } = store;
  const databaseUrl = env['SOTTO_DATABASE_URL'];
  const opened = await openStore({ dataDir, databaseUrl, clock, acceptLostKeys: false });
  const client = openS3Client({ ...bucket, prefix, pathStyle: true });
  const ledger = ledgerOf(opened);
  const claim = () => claimPrefix({ client, ledger, prefix });
  const freeBytes = async () => 1;
  const sweep = async () => {
    later += HOURS_2;
    if (databaseUrl !== undefined) await ageWriters(opened, HOURS_2);
    const watch = watchStore({ report: () => undefined, prepare: claim });
    const parts = { client, ledger, prefix, watch, claim, freeBytes, orphanSeconds: -HOURS_2 };
    await openS3Blobs(parts).removeLeftovers();
  };
  try {
    await repeated(sweep);
    const keys = await everyKey(client, prefix);
    const rows = await opened.read.kysely.selectFrom('file_part').select(['body', 'object']).execute();
    const expected = new Set(rows.map(({ body, object }) => `${prefix}/${body}/${object}`));
    return {
      orphans: keys.filter((key) => !expected.has(key)),
      lost: [...expected].filter((key) => !keys.includes(key)),
      count: keys.length,
    };
  } finally {
    await opened.close();
  }
}

/** As a service repeats its sweep: s3rver sometimes fails to delete several objects of one folder at once. */
async function repeated(sweep: () => Promise<void>): Promise<void> {
  for (let sweeps = 1; ; sweeps++) {
    try {
      await sweep();
      return;
    } catch (error) {
      if (sweeps === SWEEPS || !(error instanceof AppError)) throw error;
    }
  }
}

/** PostgreSQL's clock cannot be set. */
async function ageWriters(store: Store, seconds: number): Promise<void> {
  await store.write(async ({ kysely }) => {
    await kysely
      .updateTable('loose_object')
      .set((eb) => ({ begun_at: eb('begun_at', '-', seconds), delete_at: eb('delete_at', '-', seconds) }))
      .execute();
  });
}
