import { openStoreProxy } from '#scripts/testing/store-proxy.ts';
import type { StoreProxy } from '#scripts/testing/store-proxy.ts';
import { bucketSettings, openTestBucket } from '#scripts/testing/test-bucket.ts';

export interface BucketBehindProxy extends AsyncDisposable {
  readonly proxy: StoreProxy;
  /** Make a service use the bucket through the proxy. */
  readonly settings: Readonly<Record<string, string>>;
}

/** An empty bucket whose store behaves as a test says. */
export async function openBucketBehindProxy(): Promise<BucketBehindProxy> {
  const bucket = await openTestBucket();
  const proxy = await openStoreProxy(bucket.url);
  return {
    proxy,
    settings: bucketSettings({ ...bucket, url: proxy.url }),
    async [Symbol.asyncDispose]() {
      await proxy[Symbol.asyncDispose]();
      await bucket[Symbol.asyncDispose]();
    },
  };
}
