import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from '@20minutes/s3rver';

/** What a service has to know of a bucket. */
export interface Bucket {
  readonly url: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

export interface TestBucket extends Bucket, AsyncDisposable {
  /** The folder of its objects. */
  readonly folder: string;
}

/** The settings that make a service use the bucket. */
export const bucketSettings = ({ url, bucket, region, accessKey, secretKey }: Bucket) => ({
  SOTTO_S3_URL: url,
  SOTTO_S3_BUCKET: bucket,
  SOTTO_S3_REGION: region,
  SOTTO_S3_ACCESS_KEY: accessKey,
  SOTTO_S3_SECRET_KEY: secretKey,
});

/** An object store in this process that keeps its objects in a temporary folder. */
export async function openTestBucket(): Promise<TestBucket> {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-bucket-'));
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    directory: folder,
    silent: true,
    // It signs the address of a bucket without the slash at its end, unlike every real store.
    allowMismatchedSignatures: true,
    configureBuckets: [{ name: 'files' }],
  });
  const { port } = await server.run();
  return {
    url: `http://127.0.0.1:${port}`,
    bucket: 'files',
    region: 'us-east-1',
    accessKey: 'S3RVER',
    secretKey: 'S3RVER',
    folder,
    async [Symbol.asyncDispose]() {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
