import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Transaction } from '#server/db/database.ts';
import { openTestStore } from '#server/testing/test-stores.ts';
import { copySession, endNamedSessions, findMember, insertSession } from './session.ts';

const bytes = () => new Uint8Array(randomBytes(32));

/** Locks that somebody in this database waits for. */
const waiting = (tx: Transaction) =>
  tx.run(
    `select 1 from pg_locks join pg_stat_activity using (pid) where not granted and datname = current_database()`,
    [],
  );

test('on PostgreSQL, a session that is copied while it ends does not outlive it', async () => {
  await using testStore = await openTestStore('PostgreSQL');
  const { store } = testStore.deps;
  const other = await testStore.open();
  const [hash, twin, subTag] = [bytes(), bytes(), bytes()];
  await store.write((tx) => insertSession(tx, { hash, subTag, sealed: bytes(), sidTag: null }));
  let ending: Promise<Uint8Array[]> = Promise.resolve([]);
  await store.write(async (tx) => {
    expect(await copySession(tx, { of: hash, hash: twin, sealed: bytes() })).toBeGreaterThan(0);
    ending = other.write((ends) => endNamedSessions(ends, { subTag, sidTag: undefined }));
    for (let rows = await waiting(tx); rows.length === 0;) rows = await waiting(tx);
  });
  expect(await ending).toHaveLength(2);
  for (const session of [hash, twin]) expect(await findMember(store.read, session)).toBeUndefined();
  await other.close();
});
