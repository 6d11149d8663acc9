import { expect, test } from 'vitest';
import { migrations } from '#migrations/registry.ts';
import { SettableClock, dialects, makePlace, openAt, openTestStore, testDeps } from '#server/testing/test-stores.ts';
import { madeShare } from '#server/testing/test-share.ts';
import { migrate } from './migrate.ts';

test.each(dialects)('%s: an up-to-date database is not changed', async (dialect) => {
  await using testStore = await openTestStore(dialect);
  const { deps } = testStore;
  const share = await madeShare(deps);
  const again = await testStore.open();
  expect((await share.open({ ...deps, store: again })).head.viewsLeft).toBe(0);
  await again.close();
});

test.each(dialects)('%s: several processes can start on an empty database at the same time', async (dialect) => {
  await using place = await makePlace(dialect);
  const clock = new SettableClock();
  const stores = await Promise.all(Array.from({ length: 4 }, () => openAt(place, clock)));
  for (const store of stores) await madeShare(await testDeps(place, { store, clock }));
  await Promise.all(stores.map((store) => store.close()));
});

test.each(dialects)('%s: only a start of the service makes an empty database a new installation', async (dialect) => {
  await using place = await makePlace(dialect);
  const clock = new SettableClock();
  await expect(openAt(place, clock, { mayCreate: false })).rejects.toThrow('The database is empty');
  const store = await openAt(place, clock);
  await store.close();
  await (await openAt(place, clock, { mayCreate: false })).close();
});

test.each(dialects)("%s: a database of a newer release is refused with the migration's name", async (dialect) => {
  await using testStore = await openTestStore(dialect);
  const { store } = testStore.deps;
  await store.write((tx) =>
    migrate(tx.kysely, store.backend.dialect, {
      steps: [...migrations, ['9999-from-the-future', () => Promise.resolve()]],
    }),
  );
  await expect(testStore.open()).rejects.toThrow('9999-from-the-future');
});

test.each(dialects)('%s: a failed migration leaves nothing behind', async (dialect) => {
  await using testStore = await openTestStore(dialect);
  const { store } = testStore.deps;
  const failing = store.write((tx) =>
    migrate(tx.kysely, store.backend.dialect, {
      steps: [
        ...migrations,
        [
          '0002-broken',
          async (db) => {
            await db.schema.createTable('half').addColumn('id', 'integer').execute();
            throw new Error('broken');
          },
        ],
      ],
    }),
  );
  await expect(failing).rejects.toThrow('broken');
  const tables = await store.read.kysely.introspection.getTables();
  expect(tables.map((table) => table.name)).not.toContain('half');
  await madeShare(testStore.deps);
});
