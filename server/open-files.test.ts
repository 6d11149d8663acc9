import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bucketSettings, openTestBucket } from '#scripts/testing/test-bucket.ts';
import type { TestBucket } from '#scripts/testing/test-bucket.ts';
import { openDiskBlobs } from './blobs/disk.ts';
import { openS3Client } from './blobs/s3/s3-client.ts';
import { everyKey } from './blobs/testing/every-key.ts';
import { partOf } from './blobs/testing/sources.ts';
import { reconcileFileBodies } from './file-bodies/reconcile-file-bodies.ts';
import { parseConfig } from './config/parse-config.ts';
import { openFiles } from './open-files.ts';
import { dialects, openTestStore } from './testing/test-stores.ts';
import { uploaded } from './testing/test-upload.ts';

let bucket: TestBucket;
beforeAll(async () => {
  bucket = await openTestBucket();
});
afterAll(() => bucket[Symbol.asyncDispose]());

/** The number of objects in the bucket, besides the marker. */
async function objectsBelow(prefix: string): Promise<number> {
  return (await everyKey(openS3Client({ ...bucket, prefix, pathStyle: true }), prefix)).length;
}

describe.each(dialects)('%s', (dialect) => {
  async function opened(prefix: string) {
    const testStore = await openTestStore(dialect);
    const env = { SOTTO_DATA_DIR: testStore.dataDir, SOTTO_MIN_FREE_MB: '0' };
    const inBucket = { ...env, ...bucketSettings(bucket), SOTTO_S3_PREFIX: prefix };
    const openWith = (settings: Readonly<Record<string, string>>) =>
      openFiles({ config: parseConfig(settings), store: testStore.deps.store });
    return { testStore, env, inBucket, openWith };
  }
  const accepted = { SOTTO_ACCEPT_LOST_KEYS: 'true' };

  test('a database whose files are in a bucket does not start without it', async () => {
    const { testStore, env, inBucket, openWith } = await opened(`${dialect}-a`);
    const { blobs } = await openWith(inBucket);
    await blobs.put(partOf({ body: 'a', part: 0 }, new Uint8Array(10)));
    await expect(openWith(env)).rejects.toThrow('SOTTO_S3_URL is not set');
    expect((await openWith({ ...env, ...accepted })).bucket).toBeUndefined();
    await testStore[Symbol.asyncDispose]();
  });

  test('files in the data folder keep a service from starting with a bucket', async () => {
    const { testStore, inBucket, openWith } = await opened(`${dialect}-b`);
    const disk = await openDiskBlobs({ folder: join(testStore.dataDir, 'bodies') });
    expect((await openWith(inBucket)).bucket, 'an empty folder does not').toBeDefined();
    await disk.put(partOf({ body: 'abc', part: 0 }, new Uint8Array(10)));
    await expect(openWith(inBucket)).rejects.toThrow('still has files of shares');
    expect((await openWith({ ...inBucket, ...accepted })).bucket).toBeDefined();
    await testStore[Symbol.asyncDispose]();
  });

  test('a share with files lives in a bucket from its upload to its end', async () => {
    const { testStore, inBucket, openWith } = await opened(`${dialect}-c`);
    const { blobs } = await openWith(inBucket);
    const deps = { ...testStore.deps, blobs };
    const upload = await uploaded(deps, { maxViews: 1 });
    const claim = upload.share.linkProof;
    await upload.share.open(deps, claim);
    expect((await upload.read(deps, claim, { from: 0, chunks: 3 })).equals(Buffer.from(upload.body))).toBe(true);
    const names: string[] = [];
    for await (const name of blobs.bodies()) names.push(name);
    expect(names).toHaveLength(1);
    expect(await objectsBelow(`${dialect}-c`)).toBe(3);
    await upload.share.delete(deps);
    expect(await blobs.list(names[0] ?? '')).toEqual(new Map());
    await expect.poll(() => objectsBelow(`${dialect}-c`)).toBe(0);
    await testStore[Symbol.asyncDispose]();
  });

  test('a bucket or prefix without the files of a database is refused, and its shares end only if that is accepted', async () => {
    const { testStore, inBucket, openWith } = await opened(`${dialect}-d`);
    const right = await openWith(inBucket);
    const deps = { ...testStore.deps, ...right };
    const { share } = await uploaded(deps);
    const wrong = { ...inBucket, SOTTO_S3_PREFIX: `${dialect}-wrong` };
    await expect((await openWith(wrong)).bucket?.check()).rejects.toThrow('has no file of this database');
    expect(await objectsBelow(`${dialect}-wrong`)).toBe(0);
    expect(await right.bucket?.check()).toEqual([]);
    await reconcileFileBodies(deps, false);
    expect((await share.status(deps)).state).toBe('live');
    const given = await openWith({ ...wrong, ...accepted });
    expect(await given.bucket?.check()).toEqual([]);
    await reconcileFileBodies({ ...deps, ...given }, true);
    expect((await share.status(deps)).state).toBe('destroyed');
    await testStore[Symbol.asyncDispose]();
  });
});
