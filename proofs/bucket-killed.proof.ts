import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApi } from '#client/api.ts';
import type { Api } from '#client/api.ts';
import { ApiError, NetworkError } from '#client/errors.ts';
import { remove } from '#client/manage.ts';
import { shareSecret } from '#client/share.ts';
import type { Shared } from '#client/share.ts';
import { openStoreProxy } from '#scripts/testing/store-proxy.ts';
import type { Behaviour, StoreProxy } from '#scripts/testing/store-proxy.ts';
import { bucketSettings, openTestBucket } from '#scripts/testing/test-bucket.ts';
import type { TestBucket } from '#scripts/testing/test-bucket.ts';
import { reapAndCompare } from './rig/bucket-truth.ts';
import { generatedBytes, sha256Of, sha256OfGenerated } from './rig/generated-bytes.ts';
import type { GeneratedBytes } from './rig/generated-bytes.ts';
import { bySize } from './rig/proof-size.ts';
import { openFile, readWhole, sendFile } from './rig/share-file.ts';
import { startServer } from './rig/start-server.ts';
import type { RunningServer } from './rig/start-server.ts';
import { makeStore, storeKinds } from './rig/stores.ts';
import type { TestStore } from './rig/stores.ts';

const KILLS = bySize({ ci: 3, full: 60 });
const CLIENTS = 4;
/** The longest time from an acknowledged file to a kill. */
const MAX_LOAD_MS = 1500;
const FILE_BYTES = 1_300_000;

interface Kept {
  readonly shared: Shared;
  readonly file: GeneratedBytes;
}

/** Instead of the seconds that a client waits before it tries again. */
const briefly = (): Promise<void> => delay(20);

/** The first error of an upload that would be tried again and again. */
async function firstFailure(api: Api): Promise<Error | undefined> {
  const enough = new AbortController();
  let failure: Error | undefined;
  const onRetry = (error: Error | undefined) => {
    failure ??= error;
    enough.abort();
  };
  const file = generatedBytes('down', 600_000);
  await sendFile(api, { file }, { signal: enough.signal, onRetry }).catch(() => undefined);
  return failure;
}

describe.each(storeKinds)('files in a bucket, with %s', (kind) => {
  let bucket: TestBucket;
  let proxy: StoreProxy;
  let store: TestStore;
  const prefix = 'proof';
  const kept: Kept[] = [];

  beforeAll(async () => {
    bucket = await openTestBucket();
    proxy = await openStoreProxy(bucket.url);
    store = await makeStore(kind);
  });
  afterAll(async () => {
    await store.remove();
    await proxy[Symbol.asyncDispose]();
    await bucket[Symbol.asyncDispose]();
  });

  const start = (): Promise<RunningServer> =>
    startServer({
      env: { ...store.env, ...bucketSettings({ ...bucket, url: proxy.url }), SOTTO_S3_PREFIX: prefix },
    });

  /** Uploads and deletes until the server is gone. What was acknowledged is remembered. */
  async function live(api: Api, seed: string, signal: AbortSignal): Promise<void> {
    const isOver = () => signal.aborted;
    for (let turn = 0; !isOver(); turn++) {
      const file = generatedBytes(`${seed} ${turn}`, FILE_BYTES);
      try {
        const shared = await sendFile(api, { file, maxViews: 20 }, { signal, wait: briefly });
        if (turn % 3 === 1) await remove(api, shared);
        else kept.push({ shared, file });
      } catch (error) {
        const isFailure = error instanceof ApiError && error.code === 'unavailable';
        if (!(isFailure || error instanceof NetworkError || isOver())) throw error;
      }
    }
  }

  /** Every tenth request meets with one of these, and every fourth deletion is lost. */
  function misbehave(...behaviours: readonly Behaviour[]): void {
    let [requests, deletions] = [0, 0];
    proxy.behave = ({ method }) => {
      if (method === 'DELETE' && ++deletions % 4 === 0) return 'lose';
      return ++requests % 10 === 0 ? (behaviours[(requests / 10) % behaviours.length] ?? 'pass') : 'pass';
    };
  }

  test('kill -9 under load, with a store that fails: nothing acknowledged is lost, and nothing is left over', async () => {
    for (let kill = 0; kill < KILLS; kill++) {
      proxy.behave = () => 'pass';
      const server = await start();
      const slow: Behaviour = { status: 503, code: 'SlowDown' };
      misbehave('cut', 'cut-after', 'fail-after', slow, { status: 403, code: 'AccessDenied' });
      const over = new AbortController();
      const api = createApi({ baseUrl: server.url, attempts: 2, wait: briefly });
      const clients = Array.from({ length: CLIENTS }, (_, client) => live(api, `${kill} ${client}`, over.signal));
      const before = kept.length;
      while (kept.length === before && server.exitCode() === null) await delay(10);
      await delay(Math.random() * MAX_LOAD_MS);
      await server.end('SIGKILL');
      over.abort();
      await Promise.all(clients);
    }
    proxy.behave = () => 'pass';
    expect(kept.length).toBeGreaterThan(0);
    const server = await start();
    const api = createApi({ baseUrl: server.url });
    for (const { shared, file } of kept) {
      const read = readWhole(api, await openFile(api, shared.link));
      expect(await sha256Of(read), 'an acknowledged file').toBe(await sha256OfGenerated(file));
    }
    await server.end('SIGTERM');
    const truth = await reapAndCompare({ store, bucket, prefix });
    expect(truth).toMatchObject({ orphans: [], lost: [] });
    expect(truth.count).toBeGreaterThanOrEqual(kept.length * 3);
  });

  test('while the store is down texts work, health says which part is down, and files are refused for now', async () => {
    const server = await start();
    const api = createApi({ baseUrl: server.url, attempts: 1 });
    const [first] = kept;
    const { shared } = first ?? expect.unreachable();
    proxy.behave = () => 'cut';
    const text = {
      text: 'hunter2',
      maxViews: 1,
      ttlSeconds: 3600,
      kdf: () => Promise.reject(new Error('no password')),
    };
    expect((await shareSecret(api, text)).link).toContain('#');
    expect(await firstFailure(api)).toMatchObject({ code: 'unavailable', retryAfterSeconds: 5 });
    const ready = await fetch(`${server.url}readyz`);
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'degraded', down: ['files'] }]);
    await remove(api, shared);
    await server.end('SIGKILL');
    const restarted = await start();
    expect((await shareSecret(createApi({ baseUrl: restarted.url, attempts: 1 }), text)).link).toContain('#');
    proxy.behave = () => 'pass';
    const again = createApi({ baseUrl: restarted.url });
    const [, second] = kept;
    const other = second ?? expect.unreachable();
    const read = readWhole(again, await openFile(again, other.shared.link));
    expect(await sha256Of(read)).toBe(await sha256OfGenerated(other.file));
    await restarted.end('SIGTERM');
    expect(await reapAndCompare({ store, bucket, prefix }), 'also that of the share deleted meanwhile').toMatchObject({
      orphans: [],
      lost: [],
    });
  });
});
