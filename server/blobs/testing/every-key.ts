import type { S3Client } from '#server/blobs/s3/s3-client.ts';

/** The keys of all objects below the prefix, without the marker of its database. */
export async function everyKey(client: Pick<S3Client, 'list'>, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  let after: string | undefined;
  do {
    const { objects, next } = await client.list(`${prefix}/`, after);
    keys.push(...objects.map(({ key }) => key).filter((key) => !key.endsWith('.json')));
    after = next;
  } while (after !== undefined);
  return keys;
}
