import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { describe, newClaim, openShare } from '#client/open.ts';
import { shareSecret } from '#client/share.ts';
import { linkKeyOf } from '#releases/link-key-of.ts';
import { MADE_AT, open } from '#releases/make-release.ts';
import type { ReleasedShare } from '#releases/make-release.ts';
import { notProved } from '#scripts/testing/not-proved.ts';
import { binary, inside, requireBinary, sandboxed, whyNoSandbox } from './rig/sandbox.ts';
import { startServer } from './rig/start-server.ts';
import type { RunningServer } from './rig/start-server.ts';
import { whyNoSmallDisk } from './rig/small-disk.ts';

const UID = 10_001;
const noPassword = () => Promise.reject(new Error('there is no password'));
const folders: string[] = [];

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-binary-'));
  folders.push(folder);
  return folder;
}

beforeAll(requireBinary);
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** Sends and opens a text through the API, as a browser does. */
async function carry(server: RunningServer, text: string): Promise<string | undefined> {
  const { api, url } = server;
  const { link } = await shareSecret(api, { text, maxViews: 1, ttlSeconds: 3600, kdf: noPassword });
  const key = linkKeyOf(link, api.publicUrl);
  expect((await fetch(url)).headers.get('content-type')).toBe('text/html; charset=utf-8');
  const description = await describe(api, key);
  return (await openShare(api, { ...key, description, claim: newClaim(), kdf: noPassword })).payload.text;
}

test('on a machine with only the executable and its shared libraries, it serves, shares, opens and stops', async ({
  annotate,
}) => {
  const why = whyNoSandbox();
  if (why !== undefined) return notProved(annotate, `the executable alone on a machine: ${why}`);
  const dataDir = newFolder();
  const server = await startServer({
    env: { SOTTO_DATA_DIR: inside.dataDir },
    under: sandboxed({ dataDir, uid: UID }),
    binary: inside.binary,
  });
  expect(await carry(server, 'alone')).toBe('alone');
  await server.end('SIGTERM');
  // SQLite removes its log only when it is closed. No extracted addon is left either.
  expect(readdirSync(dataDir).sort()).toEqual(['bodies', 'keys.slots', 'server.key', 'sotto.db']);
});

test('with a temporary folder mounted noexec, SQLite is loaded from the data folder', async ({ annotate }) => {
  const why = whyNoSmallDisk();
  if (why !== undefined) return notProved(annotate, `the executable with a noexec /tmp: ${why}`);
  const [temporary, dataDir] = [newFolder(), newFolder()];
  const asUser = process.getuid?.() === 0 ? [] : ['--map-root-user'];
  const mounts = (...places: string[]) => {
    const each = places.map((place) => `mount -t tmpfs -o noexec tmpfs ${place} && `).join('');
    return ['unshare', ...asUser, '--mount', 'bash', '-c', `${each}exec "$0" "$@"`];
  };
  const env = { SOTTO_DATA_DIR: dataDir, TMPDIR: temporary };
  const server = await startServer({ env, under: mounts(temporary), binary });
  expect(await carry(server, 'from the data folder')).toBe('from the data folder');
  await server.end('SIGTERM');
  const nowhere = startServer({ env, under: mounts(temporary, dataDir), binary });
  await expect(nowhere).rejects.toThrow('a folder that it can write to and that is not mounted noexec');
});

test('a command of the client extracts nothing and needs no folder', () => {
  const empty = newFolder();
  const env = { TMPDIR: join(empty, 'nowhere') };
  const { status, stderr } = spawnSync(binary, ['health', 'http://127.0.0.1:9/'], {
    cwd: empty,
    env,
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([1, 'sotto: No reply from http://127.0.0.1:9/healthz.\n']);
  expect(readdirSync(empty)).toEqual([]);
});

test('a start and a first reply use the code compiled at build time and compile nothing', async () => {
  const hook = join(newFolder(), 'hook.cjs');
  writeFileSync(
    hook,
    `const vm = require('node:vm');
    vm.Script = class extends vm.Script {
      constructor(text, options) {
        super(text, options);
        process._rawDebug('compiled', options.filename, this.cachedDataRejected);
      }
    };`,
  );
  const env = { SOTTO_DATA_DIR: newFolder(), NODE_OPTIONS: `--require=${hook}` };
  const server = await startServer({ env, binary });
  // With the flag that is set after a start, V8 recompiles modules that few requests load.
  expect((await fetch(`${server.url}healthz`)).status).toBe(200);
  await server.end('SIGTERM');
  const said = server.errors().match(/^compiled .+$/gm) ?? [];
  expect(said.length).toBeGreaterThan(10);
  expect(said.filter((line) => !line.endsWith(' false'))).toEqual([]);
});

test('NODE_OPTIONS may contain --require but not --import, as docs/operating.md says', () => {
  const folder = newFolder();
  for (const name of ['hook.cjs', 'hook.mjs'])
    writeFileSync(join(folder, name), `console.error(${JSON.stringify(name)})`);
  const started = (NODE_OPTIONS: string) =>
    spawnSync(binary, ['--version'], { encoding: 'utf8', env: { NODE_OPTIONS } }).stderr.trim();
  expect(started(`--require=${join(folder, 'hook.cjs')}`)).toBe('hook.cjs');
  expect(started(`--import=${join(folder, 'hook.mjs')}`)).toBe('');
});

test('the executable contains no path of the machine that built it', () => {
  const program = readFileSync(binary);
  for (const path of [join(import.meta.dirname, '..'), tmpdir() + '/sotto-'])
    expect(program.includes(path), path).toBe(false);
});

test('it opens the data folder of the first release', async () => {
  const release = join(import.meta.dirname, '../releases/0.1.0');
  const shares = JSON.parse(readFileSync(join(release, 'shares.json'), 'utf8')) as Record<string, ReleasedShare>;
  const dataDir = newFolder();
  cpSync(join(release, 'data-folder'), dataDir, { recursive: true });
  moveToToday(join(dataDir, 'sotto.db'));
  const server = await startServer({ env: { SOTTO_DATA_DIR: dataDir }, binary });
  for (const [name, password] of [['once'], ['unlimited'], ['password', 'correct horse']] as const) {
    const share = shares[name];
    if (share === undefined) throw new Error(name);
    expect((await open(server.api, share.link, password)).payload.text).toBe(share.text);
  }
  await server.end('SIGTERM');
  expect(existsSync(join(dataDir, 'sotto.db-wal'))).toBe(false);
});

/** Tests cannot set the clock of an executable, so the stored times are moved to a minute ago. */
function moveToToday(file: string): void {
  const database = new SqliteDatabase(file);
  const seconds = Math.floor(Date.now() / 1000) - 60 - MADE_AT;
  const times = {
    share: ['created_at', 'expires_at', 'ended_at', 'due_at'],
    opening: ['opened_at', 'lease_until', 'lease_cap', 'acknowledged_at'],
  };
  for (const [table, columns] of Object.entries(times)) {
    database.exec(`update ${table} set ${columns.map((name) => `${name} = ${name} + ${seconds}`).join(', ')}`);
  }
  database.close();
}
