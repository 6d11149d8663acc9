import { expect, test } from 'vitest';
import { parseConfig } from '#server/config/parse-config.ts';
import { migrations } from '#migrations/registry.ts';
import { migrate } from '#server/db/migrate.ts';
import { testClient, openTestApp } from '#server/testing/test-app.ts';

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
