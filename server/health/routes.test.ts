import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStoreProxy } from '#scripts/testing/store-proxy.ts';
import { openTestBucket } from '#scripts/testing/test-bucket.ts';
import type { Deps } from '#server/deps.ts';
import { partOf } from '#server/blobs/testing/sources.ts';
import { openBucket } from '#server/blobs/s3/open-bucket.ts';
import { parseConfig } from '#server/config/parse-config.ts';
import { migrations } from '#migrations/registry.ts';
import { migrate } from '#server/db/migrate.ts';
import { ledgerOf } from '#server/records/object-ledger.ts';
import { testClient, openTestApp } from '#server/testing/test-app.ts';
import { SettableClock, makePlace, openAt, testDeps } from '#server/testing/test-stores.ts';

test('the service is ready while it can use its database and its folder, and not during shutdown', async () => {
  await using app = await openTestApp();
  const { testStore } = app;
  const deps = { ...app.deps, config: parseConfig({ SOTTO_DATA_DIR: testStore.dataDir }) };
  let draining = false;
  const ask = testClient(deps, { isDraining: () => draining });
  expect((await ask('GET', '/readyz')).status).toBe(200);
  draining = true;
  const refused = await ask('GET', '/readyz');
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toBe('5');
  expect((await ask('GET', '/healthz')).status, 'the process is alive').toBe(200);
});

test('a missing folder or a closed database makes the service not ready', async () => {
  await using app = await openTestApp();
  const { dataDir } = app.testStore;
  const gone = { ...app.deps, config: parseConfig({ SOTTO_DATA_DIR: `${dataDir}/gone` }) };
  expect((await testClient(gone)('GET', '/readyz')).status).toBe(503);
  const there = testClient({ ...app.deps, config: parseConfig({ SOTTO_DATA_DIR: dataDir }) });
  expect((await there('GET', '/readyz')).status).toBe(200);
  await app.deps.store.close();
  expect((await there('GET', '/readyz')).status).toBe(503);
});

test('a process stays ready beside a newer release, unless its migration says that it breaks older ones', async () => {
  await using app = await openTestApp();
  const { testStore, deps } = app;
  const ask = testClient({ ...deps, config: parseConfig({ SOTTO_DATA_DIR: testStore.dataDir }) });
  const upgrade = (name: string) => {
    const steps = [...migrations, [name, () => Promise.resolve()] as const];
    return deps.store.write(({ kysely }) => migrate(kysely, deps.store.backend.dialect, { steps }));
  };
  const forget = (name: string) =>
    deps.store.write(async ({ run }) => {
      await run('delete from migration where name = ?', [name]);
    });
  await upgrade('9998-adds-something');
  expect((await ask('GET', '/readyz')).status).toBe(200);
  await forget('9998-adds-something');
  await upgrade('9999-takes-something-away-breaking');
  expect((await ask('GET', '/readyz')).status).toBe(503);
  await forget('9999-takes-something-away-breaking');
  expect((await ask('GET', '/readyz')).status).toBe(200);
  await forget(migrations.at(-1)?.[0] ?? '');
  expect((await ask('GET', '/readyz')).status, 'an older database was put in its place').toBe(503);
});

test('a service whose object store is down stays in service, and says what does not work', async () => {
  await using app = await openTestApp();
  await using bucket = await openTestBucket();
  await using proxy = await openStoreProxy(bucket.url);
  const files = openBucket({
    connection: { ...bucket, url: proxy.url, prefix: 'health', pathStyle: true },
    ledger: ledgerOf(app.deps.store),
    freeBytes: async () => 1,
    report: () => undefined,
  });
  const config = parseConfig({ SOTTO_DATA_DIR: app.testStore.dataDir });
  const ready = async (bucket = files.bucket) => {
    const reply = await testClient({ ...app.deps, config, bucket })('GET', '/readyz');
    return [reply.status, (await reply.json()) as unknown];
  };
  expect(await ready()).toEqual([200, { status: 'ok' }]);
  proxy.behave = () => 'cut';
  await expect(files.blobs.put(partOf({ body: 'a', part: 0 }, new Uint8Array(9)))).rejects.toThrow();
  const asked = proxy.asked.length;
  expect(await ready()).toEqual([200, { status: 'degraded', down: ['files'] }]);
  expect(await ready()).toEqual([200, { status: 'degraded', down: ['files'] }]);
  expect(proxy.asked.length, 'a probe does not become many requests').toBe(asked);
  proxy.behave = () => 'pass';
  expect(await files.blobs.put(partOf({ body: 'a', part: 0 }, new Uint8Array(9)))).toBe('stored');
  expect(await ready()).toEqual([200, { status: 'ok' }]);
});

test('a process that is not ready says which part is the reason', async () => {
  await using app = await openTestApp();
  const partIn = async (deps: Deps, isDraining = false) => {
    const reply = await testClient(deps, { isDraining: () => isDraining })('GET', '/readyz');
    return ((await reply.json()) as { part?: string }).part;
  };
  const config = parseConfig({ SOTTO_DATA_DIR: app.testStore.dataDir });
  const deps = { ...app.deps, config };
  expect(await partIn(deps)).toBeUndefined();
  expect(await partIn(deps, true)).toBe('process');
  expect(await partIn({ ...deps, config: { ...config, dataDir: `${config.dataDir}/gone` } })).toBe('data-folder');
  await app.deps.store.close();
  expect(await partIn(deps)).toBe('database');
});

test('a process whose folder of keys is gone is not ready until the folder is back', async () => {
  await using place = await makePlace('PostgreSQL', process.env['TEST_POSTGRES_TEMPLATE']);
  const keysDir = join(place.dataDir, 'keys');
  mkdirSync(keysDir);
  const clock = new SettableClock();
  await using disposal = new AsyncDisposableStack();
  const store = disposal.adopt(await openAt(place, clock, { keysDir }), (opened) => opened.close());
  const config = parseConfig({ SOTTO_DATA_DIR: place.dataDir });
  const ask = testClient({ ...(await testDeps(place, { store, clock })), config });
  const ready = async () => {
    const reply = await ask('GET', '/readyz');
    return [reply.status, ((await reply.json()) as { part?: string }).part];
  };
  expect(await ready()).toEqual([200, undefined]);
  renameSync(keysDir, `${keysDir}.aside`);
  expect(await ready()).toEqual([503, 'keys']);
  mkdirSync(keysDir);
  expect(await ready(), 'the empty place of a disk that is not mounted').toEqual([503, 'keys']);
  renameSync(`${keysDir}.aside`, keysDir);
  expect(await ready()).toEqual([200, undefined]);
});
