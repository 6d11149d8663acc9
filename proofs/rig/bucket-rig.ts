import { openStoreProxy } from '#scripts/testing/store-proxy.ts';
import type { StoreProxy } from '#scripts/testing/store-proxy.ts';
import { bucketSettings, openTestBucket } from '#scripts/testing/test-bucket.ts';
import { reapAndCompare } from './bucket-truth.ts';
import type { BucketTruth } from './bucket-truth.ts';
import { builtProgram, startServer } from './start-server.ts';
import type { RunningServer } from './start-server.ts';
import { makeStore } from './stores.ts';
import type { StoreKind } from './stores.ts';

/** An empty database and an empty bucket, for any number of processes. */
export interface BucketRig extends AsyncDisposable {
  /** Between the processes and the store. */
  readonly proxy: StoreProxy;
  start(): Promise<RunningServer>;
  /** When no process runs. */
  reapAndCompare(): Promise<BucketTruth>;
}

export async function openBucketRig(kind: StoreKind): Promise<BucketRig> {
  const prefix = 'proof';
  const bucket = await openTestBucket();
  const proxy = await openStoreProxy(bucket.url);
  const store = await makeStore(kind);
  const env = { ...store.env, ...bucketSettings({ ...bucket, url: proxy.url }), SOTTO_S3_PREFIX: prefix };
  return {
    proxy,
    start: () => startServer({ env, binary: builtProgram }),
    reapAndCompare: () => reapAndCompare({ store, bucket, prefix }),
    async [Symbol.asyncDispose]() {
      await store.remove();
      await proxy[Symbol.asyncDispose]();
      await bucket[Symbol.asyncDispose]();
    },
  };
}
