import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { TestContext } from 'vitest';
import { createApi } from '#client/api.ts';
import { ApiError } from '#client/errors.ts';
import { encryptParts } from './rig/encrypted-parts.ts';
import { generatedBytes, sha256Of, sha256OfGenerated } from './rig/generated-bytes.ts';
import { refusal } from './rig/load.ts';
import { expiryIn, makeShare } from './rig/make-share.ts';
import { bytesOnDisk, partsOnDisk } from './rig/parts-on-disk.ts';
import { finish, openFile, prepareFile, readWhole, uploadFile } from './rig/share-file.ts';
import { fill, makeSmallDisk, whyNoSmallDisk } from './rig/small-disk.ts';
import { startServer } from './rig/start-server.ts';
import type { RunningServer } from './rig/start-server.ts';
import { makeStore } from './rig/stores.ts';

const MEGABYTE = 1_000_000;
const SWEEP = { timeout: 60_000 };

/** @returns the prepared share, and the error of the client library */
async function refusedUpload({ api }: RunningServer, megabytes: number) {
  const file = generatedBytes('refused', megabytes * MEGABYTE);
  const prepared = await prepareFile(api, { file });
  return { prepared, refused: await refusal(uploadFile(api, { prepared, file })) };
}

const ownerOf = ({ body }: Awaited<ReturnType<typeof prepareFile>>) => ({ ownerProof: body?.ownerProof ?? '' });

/** Below this reserve no upload starts. Above it, other programs can still fill the disk. */
async function startOnSmallDisk(annotate: TestContext['annotate']) {
  const reason = whyNoSmallDisk();
  if (reason !== undefined) {
    await annotate(`NOT PROVED: ${reason}`, 'warning');
    process.stderr.write(`\nNOT PROVED here, uploads to a disk that is full: ${reason}\n`);
    return undefined;
  }
  const disk = makeSmallDisk(96);
  const env = { SOTTO_DATA_DIR: disk.folder, SOTTO_MIN_FREE_MB: '10' };
  const server = await startServer({ env, under: disk.under });
  const end = async () => {
    await server.end('SIGTERM');
    disk.remove();
  };
  return { server, folder: disk.seenThrough(server.pid), end };
}

test('a quota refuses an upload before its first byte and leaves nothing behind', async () => {
  const store = await makeStore('SQLite');
  const server = await startServer({ env: { ...store.env, SOTTO_STORAGE_QUOTA_MB: '40' } });
  const { api } = server;
  const upload = async (seed: string) => {
    const file = generatedBytes(seed, 25 * MEGABYTE);
    const prepared = await prepareFile(api, { file });
    await uploadFile(api, { prepared, file });
    return prepared;
  };
  const kept = await upload('within the quota');
  const used = bytesOnDisk(store.dataDir);

  const { prepared, refused } = await refusedUpload(server, 25);
  expect(refused).toBe('insufficient-storage');
  expect(await refusal(api.status(prepared.id, ownerOf(prepared)))).toBe('not-found');
  expect(bytesOnDisk(store.dataDir)).toBe(used);
  expect(await kept.send(), 'an upload that started in time can finish').toMatchObject({ state: 'live' });

  await kept.discard();
  await expect.poll(() => partsOnDisk(store.dataDir), SWEEP).toEqual([]);
  expect(await (await upload('after room was made')).send()).toMatchObject({ state: 'live' });
  await server.end('SIGTERM');
  await store.remove();
});

test('a disk that fills up stops an upload with 507, and the same upload continues when there is room', async ({
  annotate,
}) => {
  const small = await startOnSmallDisk(annotate);
  if (small === undefined) return;
  const { folder, server, end } = small;
  const { api } = server;

  const tooMuch = await refusedUpload(server, 90);
  expect(tooMuch.refused).toBe('insufficient-storage');
  expect(await refusal(api.status(tooMuch.prepared.id, ownerOf(tooMuch.prepared)))).toBe('not-found');
  expect(partsOnDisk(folder)).toEqual([]);

  const file = generatedBytes('half way', 30 * MEGABYTE);
  const prepared = await prepareFile(api, { file });
  const task = prepared.body ?? expect.unreachable();
  const { begin, parts } = await encryptParts(task, file);
  const put = (part: number) =>
    api.putPart(prepared.id, part, { ownerProof: task.ownerProof, bytes: parts[part] ?? expect.unreachable() });
  await api.beginUpload(prepared.id, begin);
  const half = Math.floor(parts.length / 2);
  for (let part = 0; part < half; part++) await put(part);
  const ballast = fill(folder);
  const refused = await Promise.all(parts.slice(half).map((_, after) => refusal(put(half + after))));
  expect(new Set(refused)).toEqual(new Set(['insufficient-storage']));
  expect(partsOnDisk(folder), 'only whole parts').toHaveLength(half);
  expect(await refusal(prepared.send()), 'half a share cannot be created').toMatch(
    /^(upload-incomplete|insufficient-storage)$/,
  );
  expect(await refusal(api.describe(prepared.id, { linkProof: task.linkProof }))).toBe('not-found');
  const text = makeShare({ maxViews: 1, expiresAt: await expiryIn(api, 3600) });
  await expect
    .poll(() => refusal(api.create(text.id, text.body)), { timeout: 60_000, message: 'other creates are refused too' })
    .toBe('insufficient-storage');

  rmSync(ballast);
  await expect.poll(() => refusal(put(half)), { timeout: 30_000 }).toBeUndefined();
  expect(await refusal(prepared.send())).toBe('upload-incomplete');
  for (const part of parts.keys()) await put(part);
  const opened = await openFile(api, (await prepared.send()).link);
  expect(await sha256Of(readWhole(api, opened))).toBe(await sha256OfGenerated(file));
  await finish(api, opened);
  await expect.poll(() => partsOnDisk(folder), SWEEP).toEqual([]);
  await end();
});

test('a client waits for room automatically, and the bytes arrive intact', async ({ annotate }) => {
  const small = await startOnSmallDisk(annotate);
  if (small === undefined) return;
  const { folder, server, end } = small;
  const api = createApi({ baseUrl: server.url });
  const file = generatedBytes('retry', 40 * MEGABYTE);
  const prepared = await prepareFile(api, { file });
  const failures: string[] = [];
  let ballast: string | undefined;
  const onProgress = (bytes: number) => {
    if (bytes > 10 * MEGABYTE) ballast ??= fill(folder);
  };
  const onRetry = (error: Error | undefined) => {
    if (error) rmSync(ballast ?? expect.unreachable(), { force: true });
    failures.push(error instanceof ApiError ? error.code : String(error));
  };
  await uploadFile(api, { prepared, file }, { onProgress, onRetry });
  expect(failures).toContain('insufficient-storage');
  expect(failures.at(-1), 'and then it continued').toBe('undefined');
  const opened = await openFile(api, (await prepared.send()).link);
  expect(await sha256Of(readWhole(api, opened))).toBe(await sha256OfGenerated(file));
  await end();
});
