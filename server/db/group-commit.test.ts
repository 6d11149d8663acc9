import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { findShare } from '#server/records/share.ts';
import { openTestStore } from '#server/testing/test-stores.ts';
import type { TestStore } from '#server/testing/test-stores.ts';
import { TestShare, madeShare } from '#server/testing/test-share.ts';
import type { Transaction } from './database.ts';

const WAL_HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;

/** Counts the frames of the write-ahead log that end a transaction: their header holds the database's size. */
function countCommits({ dataDir }: TestStore): number {
  const log = readFileSync(join(dataDir, 'sotto.db-wal'));
  if (log.length === 0) return 0;
  const frameBytes = FRAME_HEADER_BYTES + log.readUInt32BE(8);
  const salt = log.readBigUInt64BE(16);
  let commits = 0;
  for (let at = WAL_HEADER_BYTES; at + frameBytes <= log.length; at += frameBytes) {
    if (log.readBigUInt64BE(at + 8) === salt && log.readUInt32BE(at + 4) !== 0) commits++;
  }
  return commits;
}

const addFreeSlot = (slot: number) => (tx: Transaction) =>
  tx.kysely.insertInto('free_slot').values({ slot }).executeTakeFirstOrThrow();

async function freeSlots({ deps }: TestStore): Promise<number[]> {
  const rows = await deps.store.read.kysely.selectFrom('free_slot').select('slot').orderBy('slot').execute();
  return rows.map((row) => row.slot);
}

test('writes that arrive together are one transaction and one commit', async () => {
  await using testStore = await openTestStore('SQLite');
  const { deps, clock } = testStore;
  const shares = Array.from({ length: 60 }, () => new TestShare(clock.now()));
  const before = countCommits(testStore);
  await Promise.all(shares.map((share) => share.create(deps)));
  expect(countCommits(testStore) - before).toBe(1);
  await Promise.all(shares.map((share) => share.open(deps)));
  expect(countCommits(testStore) - before).toBe(2);
});

test('only the failed member is undone', async () => {
  await using testStore = await openTestStore('SQLite');
  const { store } = testStore.deps;
  const outcomes = await Promise.allSettled([
    store.write(addFreeSlot(1)),
    store.write(async (tx) => {
      await addFreeSlot(2)(tx);
      throw new Error('changed its mind');
    }),
    store.write(addFreeSlot(1)),
    store.write(addFreeSlot(3)),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
  expect(outcomes[1]).toMatchObject({ reason: { message: 'changed its mind' } });
  expect(outcomes[2]).toMatchObject({ reason: { code: 'SQLITE_CONSTRAINT_PRIMARYKEY' } });
  expect(await freeSlots(testStore)).toEqual([1, 3]);
});

test('a client whose writes fail makes others work twice at most once in 64 groups', async () => {
  await using testStore = await openTestStore('SQLite');
  const { store } = testStore.deps;
  const GROUPS = 100;
  let runs = 0;
  for (let group = 0; group < GROUPS; group++) {
    const good = store.write(async (tx) => {
      runs++;
      await addFreeSlot(group)(tx);
    });
    const bad = store.write(async (tx) => {
      await addFreeSlot(GROUPS + group)(tx);
      throw new Error('changed its mind');
    });
    await expect(bad).rejects.toThrow('changed its mind');
    await good;
  }
  expect(runs).toBe(GROUPS + 1);
  expect(await freeSlots(testStore)).toEqual(Array.from({ length: GROUPS }, (_, slot) => slot));
});

test('creates in the group of a failed member keep their keys', async () => {
  await using testStore = await openTestStore('SQLite');
  const { deps, clock } = testStore;
  const shares = [new TestShare(clock.now()), new TestShare(clock.now())];
  const failed = deps.store.write(async (tx) => {
    await tx.keys.put({ id: new Uint8Array(16).fill(1), slot: 0 }, new Uint8Array(32).fill(1));
    throw new Error('changed its mind');
  });
  const created = shares.map((share) => share.create(deps));
  await expect(failed).rejects.toThrow('changed its mind');
  await Promise.all(created);
  for (const share of shares) expect((await share.open(deps)).head.viewsLeft).toBe(0);
});

test('a failed commit fails every member, and the next group is unaffected', async () => {
  await using testStore = await openTestStore('SQLite');
  const { store } = testStore.deps;
  const orphan = { share_id: new Uint8Array(16), preamble: new Uint8Array(1), sealed: new Uint8Array(1), note: null };
  const outcomes = await Promise.allSettled([
    store.write(addFreeSlot(1)),
    // A violation that SQLite checks only at the commit.
    store.write(async (tx) => {
      await sql`pragma defer_foreign_keys = on`.execute(tx.kysely);
      await tx.kysely.insertInto('content').values(orphan).execute();
    }),
    store.write(addFreeSlot(2)),
  ]);
  for (const outcome of outcomes) {
    expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'SQLITE_CONSTRAINT_FOREIGNKEY' } });
  }
  await store.write(addFreeSlot(3));
  expect(await freeSlots(testStore)).toEqual([3]);
});

