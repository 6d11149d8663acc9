import { copyFileSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { Api } from '#client/api.ts';
import { refusal } from './rig/load.ts';
import { expiryIn, makeShare, randomSecret } from './rig/make-share.ts';
import type { TestShare } from './rig/make-share.ts';
import { bySize } from './rig/proof-size.ts';
import { runSotto } from './rig/run-sotto.ts';
import { countSlots } from './rig/slots.ts';
import { startServer } from './rig/start-server.ts';
import { makeStore } from './rig/stores.ts';

const MANY = 12;
const ROUNDS = bySize({ ci: 3, full: 30 });
const RECORD_BYTES = 64;

const openingOf = ({ linkProof, openProof }: TestShare) => ({ linkProof, openProof, claim: randomSecret() });

async function make(api: Api, count = MANY, maxViews = 1): Promise<TestShare[]> {
  const expiresAt = await expiryIn(api, 3600);
  const shares = Array.from({ length: count }, () => makeShare({ maxViews, expiresAt }));
  await Promise.all(shares.map((share) => api.create(share.id, share.body)));
  return shares;
}

/** Ends the share: opened and acknowledged, or deleted. */
async function end(api: Api, share: TestShare, how: 'read' | 'deleted'): Promise<void> {
  if (how === 'deleted') {
    await api.remove(share.id, { ownerProof: share.ownerProof });
    return;
  }
  const opening = openingOf(share);
  await api.open(share.id, opening, { repeatable: false });
  await api.acknowledge(share.id, { linkProof: opening.linkProof, claim: opening.claim });
}

const opening = (api: Api, share: TestShare) =>
  refusal(
    api.open(share.id, openingOf(share), { repeatable: false }).then(({ sealed }) => {
      expect(Buffer.compare(sealed, share.body.sealed)).toBe(0);
    }),
  );

/** As docs/operating.md describes it: only the database file, without the log of the database that it replaces. */
function putBack(dataDir: string, backup: string): void {
  for (const name of ['sotto.db', 'sotto.db-wal', 'sotto.db-shm']) rmSync(join(dataDir, name), { force: true });
  copyFileSync(join(backup, 'sotto.db'), join(dataDir, 'sotto.db'));
}

test('a database restored beside its surviving key slots loses nothing and brings nothing back', async () => {
  const store = await makeStore('SQLite');
  const backup = join(store.dataDir, '../', `${store.dataDir.split('/').at(-1)}-backup`);
  let server = await startServer(store);
  const live = await make(server.api);
  const endedBefore = await make(server.api);
  for (const [i, share] of endedBefore.entries()) await end(server.api, share, i % 2 === 0 ? 'read' : 'deleted');
  const toEnd = await make(server.api);
  const made = await runSotto(['admin', 'backup', backup], store.env);
  expect(made).toMatchObject({ code: 0, stderr: '' });

  for (const [i, share] of toEnd.entries()) await end(server.api, share, i % 2 === 0 ? 'read' : 'deleted');
  // Freed slots are reused, while the older database still names them for ended shares.
  expect(await runSotto(['admin', 'sweep'], store.env)).toMatchObject({ code: 0 });
  const newer = await make(server.api, 2 * MANY);
  await server.end('SIGKILL');
  putBack(store.dataDir, backup);

  server = await startServer(store);
  expect(countSlots(store.dataDir)).toMatchObject({ withoutKey: 0, notErased: 0, live: MANY });
  for (const share of [...endedBefore, ...toEnd]) expect(await opening(server.api, share), 'what ended').toBe('ended');
  for (const share of newer) expect(await opening(server.api, share), 'created after the backup').toBe('not-found');
  for (const share of live) expect(await opening(server.api, share), 'live the whole time').toBeUndefined();
  const again = await make(server.api, 4 * MANY);
  for (const share of again) expect(await opening(server.api, share), 'new shares work').toBeUndefined();
  await server.end('SIGTERM');
  rmSync(backup, { recursive: true });
  await store.remove();
});

test('a restart or a crash loses nothing', async () => {
  const store = await makeStore('SQLite');
  let server = await startServer(store);
  const shares = await make(server.api, MANY, 2);
  for (const share of shares) expect(await opening(server.api, share)).toBeUndefined();
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    await server.end(signal);
    server = await startServer(store);
    const statuses = await Promise.all(
      shares.map((share) => server.api.status(share.id, { ownerProof: share.ownerProof })),
    );
    expect(statuses.every(({ state, viewsLeft }) => state === 'live' && viewsLeft === 1)).toBe(true);
  }
  for (const share of shares) expect(await opening(server.api, share)).toBeUndefined();
  for (const share of shares) expect(await opening(server.api, share)).toBe('ended');
  await server.end('SIGTERM');
  await store.remove();
});

test('kill -9 while slots are removed and reused leaves every live key in its place', async () => {
  const store = await makeStore('SQLite');
  let server = await startServer(store);
  const kept: TestShare[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const [mine, ...rest] = await make(server.api);
    if (mine !== undefined) kept.push(mine);
    for (const share of rest) await end(server.api, share, 'deleted');
    // The command truncates the file while the server assigns slots, and the server is killed meanwhile.
    const swept = runSotto(['admin', 'sweep'], store.env);
    const creating = make(server.api).catch(() => []);
    await Promise.race([swept, creating]);
    await server.end('SIGKILL');
    await swept;
    await creating;
    expect(countSlots(store.dataDir), `round ${round}`).toMatchObject({ withoutKey: 0 });
    server = await startServer(store);
  }
  for (const share of kept) expect(await opening(server.api, share)).toBeUndefined();
  for (const share of kept) await server.api.remove(share.id, { ownerProof: share.ownerProof });
  await server.end('SIGTERM');
  expect(await runSotto(['admin', 'sweep'], store.env)).toMatchObject({ code: 0 });
  const database = new SqliteDatabase(join(store.dataDir, 'sotto.db'), { readonly: true });
  const named = database.prepare<[], { count: number }>('select max(slot) + 1 as count from share').get();
  database.close();
  expect(readFileSync(join(store.dataDir, 'keys.slots')).length / RECORD_BYTES).toBe(named?.count);
  await store.remove();
});
