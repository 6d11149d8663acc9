import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Api } from '#client/api.ts';
import { partsOnDisk } from './rig/parts-on-disk.ts';
import { generatedBytes, sha256Of, sha256OfGenerated } from './rig/generated-bytes.ts';
import { refusal } from './rig/load.ts';
import { expiryIn, makeShare, randomSecret } from './rig/make-share.ts';
import type { TestShare } from './rig/make-share.ts';
import { bySize } from './rig/proof-size.ts';
import { runSotto } from './rig/run-sotto.ts';
import { openFile, readWhole, sendFile } from './rig/share-file.ts';
import { startServer } from './rig/start-server.ts';
import type { RunningServer } from './rig/start-server.ts';
import { makeStore } from './rig/stores.ts';
import type { TestStore } from './rig/stores.ts';

const BACKUPS = bySize({ ci: 2, full: 8 });
const CLIENTS = bySize({ ci: 2, full: 6 });
const VIEWS = 3;
const RECORD_BYTES = 64;

let store: TestStore;
let server: RunningServer;
let above: string;

beforeAll(async () => {
  store = await makeStore('SQLite');
  server = await startServer(store);
  above = mkdtempSync(join(tmpdir(), 'sotto-backups-'));
});
afterAll(async () => {
  await server.end('SIGTERM');
  await store.remove();
  rmSync(above, { recursive: true, force: true });
});

/** The client's knowledge of a share. */
interface Known {
  readonly share: TestShare;
  opened: number;
  deleted: boolean;
}

const openingOf = ({ linkProof, openProof }: TestShare) => ({ linkProof, openProof, claim: randomSecret() });

/** Creates, opens and deletes shares until it is stopped. */
async function traffic(api: Api, { all, until }: { all: Known[]; until: () => boolean }): Promise<void> {
  const expiresAt = await expiryIn(api, 3600);
  while (!until()) {
    const known: Known = {
      share: makeShare({ maxViews: VIEWS, expiresAt, sealedBytes: 20_000 }),
      opened: 0,
      deleted: false,
    };
    const { share } = known;
    await api.create(share.id, share.body);
    all.push(known);
    for (let views = Math.floor(Math.random() * VIEWS); views > 0; views--) {
      await api.open(share.id, openingOf(share), { repeatable: false });
      known.opened += 1;
    }
    if (Math.random() < 0.4) {
      await api.remove(share.id, { ownerProof: share.ownerProof });
      known.deleted = true;
    }
  }
}

interface Row {
  readonly state: string;
  readonly spent: number;
}

function rowsOf(folder: string): Map<string, Row> {
  const database = new SqliteDatabase(join(folder, 'sotto.db'), { readonly: true });
  const rows = database.prepare<[], Row & { id: Buffer }>('select id, state, views_spent as spent from share').all();
  database.close();
  return new Map(rows.map(({ id, ...row }) => [id.toString('hex'), row]));
}

/** Everything in the copied slot file belongs to a row that lives in the copied database. */
function strayKeys(folder: string): number {
  const slots = readFileSync(join(folder, 'keys.slots'));
  const rows = rowsOf(folder);
  let stray = 0;
  for (let at = 0; at < slots.length; at += RECORD_BYTES) {
    const id = slots.subarray(at, at + 16);
    if (
      slots.subarray(at, at + RECORD_BYTES).some((byte) => byte !== 0) &&
      rows.get(id.toString('hex'))?.state !== 'live'
    )
      stray += 1;
  }
  return stray;
}

async function restored<T>(folder: string, use: (api: Api) => Promise<T>): Promise<T> {
  const dataDir = `${folder}-restored`;
  cpSync(folder, dataDir, { recursive: true });
  const other = await startServer({
    env: { SOTTO_DATA_DIR: dataDir, SOTTO_PUBLIC_URL: (await server.api.config()).publicUrl },
  });
  try {
    return await use(other.api);
  } finally {
    await other.end('SIGTERM');
  }
}

/** @returns how many more times a reader can open it */
async function openToTheEnd(api: Api, share: TestShare): Promise<number> {
  for (let opened = 0; ; opened++) {
    const refused = await refusal(
      api.open(share.id, openingOf(share), { repeatable: false }).then(({ sealed }) => {
        expect(Buffer.compare(sealed, share.body.sealed)).toBe(0);
      }),
    );
    if (refused !== undefined) return opened;
  }
}

