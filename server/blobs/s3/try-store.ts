import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { S3Client } from './s3-client.ts';
import { StoreFault } from './store-fault.ts';

const LENGTH = 1000;
const RANGE = { start: 100, end: 900 };

const KEEPS_VERSIONS =
  'The bucket keeps former versions, so deleted files stay in it. Turn versioning off for this bucket.';
const HAS_LIFECYCLE =
  'The bucket has lifecycle rules for this prefix: they may delete files that are still needed. Exclude the prefix.';

/**
 * Writes, reads, lists and deletes an object, as the service does.
 * @returns warnings about settings of the bucket that keep deleted files, or delete files too early. @throws StoreFault
 */
export async function tryStore(client: S3Client, prefix: string): Promise<string[]> {
  const key = `${prefix}/sotto-test-${randomBytes(8).toString('hex')}`;
  const bytes = randomBytes(LENGTH);
  await client.list(`${prefix}/`);
  await client.put(key, { bytes: Readable.from([bytes]), length: LENGTH });
  try {
    const read = await buffer(await client.get(key, RANGE));
    if (!read.equals(bytes.subarray(RANGE.start, RANGE.end)))
      throw new StoreFault('refused', 'range', 'The object store returns other bytes than were written.');
    const { objects } = await client.list(key);
    if (!objects.some((object) => object.key === key))
      throw new StoreFault('refused', 'list', 'The object store does not list an object that it has.');
  } finally {
    await client.remove(key);
  }
  const warnings: string[] = [];
  if ((await client.keepsVersions()) === true) warnings.push(KEEPS_VERSIONS);
  if ((await client.hasLifecycle(prefix)) === true) warnings.push(HAS_LIFECYCLE);
  return warnings;
}
