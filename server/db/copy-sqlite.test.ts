import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { expect, test } from 'vitest';
import { beginUpload } from '#server/file-bodies/begin-upload.ts';
import { addToTally, keepKey } from '#server/records/tally.ts';
import { ANA, openNamedShare } from '#server/testing/named-share.ts';
import { madeShare, secret } from '#server/testing/test-share.ts';
import { openTestStore } from '#server/testing/test-stores.ts';
import { TestUpload } from '#server/testing/test-upload.ts';

test('a copy contains the shares, but no quota counts and no reservations', async () => {
  await using testStore = await openTestStore('SQLite');
  const { deps, dataDir } = testStore;
  const share = await madeShare(deps);
  const [key, accountHash] = [Buffer.alloc(32, 0xa7), Buffer.alloc(32, 0xb9)];
  await deps.store.write(async (tx) => {
    await keepKey(tx, { day: 20_000, key });
    await addToTally(tx, { day: 20_000, accountHash, amount: 1, atMost: 2 });
  });
  const upload = new TestUpload(await deps.store.now());
  await beginUpload(deps, upload.id, { ...upload.message(), client: '192.0.2.1' });
  const { address_hash } = await deps.store.read.kysely.selectFrom('reservation').selectAll().executeTakeFirstOrThrow();
  const path = join(dataDir, 'copy.db');
  const copied = await deps.store.copyTo?.(path);
  expect(copied?.map(({ id }) => Buffer.from(id))).toEqual([Buffer.from(share.id)]);
  const bytes = readFileSync(path);
  const people = [key, accountHash, Buffer.from(address_hash ?? expect.unreachable())];
  expect(people.map((kept) => bytes.includes(kept))).toEqual([false, false, false]);
  using copy = withDispose(new SqliteDatabase(path, { readonly: true }));
  expect(copy.database.prepare('select count(*) as count from tally').get()).toEqual({ count: 0 });
  expect(copy.database.pragma('integrity_check', { simple: true })).toBe('ok');
});

test('a copy contains no mails that wait, and no owner is told that one does', async () => {
  await using here = await openNamedShare('SQLite');
  const { deps, share, testStore } = here;
  await share.askCode(deps, secret(), ANA);
  const { sealed } = await deps.store.read.kysely.selectFrom('outbox').selectAll().executeTakeFirstOrThrow();
  const path = join(testStore.dataDir, 'copy.db');
  await deps.store.copyTo?.(path);
  expect(readFileSync(path).includes(Buffer.from(sealed))).toBe(false);
  using copy = withDispose(new SqliteDatabase(path, { readonly: true }));
  expect(copy.database.prepare('select n, asks, mail from recipient order by n').all()).toEqual([
    { n: 1, asks: 1, mail: null },
    { n: 2, asks: 0, mail: null },
  ]);
  expect(await deps.store.read.kysely.selectFrom('outbox').select('kind').execute()).toEqual([{ kind: 'code' }]);
});

const withDispose = (database: SqliteDatabase.Database) => ({
  database,
  [Symbol.dispose]: () => database.close(),
});
