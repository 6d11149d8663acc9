import { randomBytes } from 'node:crypto';
import type { Blobs } from '#server/blobs/blobs.ts';
import type { ObjectLedger } from '#server/blobs/s3/object-ledger.ts';
import { claimPrefix } from '#server/blobs/s3/claim-prefix.ts';
import { openS3Blobs } from '#server/blobs/s3/open-s3-blobs.ts';
import { openS3Client } from '#server/blobs/s3/s3-client.ts';
import type { S3Client } from '#server/blobs/s3/s3-client.ts';
import type { StoreFault } from '#server/blobs/s3/store-fault.ts';
import { watchStore } from '#server/blobs/s3/store-watch.ts';
import { ledgerOf } from '#server/records/object-ledger.ts';
import type { Store } from '#server/store.ts';
import type { Bucket } from '#scripts/testing/test-bucket.ts';
import { everyKey } from './every-key.ts';

export interface TestS3Blobs {
  readonly blobs: Blobs;
  readonly client: S3Client;
  readonly ledger: ObjectLedger;
  readonly prefix: string;
  /** What the operator was told; `undefined` when the store worked again. */
  readonly reports: (StoreFault | undefined)[];
  /** Every key below the prefix, without the marker. */
  keys(): Promise<string[]>;
}

interface Options {
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly prefix?: string;
  readonly silentMs?: number;
  readonly deletionWaitMs?: number;
}

/** @param options.prefix by default a new one, so that tests can share a bucket */
export function testS3Blobs(bucket: Bucket, options: Options): TestS3Blobs {
  const {
    store,
    prefix = `test-${randomBytes(8).toString('hex')}`,
    silentMs = 120_000,
    deletionWaitMs = silentMs,
  } = options;
  const client = openS3Client(
    { ...bucket, prefix, pathStyle: true },
    { silentMs, deletionMs: silentMs, connectMs: 60_000 },
  );
  const ledger = ledgerOf(store);
  const claim = () => claimPrefix({ client, ledger, prefix });
  const reports: (StoreFault | undefined)[] = [];
  const blobs = openS3Blobs({
    client,
    ledger,
    prefix,
    watch: watchStore({ report: (fault) => reports.push(fault), prepare: claim }),
    claim,
    freeBytes: async () => Number.MAX_SAFE_INTEGER,
    orphanSeconds: -1,
    deletionWaitMs,
  });
  return { blobs, client, ledger, prefix, reports, keys: () => everyKey(client, prefix) };
}