test('a backup made under load opens every share that was live, no deleted share, and no more views than were left', async () => {
  const all: Known[] = [];
  let over = false;
  const clients = Array.from({ length: CLIENTS }, () => traffic(server.api, { all, until: () => over }));
  const backups: { folder: string; before: Known[] }[] = [];
  for (let made = 0; made < BACKUPS; made++) {
    const deleted = all.filter((known) => known.deleted).length;
    while (all.filter((known) => known.deleted).length < deleted + 5) await delay(10);
    const before = all.map((known) => ({ ...known }));
    const folder = join(above, `backup-${made}`);
    const { code, stdout, stderr } = await runSotto(['admin', 'backup', '--with-keys', folder], store.env);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^It contains keys: with it and a link, \d+ shares? can be opened until \d{4}-\d\d-\d\dT/m);
    backups.push({ folder, before });
  }
  over = true;
  await Promise.all(clients);

  for (const { folder, before } of backups) {
    expect(strayKeys(folder), 'no key without a live row').toBe(0);
    const rows = rowsOf(folder);
    const now = all.filter(({ share }) => rows.has(Buffer.from(share.idBytes).toString('hex')));
    expect(now.length, 'it contains every share made before').toBeGreaterThanOrEqual(before.length);
    const deletedBefore = new Set(before.filter(({ deleted }) => deleted).map(({ share }) => share.id));
    expect(deletedBefore.size).toBeGreaterThan(0);
    await restored(folder, async (api) => {
      for (const { share, deleted } of now) {
        const row = rows.get(Buffer.from(share.idBytes).toString('hex'));
        const views = await openToTheEnd(api, share);
        const left = VIEWS - (row?.spent ?? 0);
        if (deletedBefore.has(share.id) || row?.state !== 'live') expect(views, 'an ended share stays ended').toBe(0);
        // A share that ended between the copy of the database and the copy of the keys has no key in the backup.
        else expect(deleted ? [0, left] : [left], 'as many views as the copy records').toContain(views);
      }
    });
  }
});

test('a backup with keys contains files, and restores them intact', async () => {
  const file = generatedBytes('in a backup', 6_000_000);
  const { link } = await sendFile(server.api, { file });
  const gone = await sendFile(server.api, { file: generatedBytes('deleted before', 1_000_000) });
  const opened = await openFile(server.api, gone.link);
  const folder = join(above, 'with-files');
  expect(opened.names).toHaveLength(1);
  const { code } = await runSotto(['admin', 'backup', '--with-keys', folder], store.env);
  expect(code).toBe(0);
  expect(partsOnDisk(folder).length).toBeGreaterThan(1);
  await restored(folder, async (api) => {
    const there = await openFile(api, link);
    expect(await sha256Of(readWhole(api, there))).toBe(await sha256OfGenerated(file));
  });
});

test('a backup without keys contains only the database and the server key, and says that nothing in it opens elsewhere', async () => {
  const expiresAt = await expiryIn(server.api, 3600);
  const share = makeShare({ maxViews: 1, expiresAt });
  await server.api.create(share.id, share.body);
  const folder = join(above, 'without-keys');
  const { code, stdout } = await runSotto(['admin', 'backup', folder], store.env);
  expect({ code, lines: stdout.trim().split('\n') }).toEqual({
    code: 0,
    lines: [
      `Backed up to ${folder}.`,
      'It contains no keys of shares. They can be opened only with the keys.slots and bodies/ of this installation.',
    ],
  });
  expect(readdirSync(folder).toSorted()).toEqual(['server.key', 'sotto.db']);
  expect(readFileSync(join(folder, 'server.key')).equals(readFileSync(join(store.dataDir, 'server.key')))).toBe(true);
  expect(statSync(join(folder, 'server.key')).mode & 0o777).toBe(0o600);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, 'sotto.db')).mode & 0o777).toBe(0o600);

  const dataDir = `${folder}-elsewhere`;
  cpSync(folder, dataDir, { recursive: true });
  const refused = await runSotto(['serve'], { SOTTO_DATA_DIR: dataDir, SOTTO_PORT: '0' });
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('SOTTO_ACCEPT_LOST_KEYS=true');
  const told = await startServer({ env: { SOTTO_DATA_DIR: dataDir, SOTTO_ACCEPT_LOST_KEYS: 'true' } });
  expect(await refusal(told.api.open(share.id, openingOf(share), { repeatable: false }))).toBe('ended');
  expect(await told.api.status(share.id, { ownerProof: share.ownerProof })).toMatchObject({ state: 'destroyed' });
  await told.end('SIGTERM');
});

test('a folder that is not empty is left alone, and a failed backup leaves nothing behind', async () => {
  const used = join(above, 'used');
  mkdirSync(used);
  writeFileSync(join(used, 'mine'), 'mine');
  const refused = await runSotto(['admin', 'backup', used], store.env);
  expect(refused).toMatchObject({ code: 1, stderr: `sotto: ${used} is not empty. Name a new folder.\n` });
  expect(readdirSync(used)).toEqual(['mine']);
  const empty = join(above, 'empty');
  mkdirSync(empty);
  chmodSync(empty, 0o755);
  expect(await runSotto(['admin', 'backup', empty], store.env)).toMatchObject({ code: 0 });
  expect(statSync(empty).mode & 0o777).toBe(0o700);
  expect(readdirSync(above).filter((name) => name.startsWith('.'))).toEqual([]);
});

test('on PostgreSQL, the command names the database tools and what they copy', async () => {
  const elsewhere = await makeStore('PostgreSQL');
  const other = await startServer(elsewhere);
  const share = makeShare({ maxViews: 1, expiresAt: await expiryIn(other.api, 3600) });
  await other.api.create(share.id, share.body);
  const { code, stderr } = await runSotto(['admin', 'backup', join(above, 'postgres')], elsewhere.env);
  expect(code).toBe(2);
  expect(stderr).toContain('pg_dump --exclude-table-data=erasure_key');
  expect(stderr).toContain('no share in it can ever be opened');
  expect(stderr).toMatch(/with it and a link, 1 share can be opened until \d{4}/);
  await other.end('SIGTERM');
  await elsewhere.remove();
});
