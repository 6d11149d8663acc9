import { randomBytes } from 'node:crypto';
import type { S3Client } from './s3-client.ts';
import { StoreFault } from './store-fault.ts';

const LENGTH = 1000;
const RANGE = { start: 100, end: 900 };

/**
 * Writes, reads, lists and deletes an object, as the service does.
 * @returns sentences about what deletes files late, or too early. @throws StoreFault
 */
export async function tryStore(client: S3Client, prefix: string): Promise<string[]> {
  const key = `${prefix}/sotto-test-${randomBytes(8).toString('hex')}`;
  const bytes = randomBytes(LENGTH);
  await client.list(`${prefix}/`);
  await client.put(key, { bytes: one(bytes), length: LENGTH });
  try {
    const read: Uint8Array[] = [];
    for await (const piece of await client.get(key, RANGE)) read.push(piece);
    if (!Buffer.concat(read).equals(bytes.subarray(RANGE.start, RANGE.end)))
      throw new StoreFault('refused', 'range', 'The object store returns other bytes than were written.');
    const { objects } = await client.list(key);
    if (!objects.some((object) => object.key === key))
      throw new StoreFault('refused', 'list', 'The object store does not list an object that it has.');
  } finally {
    await client.remove(key);
  }
  return [
    ...((await client.keepsVersions()) === true
      ? ['The bucket keeps former versions, so files that ended stay in it. Turn versioning off for this bucket.']
      : []),
    ...((await client.hasLifecycle(prefix)) === true
      ? [
          'The bucket has lifecycle rules for this prefix: they may delete files that are still needed. Exclude the prefix.',
        ]
      : []),
  ];
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield bytes;
}
