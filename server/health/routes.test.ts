import { expect, test } from 'vitest';
import { parseConfig } from '#server/config/parse-config.ts';
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
