import { existsSync, readFileSync, rmSync, mkdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { audit, auditSettled } from './rig/audit.ts';
import { countKeys, filesOfPostgres, makeKeyFolderStore, readKeys } from './rig/key-folder.ts';
import type { KeyFolderStore } from './rig/key-folder.ts';
import { runLoad } from './rig/load.ts';
import type { History } from './rig/load.ts';
import { expiryIn, makeShare } from './rig/make-share.ts';
import { bySize } from './rig/proof-size.ts';
import { runSotto } from './rig/run-sotto.ts';
import { builtProgram, startServer } from './rig/start-server.ts';
import type { RunningServer } from './rig/start-server.ts';
import { administer } from './rig/stores.ts';

const SHARES = 20;
const CLIENTS = 12;
/** The longest time under load before a kill. */
const MAX_LOAD_MS = 600;
const rounds = bySize({ ci: 3, full: 200 });

let store: KeyFolderStore;
let servers: RunningServer[] = [];

afterEach(async () => {
  await Promise.all(servers.map((server) => server.end('SIGKILL')));
  servers = [];
  await store.remove();
});

const start = (env = store.env) => startServer({ env, binary: builtProgram });
const startTwo = () => Promise.all([start(), start()]);
const run = (args: readonly string[], env = store.env) => runSotto(args, env, [builtProgram]);

/** Creates shares and ends half of them. @returns the keys that they had or have */
async function liveAndEnd(env: Readonly<Record<string, string>>, keysOf: () => Promise<Map<string, Buffer>>) {
  const server = await start(env);
  servers.push(server);
  const expiresAt = await expiryIn(server.api, 3600);
  const shares = Array.from({ length: SHARES }, () => makeShare({ maxViews: 1, expiresAt }));
  for (const share of shares) await server.api.create(share.id, share.body);
  const keys = await keysOf();
  for (const { id, ownerProof } of shares.slice(SHARES / 2)) await server.api.remove(id, { ownerProof });
  expect(keys.size).toBe(SHARES);
  return keys;
}

/** How many of the keys are anywhere in PostgreSQL's files. */
async function countIn(files: readonly string[], keys: ReadonlyMap<string, Buffer>): Promise<number> {
  const found = new Set<string>();
  for (const path of files) {
    // A file of the log may be recycled meanwhile.
    if (!existsSync(path)) continue;
    const bytes = readFileSync(path);
    for (const [id, key] of keys) if (bytes.includes(key)) found.add(id);
    await delay(0);
  }
  return found.size;
}

test('neither PostgreSQL’s files nor its log ever hold a key, whether its share lives or has ended', async () => {
  store = await makeKeyFolderStore();
  const keys = await liveAndEnd(store.env, async () => readKeys(store.keysDir));
  expect(await countIn(await filesOfPostgres(store.databaseUrl), keys)).toBe(0);
  expect(readKeys(store.keysDir).size, 'the keys of the ended shares are zero').toBe(SHARES / 2);
});

test('without the setting, this search finds the keys of live and of ended shares', async () => {
  store = await makeKeyFolderStore();
  const { SOTTO_KEYS_DIR: _unset, ...env } = store.env;
  const keys = await liveAndEnd(env, async () => {
    const rows = await administer(store.databaseUrl, `select encode(share_id, 'hex') as id, key from erasure_key`);
    return new Map((rows as Array<{ id: string; key: Buffer }>).map(({ id, key }) => [id, key]));
  });
  expect(await countIn(await filesOfPostgres(store.databaseUrl), keys)).toBe(SHARES);

  // The keys of new shares no longer get there once the others have been moved.
  await servers[0]?.end('SIGTERM');
  servers = [];
  const moved = await run(['admin', 'move-keys', '--to', 'folder']);
  expect(moved).toMatchObject({ code: 0, stdout: expect.stringMatching(/^10 keys were moved\./) as string });
  const before = readKeys(store.keysDir);
  const server = await start();
  servers.push(server);
  const share = makeShare({ maxViews: 1, expiresAt: await expiryIn(server.api, 3600) });
  await server.api.create(share.id, share.body);
  const added = new Map([...readKeys(store.keysDir)].filter(([id]) => !before.has(id)));
  expect([added.size, await countIn(await filesOfPostgres(store.databaseUrl), added)]).toEqual([1, 0]);
  expect(await countKeys(store)).toEqual({ live: 11, withoutKey: 0, notErased: 0, unnamed: 0 });
});

test(`kill -9 of one of two processes on one folder loses no key and leaves none, ${rounds} times`, async () => {
  store = await makeKeyFolderStore();
  servers = await startTwo();
  const all: History[] = [];
  for (let round = 0; round < rounds; round++) {
    const touched: History[] = [];
    const clients = await Promise.all(
      servers.map(async ({ api }) => ({ api, expiresAt: await expiryIn(api, 86_000), histories: touched })),
    );
    const loads = clients.map((load) => Array.from({ length: CLIENTS / 2 }, () => runLoad(load)));
    await delay(Math.random() * MAX_LOAD_MS);
    const [killed, other] = servers;
    await killed?.end('SIGKILL');
    await Promise.all(loads[0] ?? []);
    expect(await countKeys(store), `round ${round}, while the other process works`).toMatchObject({ withoutKey: 0 });
    await other?.end('SIGKILL');
    await Promise.all(loads[1] ?? []);
    servers = await startTwo();
    const [{ api } = expect.unreachable()] = servers;
    await untilClean();
    for (const history of touched) await audit(api, history);
    all.push(...touched);
  }
  const [{ api } = expect.unreachable()] = servers;
  for (const history of all) await auditSettled(api, history);
  expect(all.length).toBeGreaterThan(rounds);
});

/** A start sweeps, and looks for keys without a row. */
async function untilClean(): Promise<void> {
  for (let tries = 0; ; tries++) {
    const census = await countKeys(store);
    expect(census.withoutKey).toBe(0);
    if (census.notErased + census.unnamed === 0) return;
    expect(tries, JSON.stringify(census)).toBeLessThan(600);
    await delay(100);
  }
}

test('a start tries the mount with a second process, and refuses a folder that is not there', async () => {
  store = await makeKeyFolderStore();
  servers = [await start()];
  await servers[0]?.end('SIGTERM');
  servers = [];
  rmSync(store.keysDir, { recursive: true });
  const missing = await run(['serve'], { ...store.env, SOTTO_PORT: '0' });
  expect(missing).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/There is no folder .*SOTTO_KEYS_DIR/) as string,
  });
  mkdirSync(store.keysDir);
  const empty = await run(['serve'], { ...store.env, SOTTO_PORT: '0' });
  expect(empty).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/sotto-keys is missing\. Is the disk mounted/) as string,
  });
  const doctor = await run(['admin', 'doctor']);
  expect(doctor.stdout).toMatch(/sotto-keys is missing/);
});
