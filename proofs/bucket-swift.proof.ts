import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApi } from '#client/api.ts';
import { remove } from '#client/manage.ts';
import { openS3Client } from '#server/blobs/s3/s3-client.ts';
import type { S3Client } from '#server/blobs/s3/s3-client.ts';
import { notProved } from '#scripts/testing/not-proved.ts';
import { startSwift } from '#scripts/testing/start-swift.ts';
import type { Swift } from '#scripts/testing/start-swift.ts';
import { bucketSettings } from '#scripts/testing/test-bucket.ts';
import { reapAndCompare } from './rig/bucket-truth.ts';
import { generatedBytes, sha256Of, sha256OfGenerated } from './rig/generated-bytes.ts';
import { bySize } from './rig/proof-size.ts';
import { residentMegabytes } from './rig/resident-memory.ts';
import { openFile, readWhole, sendFile } from './rig/share-file.ts';
import { startServer } from './rig/start-server.ts';
import { makeStore } from './rig/stores.ts';

/** Its packages take a minute to download and unpack, so `npm test` leaves it out. */
const isIncluded = bySize({ ci: process.env['TEST_SWIFT'] === 'true', full: true });
const TRANSFERS = 20;
const TRANSFER_BYTES = bySize({ ci: 30_000_000, full: 1_000_000_000 });
const MAX_MEGABYTES = 300;
const SPEED_BYTES = bySize({ ci: 100_000_000, full: 400_000_000 });
const LEAST_SHARE = 0.7;
const PART_BYTES = 4_194_432;

let swift: Swift | undefined;
beforeAll(async () => {
  if (isIncluded) swift = await startSwift();
}, 600_000);
afterAll(() => swift?.stop());

type Annotate = (message: string, type: string) => unknown;

async function orNotProved(annotate: Annotate): Promise<Swift | undefined> {
  if (swift === undefined) await notProved(annotate, 'files in a real object store: see npm run proof, on Debian.');
  return swift;
}

async function serviceWith(bucket: Swift, prefix: string) {
  const store = await makeStore('SQLite');
  const env = { ...store.env, ...bucketSettings(bucket), SOTTO_S3_PREFIX: prefix, SOTTO_MAX_FILES_MB: '2000' };
  const server = await startServer({ env });
  return { store, server, api: createApi({ baseUrl: server.url }) };
}

const clientOf = (bucket: Swift, prefix: string) => openS3Client({ ...bucket, prefix, pathStyle: true });

test('files pass through it unchanged, memory stays small, and nothing is left', async ({ annotate }) => {
  const bucket = await orNotProved(annotate);
  if (bucket === undefined) return;
  const prefix = 'memory';
  const { store, server, api } = await serviceWith(bucket, prefix);
  let most = 0;
  const watching = setInterval(() => (most = Math.max(most, residentMegabytes(server.pid))), 50);
  const transfer = async (at: number) => {
    const file = generatedBytes(`swift ${at}`, TRANSFER_BYTES);
    const shared = await sendFile(api, { file, maxViews: 5 });
    const read = readWhole(api, await openFile(api, shared.link));
    expect(await sha256Of(read)).toBe(await sha256OfGenerated(file));
    await remove(api, shared);
  };
  await Promise.all(Array.from({ length: TRANSFERS }, (_, at) => transfer(at)));
  clearInterval(watching);
  await annotate(`${TRANSFERS} transfers of ${TRANSFER_BYTES / 1e6} MB: ${Math.round(most)} MB`, 'info');
  expect(most).toBeLessThan(MAX_MEGABYTES);
  await server.end('SIGTERM');
  expect(await reapAndCompare({ store, bucket, prefix })).toEqual({ orphans: [], lost: [], count: 0 });
  await store.remove();
});

test('it is fast enough', async ({ annotate }) => {
  const bucket = await orNotProved(annotate);
  if (bucket === undefined) return;
  const { store, server, api } = await serviceWith(bucket, 'speed');
  const direct = await directMegabytesPerSecond(clientOf(bucket, 'speed'));
  const file = generatedBytes('speed', SPEED_BYTES);
  const started = performance.now();
  const shared = await sendFile(api, { file, maxViews: 5 });
  const sent = performance.now();
  await sha256Of(readWhole(api, await openFile(api, shared.link)));
  const [up, down] = [rate(sent - started), rate(performance.now() - sent)];
  await annotate(`up ${up} of ${direct.up} MB/s, down ${down} of ${direct.down} MB/s`, 'info');
  await server.end('SIGTERM');
  await store.remove();
  expect(Math.min(up / direct.up, down / direct.down)).toBeGreaterThan(LEAST_SHARE);
});

const rate = (ms: number): number => Math.round(SPEED_BYTES / 1e3 / ms);

/** The same number of requests at once as the client makes, straight to the store. */
async function directMegabytesPerSecond(client: S3Client): Promise<{ up: number; down: number }> {
  const parts = Array.from({ length: Math.floor(SPEED_BYTES / PART_BYTES) }, (_, at) => `direct/part-${at}`);
  const piece = Buffer.alloc(65_538, 7);
  const source = async function* () {
    for (let at = 0; at < PART_BYTES; at += piece.length) yield piece;
  };
  const started = performance.now();
  await fourAtOnce(parts, (key) => client.put(key, { bytes: source(), length: PART_BYTES }));
  const stored = performance.now();
  await fourAtOnce(parts, async (key) => {
    for await (const _piece of await client.get(key, { start: 0, end: PART_BYTES }));
  });
  const [up, down] = [rate(stored - started), rate(performance.now() - stored)];
  await fourAtOnce(parts, (key) => client.remove(key));
  return { up, down };
}

async function fourAtOnce(keys: readonly string[], act: (key: string) => Promise<void>): Promise<void> {
  const left = [...keys];
  const work = async () => {
    for (let key = left.pop(); key !== undefined; key = left.pop()) await act(key);
  };
  await Promise.all(Array.from({ length: 4 }, work));
}

test('leftovers are found on every page of a listing', async ({ annotate }) => {
  const bucket = await orNotProved(annotate);
  if (bucket === undefined) return;
  const prefix = 'pages';
  const { store, server, api } = await serviceWith(bucket, prefix);
  await sendFile(api, { file: generatedBytes('kept', 600_000), maxViews: 5 });
  await server.end('SIGTERM');
  const client = clientOf(bucket, prefix);
  const orphans = Array.from({ length: 1100 }, (_, at) => `${prefix}/orphan/${at.toString(16).padStart(32, '0')}`);
  const one = async function* () {
    yield Buffer.of(1);
  };
  await fourAtOnce(orphans, (key) => client.put(key, { bytes: one(), length: 1 }));
  const truth = await reapAndCompare({ store, bucket, prefix });
  expect(truth).toMatchObject({ orphans: [], lost: [] });
  expect(truth.count).toBeGreaterThan(0);
  await store.remove();
});