test("a group's writes are not visible before its commit", async () => {
  await using testStore = await openTestStore('SQLite');
  const { store } = testStore.deps;
  const { read } = store;
  const seen = await store.write(async (tx) => {
    await addFreeSlot(1)(tx);
    return [await read.run('select slot from free_slot', []), await freeSlots(testStore)];
  });
  expect(seen).toEqual([[], []]);
  expect(await read.run('select slot from free_slot', [])).toEqual([{ slot: 1 }]);
});

test('every member fails if SQLite aborts the transaction, and no key is written', async () => {
  await using testStore = await openTestStore('SQLite');
  const { store } = testStore.deps;
  const outcomes = await Promise.allSettled([
    store.write((tx) => tx.keys.put({ id: new Uint8Array(16).fill(1), slot: 7 }, new Uint8Array(32))),
    store.write(async (tx) => {
      await sql`rollback`.execute(tx.kysely);
      throw new Error('given up');
    }),
    store.write(addFreeSlot(1)),
  ]);
  for (const outcome of outcomes) expect(outcome).toMatchObject({ reason: { message: 'given up' } });
  await store.write((tx) => tx.keys.put({ id: new Uint8Array(16).fill(2), slot: 0 }, new Uint8Array(32)));
  expect(readFileSync(join(testStore.dataDir, 'keys.slots'))).toHaveLength(64);
  expect(await freeSlots(testStore)).toEqual([]);
});

test('reads continue while another process holds the lock, and the write follows', async () => {
  await using testStore = await openTestStore('SQLite');
  const { store } = testStore.deps;
  const other = new SqliteDatabase(join(testStore.dataDir, 'sotto.db'));
  other.exec('begin immediate');
  let written = false;
  const write = store.write(addFreeSlot(1)).then(() => {
    written = true;
  });
  for (let reads = 0; reads < 200; reads++) {
    expect(await freeSlots(testStore)).toEqual([]);
    await new Promise(setImmediate);
  }
  expect(written).toBe(false);
  other.exec('insert into free_slot (slot) values (2)');
  other.exec('commit');
  other.close();
  await write;
  expect(await freeSlots(testStore)).toEqual([1, 2]);
});

test('two processes on one database give every share its own slot', async () => {
  await using testStore = await openTestStore('SQLite');
  const { deps, clock } = testStore;
  const second = { ...deps, store: await testStore.open() };
  const shares = Array.from({ length: 120 }, () => new TestShare(clock.now()));
  await Promise.all(shares.map((share, n) => share.create(n % 2 === 0 ? deps : second)));
  const rows = await deps.store.read.kysely.selectFrom('share').select('slot').execute();
  expect(new Set(rows.map((row) => row.slot)).size).toBe(120);
  for (const share of shares) expect((await share.open(second)).head.viewsLeft).toBe(0);
  await second.store.close();
});

test('an erasure never touches the slot of a live share', async () => {
  await using testStore = await openTestStore('SQLite');
  const { deps } = testStore;
  const share = await madeShare(deps, { maxViews: 2 });
  const row = await findShare(deps.store.read, share.id);
  const place = { id: share.id, slot: row?.slot ?? null };
  await deps.store.write((tx) => tx.keys.erase(place));
  await deps.store.write((tx) => tx.keys.erase({ ...place, id: new Uint8Array(16) }));
  expect((await share.open(deps)).head.viewsLeft).toBe(1);
});

test('closing finishes pending writes and refuses later ones', async () => {
  await using testStore = await openTestStore('SQLite');
  const { deps } = testStore;
  const share = await madeShare(deps);
  const deleted = deps.store.write((tx) => tx.keys.erase({ id: share.id, slot: null }));
  const closed = deps.store.close();
  await deleted;
  await closed;
  await expect(deps.store.write(addFreeSlot(1))).rejects.toMatchObject({ code: 'unavailable' });
});
