import { cpSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApi } from '#client/api.ts';
import type { Api } from '#client/api.ts';
import { remove } from '#client/manage.ts';
import type { Shared } from '#client/share.ts';
import { findWrongReservations } from '#server/records/reservation-total.ts';
import { openStore } from '#server/store.ts';
import { findWrongTotals } from '#server/records/totals.ts';
import { generatedBytes, sha256Of, sha256OfGenerated } from './rig/generated-bytes.ts';
import { bodiesOnDisk, bytesOnDisk, partsOnDisk } from './rig/parts-on-disk.ts';
import { bySize } from './rig/proof-size.ts';
import { finish, openFile, prepareFile, readWhole, sendFile, uploadFile } from './rig/share-file.ts';
import { startServer } from './rig/start-server.ts';
import type { RunningServer } from './rig/start-server.ts';
import { makeStore, storeKinds } from './rig/stores.ts';
import type { TestStore } from './rig/stores.ts';

const BYTES = bySize({ ci: 96_000_000, full: 1_000_000_000 });
/** Progress at which the server is killed. */
const KILLED_AT = [0.2, 0.5, 0.8];
const SECONDS_TO_SWEEP = 90;

/** A kill rolls back a change together with its share of the totals. */
async function expectSumsRight({ dataDir, env }: TestStore): Promise<void> {
  const clock = { now: () => Math.floor(Date.now() / 1000) };
  const databaseUrl = env['SOTTO_DATABASE_URL'];
  const opened = await openStore({ dataDir, databaseUrl, clock, acceptLostKeys: false });
  const { read } = opened;
  const wrong = [await findWrongTotals(read), await findWrongReservations(read)];
  await opened.close();
  expect(wrong).toEqual([[], []]);
}

describe.each(storeKinds)('kill -9 under a transfer, on %s', (kind) => {
  let store: TestStore;
  let server: RunningServer;
  /** The API of a client that retries, as every client does. */
  let api: Api;

  beforeAll(async () => {
    store = await makeStore(kind);
    server = await startServer(store);
    api = createApi({ baseUrl: server.url });
  });
  afterAll(async () => {
    await server.end('SIGTERM');
    await store.remove();
  });

  async function restart(whileDown: () => void = () => undefined): Promise<void> {
    await server.end('SIGKILL');
    whileDown();
    await expectSumsRight(store);
    server = await startServer({ env: store.env, port: server.port });
  }

  /** Kills the server at each of these points while the transfer continues. */
  function killer() {
    const due = KILLED_AT.map((share) => share * BYTES);
    let restarts = Promise.resolve();
    return {
      done(bytes: number) {
        if (due[0] === undefined || bytes < due[0]) return;
        due.shift();
        restarts = restarts.then(() => restart());
      },
      async expectDone() {
        await restarts;
        expect(due, 'the server was killed at every point').toEqual([]);
      },
    };
  }

  test('three times in an upload and three in a download: the same bytes, one view, and nothing left afterwards', async () => {
    const file = generatedBytes(`killed on ${kind}`, BYTES);
    const prepared = await prepareFile(api, { file, maxViews: 2 });
    const uploading = killer();
    const failures: (Error | undefined)[] = [];
    await uploadFile(
      api,
      { prepared, file },
      { onProgress: (bytes) => uploading.done(bytes), onRetry: (error) => void failures.push(error) },
    );
    await uploading.expectDone();
    expect(failures.filter((error) => error !== undefined).length, 'the client saw failures').toBeGreaterThan(0);
    const shared = await prepared.send();

    const opened = await openFile(api, shared.link);
    const downloading = killer();
    const counted = async function* () {
      let bytes = 0;
      for await (const piece of readWhole(api, opened)) {
        bytes += piece.length;
        downloading.done(bytes);
        yield piece;
      }
    };
    expect(await sha256Of(counted())).toBe(await sha256OfGenerated(file));
    await downloading.expectDone();
    await finish(api, opened);
    const ownerProof = prepared.body?.ownerProof ?? '';
    const status = await api.status(shared.id, { ownerProof });
    expect(status).toMatchObject({ viewsLeft: 1, reading: 0, state: 'live' });
    expect(status.openedAt).toHaveLength(1);

    await finish(api, await openFile(api, shared.link));
    await expect.poll(() => partsOnDisk(store.dataDir), { timeout: SECONDS_TO_SWEEP * 1000 }).toEqual([]);
  });

  const small = () => generatedBytes(`small on ${kind} ${Math.random()}`, 3_000_000);
  const removeShare = (shared: Shared) => remove(api, shared);

  test('after the next start, files without a row are gone and files with one are kept', async () => {
    const kept = small();
    const shared = await sendFile(api, { file: kept });
    const [body = ''] = bodiesOnDisk(store.dataDir);
    const stray = join(dirname(dirname(body)), 'aa', 'a'.repeat(32));
    await restart(() => cpSync(body, stray, { recursive: true }));
    await expect.poll(() => bodiesOnDisk(store.dataDir), { timeout: SECONDS_TO_SWEEP * 1000 }).toEqual([body]);
    expect(await sha256Of(readWhole(api, await openFile(api, shared.link)))).toBe(await sha256OfGenerated(kept));
    await removeShare(shared);
    await expect.poll(() => bytesOnDisk(store.dataDir), { timeout: SECONDS_TO_SWEEP * 1000 }).toBe(0);
  });

  test('a cancelled upload leaves nothing behind, with or without a kill', async () => {
    const file = generatedBytes(`called off on ${kind}`, 40_000_000);
    const prepared = await prepareFile(api, { file });
    const enough = new AbortController();
    const options = { signal: enough.signal, onProgress: (bytes: number) => bytes > 10_000_000 && enough.abort() };
    await expect(uploadFile(api, { prepared, file }, options)).rejects.toThrow();
    expect(bytesOnDisk(store.dataDir)).toBeGreaterThan(10_000_000);
    await restart();
    expect(bytesOnDisk(store.dataDir), 'durable parts are still there').toBeGreaterThan(10_000_000);
    await prepared.discard();
    await expect.poll(() => bytesOnDisk(store.dataDir), { timeout: SECONDS_TO_SWEEP * 1000 }).toBe(0);
    await expect(prepared.send(), 'the share can no longer be created').rejects.toThrow();
  });
});
