import { statSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { expect, test } from 'vitest';
import { openStore } from '#server/store.ts';
import { sweep } from '#server/sweep/sweep.ts';
import { madeShare, secret } from '#server/testing/test-share.ts';
import type { TestShare } from '#server/testing/test-share.ts';
import { makePlace, openTestStore, SettableClock, testDeps } from '#server/testing/test-stores.ts';
import type { TestStore } from '#server/testing/test-stores.ts';

const HOUR = 3600;
const RECORD_BYTES = 64;

function sizes({ dataDir }: Pick<TestStore, 'dataDir'>) {
  const size = (name: string) => statSync(join(dataDir, name)).size;
  return { database: size('sotto.db'), log: size('sotto.db-wal'), slots: size('keys.slots') };
}

async function makeMany({ deps, clock }: TestStore, count: number): Promise<TestShare[]> {
  const terms = { expiresAt: clock.now() + HOUR, maxViews: 1, sealedBytes: 20_000 };
  return Promise.all(Array.from({ length: count }, () => madeShare(deps, terms)));
}

const readable = async (share: TestShare, deps: TestStore['deps']) =>
  Buffer.compare((await share.open(deps, secret())).sealed, share.toCreate.sealed) === 0;

test('after all shares are gone, the files have their original size', async () => {
  await using testStore = await openTestStore('SQLite');
  const { deps, clock } = testStore;
  await sweep(deps);
  const [{ bytes }] = (await deps.store.read.run(
    'select page_count * page_size as bytes from pragma_page_count, pragma_page_size',
    [],
  )) as [{ bytes: number }];
  await makeMany(testStore, 300);
  const full = sizes(testStore);
  clock.advance(40 * 24 * HOUR);
  for (let sweeps = 0; sweeps < 60; sweeps++) {
    await sweep(deps);
    clock.advance(24 * HOUR);
  }
  expect(full.database + full.log).toBeGreaterThan(300 * 20_000);
  expect(full.slots).toBe(300 * RECORD_BYTES);
  const { log, ...files } = sizes(testStore);
  expect(files).toEqual({ database: bytes, slots: 0 });
  expect(log, 'at most the time of each sweep').toBeLessThan(60 * 5000);
});

test('slots after the last used one are truncated and used again later', async () => {
  await using testStore = await openTestStore('SQLite');
  const { deps } = testStore;
  const [first, second, third] = [await madeShare(deps), await madeShare(deps), await madeShare(deps)];
  await third.delete(deps);
  await first.delete(deps);
  await sweep(deps);
  expect(sizes(testStore).slots).toBe(2 * RECORD_BYTES);
  const again = [await madeShare(deps), await madeShare(deps)];
  expect(sizes(testStore).slots).toBe(3 * RECORD_BYTES);
  for (const share of [second, ...again]) expect(await readable(share, deps)).toBe(true);
});

test('two processes that truncate and create in turn lose no keys', async () => {
  await using testStore = await openTestStore('SQLite');
  const { deps } = testStore;
  const other = { ...deps, store: await testStore.open() };
  const kept: TestShare[] = [];
  for (let round = 0; round < 30; round++) {
    const [mine, theirs] = await Promise.all([madeShare(deps), madeShare(other), sweep(deps), sweep(other)]);
    kept.push(round % 2 === 0 ? mine : theirs);
    await Promise.all([(round % 2 === 0 ? theirs : mine).delete(deps), sweep(other), sweep(deps)]);
  }
  for (const share of kept) expect(await readable(share, round(deps, other))).toBe(true);
  await other.store.close();
});

/** Picks one at random: each opens what the other created. */
const round = <T>(one: T, other: T): T => (Math.random() < 0.5 ? one : other);

test('a database from before pages were given back is rebuilt at the next start without loss', async () => {
  await using place = await makePlace('SQLite');
  const clock = new SettableClock();
  const path = join(place.dataDir, 'sotto.db');
  const old = new SqliteDatabase(path);
  old.pragma('auto_vacuum = none');
  old.pragma('journal_mode = wal');
  old.exec('create table filler (bytes blob) strict');
  old.close();
  const options = { dataDir: place.dataDir, clock, acceptLostKeys: false };
  const store = await openStore(options);
  const share = await madeShare(await testDeps(place, { store, clock }));
  await store.close();
  const again = await openStore(options);
  expect(new SqliteDatabase(path, { readonly: true }).pragma('auto_vacuum', { simple: true })).toBe(2);
  expect(await readable(share, await testDeps(place, { store: again, clock }))).toBe(true);
  await again.close();
});
